import { InputError } from '../errors.ts';
import type { Observation } from './observation.ts';
import { poolName } from './pool-names.ts';
import { OBSERVED_STATES, type ObservedState } from './rules/rule.ts';

/** A pool of an observed process. */
export interface ObservedPool {
  readonly name: string;
  readonly patterns: readonly string[];
  readonly threads: number;
  readonly isSizeStated: boolean;
}

/** The pools of an observation: groups of threads under one name, each as large as was stated, or as the most of its threads that were seen at once. @throws InputError for a size of a pool that was not seen, and one that is less than was seen. */
export function observedPools(seen: Observation, stated: ReadonlyMap<string, number>): ObservedPool[] {
  const groups = new Map<string, string[]>();
  for (const pattern of seen.patterns) {
    const name = poolName(pattern, mostThreads(seen, [pattern]));
    groups.set(name, [...(groups.get(name) ?? []), pattern]);
  }
  checkSizes(seen, groups, stated);
  return [...groups]
    .map(([name, patterns]) => {
      const most = mostThreads(seen, patterns);
      const threads = stated.get(name);
      return {
        name,
        patterns,
        threads: threads ?? most,
        isSizeStated: threads !== undefined,
      };
    })
    .sort((a, b) => b.threads - a.threads || (a.name < b.name ? -1 : 1));
}

/** Threads of some groups in some states, sample by sample. */
export function sumOf(seen: Observation, patterns: readonly string[], states: readonly ObservedState[]): Float64Array {
  const sum = new Float64Array(seen.samples);
  for (const pattern of patterns) {
    for (const state of states) {
      seen.counts(pattern, state).forEach((count, i) => {
        sum[i] = (sum[i] as number) + count;
      });
    }
  }
  return sum;
}

function mostThreads(seen: Observation, patterns: readonly string[]): number {
  return sumOf(seen, patterns, OBSERVED_STATES).reduce((most, count) => Math.max(most, count), 0);
}

function checkSizes(
  seen: Observation,
  groups: ReadonlyMap<string, string[]>,
  stated: ReadonlyMap<string, number>,
): void {
  const problems = [...stated].flatMap(([name, threads]) => {
    const path = `--threads ${name}=${threads}`;
    const patterns = groups.get(name);
    if (patterns === undefined) {
      const found = `the pools ${[...groups.keys()].slice(0, 8).join(', ')}`;
      return [{ path, message: 'no pool of that name was seen', expected: 'a pool that was seen', found }];
    }
    const most = mostThreads(seen, patterns);
    if (threads >= most) return [];
    const found = `${most} threads of it at once`;
    return [{ path, message: 'the pool is larger than that', expected: `at least ${most} threads`, found }];
  });
  if (problems.length > 0) throw new InputError(problems);
}

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

/** The pools of an observation: groups of threads under one name, each as large as was stated, or as the most of its threads that were seen at once. */
export function observedPools(seen: Observation, stated: ReadonlyMap<string, number>): ObservedPool[] {
  const groups = new Map<string, string[]>();
  for (const pattern of seen.patterns) {
    const name = poolName(pattern, mostThreads(seen, [pattern]));
    groups.set(name, [...(groups.get(name) ?? []), pattern]);
  }
  return [...groups]
    .map(([name, patterns]) => {
      const most = mostThreads(seen, patterns);
      const threads = stated.get(name);
      return {
        name,
        patterns,
        threads: Math.max(threads ?? 0, most),
        isSizeStated: threads !== undefined && threads >= most,
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

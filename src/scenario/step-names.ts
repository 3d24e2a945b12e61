/** Who runs the steps that are resolved, and what they may name: pools, and tasks by names of their own. */

import type { Path } from '../path.ts';
import { didYouMean } from '../suggest.ts';
import type { Complain } from './complaints.ts';
import type { StoreOperation } from './model.ts';

/** What the tasks of `sleep-in-pool` are called. */
export const DELETION_TASK = 'deletion';

/** What the steps of a job kind may name, and who hears of what is wrong. */
export interface StepContext {
  readonly job: string;
  readonly pools: readonly string[];
  /** The semaphores by name with their limits; Infinity where the limit itself is wrong. */
  readonly semaphores: ReadonlyMap<string, number>;
  readonly hasLatency: (operation: StoreOperation) => boolean;
  readonly complain: Complain;
  /** What is written at a place. */
  readonly written: (path: Path) => unknown;
}

/** Permits of one semaphore, and the step that took the first of them. */
export interface Held {
  readonly permits: number;
  readonly at: Path;
}

/** Who runs the steps: the job's coordinator, or a task in a pool. */
export interface Runner {
  readonly kind: 'job' | 'task';
  readonly walk: Walk;
  readonly pool: string | undefined;
  readonly parent: Runner | undefined;
  readonly held: Map<string, Held>;
  /** The semaphore of which it got a permit with its submission. */
  readonly permit: string | undefined;
  /** Whether there may be a blob to delete or to hand on. */
  hasBlob: boolean;
  /** Whether a step was wrong: then what is held is not known, and not judged. */
  isUnsure: boolean;
  /** Whether the step under way stands in a `retry`. */
  isRetried: boolean;
}

/** The way through the steps of a job and of all its tasks. */
export interface Walk extends StepContext {
  /** Where in a path the program begins: what stands before it is no part of a step's own path. */
  readonly programAt: number;
  readonly taskNames: Set<string>;
  unnamed: number;
  defers: boolean;
}

/** Who begins with nothing. */
export function newRunner(
  kind: Runner['kind'],
  walk: Walk,
  of: Pick<Runner, 'pool' | 'parent' | 'permit'> = { pool: undefined, parent: undefined, permit: undefined },
): Runner {
  return { ...of, kind, walk, held: new Map(), hasBlob: false, isUnsure: false, isRetried: false };
}

export function poolOf(named: string | undefined, at: Path, runner: Runner): string | undefined {
  const { walk } = runner;
  if (named !== undefined) {
    if (!walk.pools.includes(named)) walk.complain(unknownName('pool', named, walk.pools, [...at, 'pool']));
    return named;
  }
  const pool = runner.pool ?? (walk.pools.length === 1 ? walk.pools[0] : undefined);
  if (pool === undefined && walk.pools.length > 1) {
    walk.complain({
      path: at,
      atKey: true,
      message: 'which pool runs this? There are several, so it must say',
      expected: `\`pool:\` with one of: ${walk.pools.join(', ')}`,
      found: 'no pool',
    });
  }
  return pool;
}

export function taskName(named: string | undefined, at: Path, walk: Walk): string {
  if (named === undefined) walk.unnamed += 1;
  const name = named ?? `task${walk.unnamed}`;
  if (walk.taskNames.has(name)) {
    walk.complain({
      path: [...at, 'name'],
      message: `two tasks of one job are called \`${name}\``,
      expected: 'a name of its own for each task of a job',
      found: name,
    });
  }
  if (name === DELETION_TASK) {
    walk.complain({
      path: [...at, 'name'],
      message: `a task cannot be called \`${name}\`: the tasks that sleep before a deletion have this name`,
      expected: 'another name',
      found: name,
    });
  }
  walk.taskNames.add(name);
  return name;
}

/** The complaint about a name that nothing has. */
export function unknownName(what: string, name: string, known: readonly string[], path: Path) {
  return {
    path,
    message: `unknown ${what} \`${name}\``,
    expected: known.length === 0 ? `a ${what}, but the scenario has none` : `one of: ${known.join(', ')}`,
    found: name,
    hint: didYouMean(name, known),
  };
}

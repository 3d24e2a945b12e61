import { studentT975 } from './student-t.ts';

/** The difference of two designs that met the same arrivals, sizes and latencies, replication by replication. */
export interface PairedDifference {
  /** Mean of after − before over the pairs, in the measure's unit. */
  readonly mean: number;
  /** Half width of its 95 % interval, by Student's t over the pairs; in the measure's unit. */
  readonly halfWidth95: number;
  /** The mean difference ÷ the mean before; null when the mean before is 0. */
  readonly relative: number | null;
  /** Pairs in which both sides have a value; at least 2. */
  readonly n: number;
}

/** The part of a design's result that differences are made of. */
export interface Replicated {
  readonly perReplication: Readonly<Record<string, readonly (number | null)[]>>;
}

/**
 * Compares the sum of some measures in two designs, pair by pair: replication i of both met the same draws, so what they share cancels out.
 * @param paths measures that are added up within a replication, such as `['pools.storage.active.mean']`.
 * @param pathsAfter those of the second design, where it has other pools than the first.
 * @returns null with fewer than two pairs (a single replication has no spread), or when a measure was not recorded.
 */
export function pairedDifference(
  before: Replicated,
  after: Replicated,
  paths: string | readonly string[],
  pathsAfter = paths,
): PairedDifference | null {
  const pairs = pairsOf(before, after, paths, pathsAfter);
  const n = pairs.length;
  if (n < 2) return null;
  const differences = pairs.map(([first, second]) => second - first);
  const mean = average(differences);
  let squares = 0;
  for (const difference of differences) squares += (difference - mean) ** 2;
  const meanBefore = average(pairs.map(([first]) => first));
  return {
    mean,
    halfWidth95: studentT975(n - 1) * Math.sqrt(squares / (n - 1) / n),
    relative: meanBefore === 0 ? null : mean / meanBefore,
    n,
  };
}

/** The sums of some measures in both designs, for each replication in which both have all of them. */
export function pairsOf(
  before: Replicated,
  after: Replicated,
  paths: string | readonly string[],
  pathsAfter = paths,
): [number, number][] {
  const listOf = (given: string | readonly string[]) => (typeof given === 'string' ? [given] : given);
  return pairUp(sumPerReplication(before, listOf(paths)), sumPerReplication(after, listOf(pathsAfter)));
}

/** Whether an interval leaves 0 out: the difference is more than the noise of the replications. */
export function isClear(difference: PairedDifference): boolean {
  return Math.abs(difference.mean) > difference.halfWidth95;
}

function sumPerReplication(design: Replicated, paths: readonly string[]): (number | null)[] {
  const columns = paths.map((path) => (Object.hasOwn(design.perReplication, path) ? design.perReplication[path] : []));
  const length = Math.min(...columns.map((column) => column?.length ?? 0));
  return Array.from({ length: Number.isFinite(length) ? length : 0 }, (_, replication) => {
    let sum = 0;
    for (const column of columns) {
      const value = column?.[replication];
      if (value === null || value === undefined) return null;
      sum += value;
    }
    return sum;
  });
}

function pairUp(before: readonly (number | null)[], after: readonly (number | null)[]): [number, number][] {
  const pairs: [number, number][] = [];
  for (let index = 0; index < Math.min(before.length, after.length); index += 1) {
    const first = before[index];
    const second = after[index];
    if (first !== null && first !== undefined && second !== null && second !== undefined) pairs.push([first, second]);
  }
  return pairs;
}

function average(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

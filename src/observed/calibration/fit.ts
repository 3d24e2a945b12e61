import { studentT975 } from '../../result/student-t.ts';
import { type PairModel, PairTable } from './pair-likelihood.ts';

/** A series of samples at an even pace. */
export interface HealthSeries {
  /** Active threads; −1 for a sample that was not printed. */
  readonly active: Int32Array;
  /** Time between two samples, in s. */
  readonly everySeconds: number;
  readonly threads: number;
  /** The least number of active threads that is printed. */
  readonly least: number;
}

export interface Fitted {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface Fit {
  /** Mean active threads. */
  readonly mean: Fitted;
  /** Tasks that park, a second. */
  readonly parkedPerSecond: Fitted;
  /** Mean threads that work. */
  readonly working: Fitted;
  /** What a reader takes for the mean: the average of the printed lines. */
  readonly plainAverage: number;
  /** Pairs of neighbouring samples that were used. */
  readonly pairs: number;
}

export interface FitGiven {
  /** How long a parked task parks, in s. */
  readonly delaySeconds: number;
  /** The share of the work that lasts from one sample to the next, 0 … 1. */
  readonly workShared: number;
}

/** Batches of scores that the variance is estimated from. */
const BATCHES = 24;
/** Fewer pairs than this a batch are too few for an interval. */
const LEAST_PAIRS = BATCHES * 4;

/**
 * Fits the parked tasks’ rate and the working threads to a censored series, by the greatest composite likelihood, with 95 % intervals by the sandwich of its scores: curvature and the
 * spread of batches of scores (Godambe, Annals of Mathematical Statistics 31, 1960), Student’s t over the batches.
 * @returns undefined where fewer than a hundred pairs can be used, or nothing was printed.
 */
export function fitHealth(series: HealthSeries, given: FitGiven): Fit | undefined {
  const pairs = pairsOf(series);
  const printed = series.active.filter((active) => active >= 0);
  if (pairs.length < 2 * LEAST_PAIRS || printed.length === 0) return undefined;
  const counted = countsOf(pairs);
  const total = (at: readonly number[]) => {
    const table = tableAt(at, series, given);
    return counted.reduce((sum, { first, second, count }) => sum + count * table.log(first, second), 0);
  };
  const plainAverage = printed.reduce((sum, active) => sum + active, 0) / printed.length;
  const best = maximum(total, [Math.log(plainAverage * 0.95), 1.5], [0.1, 0.7]);
  const covariance = sandwich(best, pairs, series, given, total);
  const t = studentT975(BATCHES - 1);
  const interval = (of: (at: readonly number[]) => number): Fitted => {
    const value = of(best);
    const gradient = gradientOf(of, best);
    const variance = gradient.reduce(
      (sum, g, i) =>
        sum + gradient.reduce((inner, h, j) => inner + g * h * ((covariance[i] as number[])[j] as number), 0),
      0,
    );
    const half = t * Math.sqrt(Math.max(0, variance));
    return { value, low: Math.max(0, value - half), high: value + half };
  };
  return {
    mean: interval((at) => modelAt(at, series, given).mean),
    parkedPerSecond: interval((at) => (modelAt(at, series, given).mean * parkedShare(at)) / given.delaySeconds),
    working: interval((at) => modelAt(at, series, given).mean * (1 - parkedShare(at))),
    plainAverage,
    pairs: pairs.length / 2,
  };
}

/** Neighbouring samples, two numbers each; those with a full pool are left out. */
function pairsOf({ active, threads }: HealthSeries): Int32Array {
  const pairs: number[] = [];
  for (let i = 0; i + 1 < active.length; i += 1) {
    const [first, second] = [active[i] as number, active[i + 1] as number];
    if (first < threads && second < threads) pairs.push(first, second);
  }
  return Int32Array.from(pairs);
}

function countsOf(pairs: Int32Array): { first: number; second: number; count: number }[] {
  const counts = new Map<string, { first: number; second: number; count: number }>();
  for (let i = 0; i < pairs.length; i += 2) {
    const [first, second] = [pairs[i] as number, pairs[i + 1] as number];
    const key = `${first},${second}`;
    const found = counts.get(key);
    if (found === undefined) counts.set(key, { first, second, count: 1 });
    else found.count += 1;
  }
  return [...counts.values()];
}

/** The parameters are ln μ and the logit of the share of μ that is parked. */
function parkedShare([, z = 0]: readonly number[]): number {
  return 1 / (1 + Math.exp(-z));
}

function modelAt(at: readonly number[], { everySeconds }: HealthSeries, given: FitGiven): PairModel {
  const mean = Math.exp(at[0] as number);
  const share = parkedShare(at);
  const lasts = Math.max(0, 1 - everySeconds / given.delaySeconds);
  const shared = mean * (share * lasts + (1 - share) * given.workShared);
  return { mean, shared: Math.min(mean * (1 - 1e-9), Math.max(mean * 1e-9, shared)) };
}

function tableAt(at: readonly number[], series: HealthSeries, given: FitGiven): PairTable {
  return new PairTable(modelAt(at, series, given), series.least, series.threads);
}

const STEP = 1e-4;

function gradientOf(of: (at: readonly number[]) => number, at: readonly number[]): number[] {
  return at.map((_, i) => (of(moved(at, i, STEP)) - of(moved(at, i, -STEP))) / (2 * STEP));
}

function moved(at: readonly number[], i: number, by: number): number[] {
  return at.map((value, j) => (i === j ? value + by : value));
}

/** H⁻¹ J H⁻¹ with the curvature H of the log likelihood and the variance J of its scores. */
function sandwich(
  at: readonly number[],
  pairs: Int32Array,
  series: HealthSeries,
  given: FitGiven,
  total: (at: readonly number[]) => number,
): number[][] {
  const step = 2e-3;
  const curvature = at.map((_, i) =>
    at.map((_, j) => {
      const by = (a: number, b: number) => total(moved(moved(at, i, a * step), j, b * step));
      return -(by(1, 1) - by(1, -1) - by(-1, 1) + by(-1, -1)) / (4 * step * step);
    }),
  );
  const tables = at.map((_, i) => [
    tableAt(moved(at, i, STEP), series, given),
    tableAt(moved(at, i, -STEP), series, given),
  ]);
  const count = pairs.length / 2;
  const size = Math.floor(count / BATCHES);
  const sums = Array.from({ length: BATCHES }, () => at.map(() => 0));
  for (let pair = 0; pair < size * BATCHES; pair += 1) {
    const [first, second] = [pairs[2 * pair] as number, pairs[2 * pair + 1] as number];
    const batch = sums[Math.floor(pair / size)] as number[];
    tables.forEach(([up, down], i) => {
      const score = ((up as PairTable).log(first, second) - (down as PairTable).log(first, second)) / (2 * STEP);
      batch[i] = (batch[i] as number) + score;
    });
  }
  const means = at.map((_, i) => sums.reduce((sum, batch) => sum + (batch[i] as number), 0) / BATCHES);
  const spread = at.map((_, i) =>
    at.map(
      (_, j) =>
        (sums.reduce(
          (sum, batch) =>
            sum + ((batch[i] as number) - (means[i] as number)) * ((batch[j] as number) - (means[j] as number)),
          0,
        ) /
          (BATCHES - 1)) *
        BATCHES,
    ),
  );
  const inverse = inverted(curvature as [[number, number], [number, number]]);
  return product(product(inverse, spread), inverse);
}

function inverted([[a, b], [c, d]]: readonly [readonly [number, number], readonly [number, number]]): number[][] {
  const determinant = a * d - b * c;
  return [
    [d / determinant, -b / determinant],
    [-c / determinant, a / determinant],
  ];
}

function product(one: readonly (readonly number[])[], two: readonly (readonly number[])[]): number[][] {
  return one.map(
    (row) => two[0]?.map((_, j) => row.reduce((sum, value, k) => sum + value * (two[k]?.[j] ?? 0), 0)) ?? [],
  );
}

/** The place of the greatest value of a smooth function of two numbers, by the simplex of Nelder and Mead (Computer Journal 7, 1965). */
function maximum(of: (at: readonly number[]) => number, start: readonly number[], sizes: readonly number[]): number[] {
  const evaluated = (at: readonly number[]) => ({ at: [...at], value: of(at) });
  let simplex = [evaluated(start), ...start.map((_, i) => evaluated(moved(start, i, sizes[i] as number)))];
  for (let round = 0; round < 400; round += 1) {
    simplex = simplex.sort((a, b) => b.value - a.value);
    const [best, , worst] = simplex as [Vertex, Vertex, Vertex];
    if (best.value - worst.value < 1e-7) break;
    const kept = simplex.slice(0, -1);
    const middle = start.map((_, i) => kept.reduce((sum, { at }) => sum + (at[i] as number), 0) / kept.length);
    const along = (by: number) => evaluated(middle.map((value, i) => value + by * ((worst.at[i] as number) - value)));
    const reflected = along(-1);
    if (reflected.value > best.value) {
      const expanded = along(-2);
      simplex = [...kept, expanded.value > reflected.value ? expanded : reflected];
    } else if (reflected.value > (simplex[1] as Vertex).value) {
      simplex = [...kept, reflected];
    } else {
      const contracted = reflected.value > worst.value ? along(-0.5) : along(0.5);
      simplex =
        contracted.value > worst.value
          ? [...kept, contracted]
          : simplex.map(({ at }, i) =>
              i === 0 ? best : evaluated(at.map((value, j) => (value + (best.at[j] as number)) / 2)),
            );
    }
  }
  return (simplex.sort((a, b) => b.value - a.value)[0] as Vertex).at;
}

interface Vertex {
  readonly at: number[];
  readonly value: number;
}

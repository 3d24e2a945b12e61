import type { DurationRecord } from '../record/duration-recorder.ts';
import type { LevelRecord } from '../record/level-recorder.ts';
import { studentT975 } from './student-t.ts';

/** The mean of independent values and the half width of its 95 % interval by Student's t. */
export interface Estimate {
  /** Null when there is no value. */
  readonly mean: number | null;
  /** Null for fewer than two values. */
  readonly halfWidth95: number | null;
}

/**
 * The mean of one value a replication. Replications that observed nothing (null) are left out.
 * @param values one value a replication, in the order of the replications, so that the sum is always the same one.
 */
export function estimate(values: readonly (number | null)[]): Estimate {
  const seen = values.filter((value) => value !== null);
  const n = seen.length;
  if (n === 0) return { mean: null, halfWidth95: null };
  const mean = seen.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, halfWidth95: null };
  const squares = seen.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, halfWidth95: studentT975(n - 1) * Math.sqrt(squares / (n - 1) / n) };
}

/** The time-weighted mean of a level, or null when no time was measured. */
export function levelMean(record: LevelRecord): number | null {
  let weight = 0;
  let integral = 0;
  for (let level = 0; level < record.heldUs.length; level += 1) {
    const heldUs = record.heldUs[level] as number;
    weight += heldUs;
    integral += heldUs * level;
  }
  return weight > 0 ? integral / weight : null;
}

/** The mean of the durations in µs, or null when there is none. */
export function durationMeanUs(record: DurationRecord): number | null {
  return record.count > 0 ? record.sumUs / record.count : null;
}

/**
 * The quantile of a weighted distribution over 0, 1, 2 …: the least index at which at least the share p of the weight is reached.
 * @param p 0 < p ≤ 1.
 * @returns null when there is no weight.
 */
export function weightedQuantile(weights: Float64Array, p: number): number | null {
  return weightedPlace(weights, p)?.index ?? null;
}

/** The index of the quantile, and the share of its own weight, 0 < share ≤ 1, with which the share p of all is reached. */
export function weightedPlace(
  weights: Float64Array,
  p: number,
): { readonly index: number; readonly share: number } | null {
  let total = 0;
  for (let i = 0; i < weights.length; i += 1) total += weights[i] as number;
  if (total <= 0) return null;
  let reached = 0;
  for (let i = 0; i < weights.length; i += 1) {
    const weight = weights[i] as number;
    if (reached + weight >= p * total) return { index: i, share: (p * total - reached) / weight };
    reached += weight;
  }
  return { index: weights.length - 1, share: 1 };
}

import { US_PER_HOUR } from '../units.ts';
import { estimate } from './statistics.ts';

/** The straight line through the course of a level in one replication. */
export interface Growth {
  readonly perHour: number;
  /** The share of the variance that the straight line explains, 0 … 1. */
  readonly explained: number;
  /** How much the line rose in the measured time, by its slope. */
  readonly rise: number;
  readonly mean: number;
  /** Rise ÷ mean of a line that has grown evenly since the start of the run. */
  readonly evenRise: number;
}

/** The least rise that counts: a line that is longer by fewer than this after the whole measured time is no matter of growth. */
const LEAST_RISE = 20;

/** Fits a straight line by least squares to the bins of the measured time. */
export function growthOf(binMeans: Float64Array, binUs: number, warmUpUs: number): Growth {
  const first = Math.min(binMeans.length - 1, Math.ceil(warmUpUs / binUs));
  const n = binMeans.length - first;
  const middle = (n - 1) / 2;
  let sum = 0;
  for (let i = 0; i < n; i += 1) sum += binMeans[first + i] as number;
  const mean = sum / n;
  let together = 0;
  let across = 0;
  let up = 0;
  for (let i = 0; i < n; i += 1) {
    const x = i - middle;
    const y = (binMeans[first + i] as number) - mean;
    together += x * y;
    across += x * x;
    up += y * y;
  }
  const evenRise = n / (first + n / 2);
  if (across === 0 || up === 0) return { perHour: 0, explained: 0, rise: 0, mean, evenRise };
  const slope = together / across;
  return {
    perHour: (slope * US_PER_HOUR) / binUs,
    explained: (together * together) / (across * up),
    rise: slope * n,
    mean,
    evenRise,
  };
}

/**
 * Whether a line grows without end, by its replications: on average the straight line explains at least 80 % of the variance; the line rises by at least 20, and by at least
 * half of what a line of its mean would that has grown evenly since the start; and with several replications the 95 % interval of the slope lies above 0. A line that merely
 * wanders, as a stable one does near its limit, is explained little by a straight line.
 * @returns the growth per hour, or undefined when the line does not grow without end.
 */
export function growthPerHour(
  growth: readonly Growth[],
): { readonly perHour: number; readonly halfWidth95: number | null } | undefined {
  const average = (value: (one: Growth) => number) => growth.reduce((sum, one) => sum + value(one), 0) / growth.length;
  if (growth.length === 0 || average((one) => one.explained) < 0.8) return undefined;
  const rise = average((one) => one.rise);
  if (rise < LEAST_RISE || rise < 0.5 * average((one) => one.mean * one.evenRise)) return undefined;
  const { mean, halfWidth95 } = estimate(growth.map((one) => one.perHour));
  if (mean === null || mean - (halfWidth95 ?? 0) <= 0) return undefined;
  return { perHour: mean, halfWidth95 };
}

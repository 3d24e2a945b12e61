import { exp, ln } from './arithmetic.ts';
import { normalQuantile } from './normal.ts';

/**
 * A distribution of durations, described by plain data. Times are µs; they need not be whole here, a draw is rounded.
 *
 * Every distribution is drawn through its quantile function from one uniform number, so that a draw is a pure function of its address and a larger uniform never gives a
 * shorter time.
 */
export type DurationDistribution =
  | { readonly kind: 'constant'; readonly valueUs: number }
  | { readonly kind: 'uniform'; readonly minUs: number; readonly maxUs: number }
  | { readonly kind: 'exponential'; readonly meanUs: number }
  /** `mu` and `sigma` are of the natural logarithm of the time in µs; sigma ≥ 0. */
  | { readonly kind: 'lognormal'; readonly mu: number; readonly sigma: number }
  /** The quantile function at rising probabilities from 0 to 1, linear in between. */
  | { readonly kind: 'empirical'; readonly points: readonly QuantilePoint[] };

/** `probability` in 0 … 1. */
export interface QuantilePoint {
  readonly probability: number;
  readonly valueUs: number;
}

/**
 * The quantile of a duration distribution.
 * @param u a probability, 0 < u < 1.
 * @returns µs, at least 0, not rounded.
 */
export function durationQuantileUs(distribution: DurationDistribution, u: number): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.valueUs;
    case 'exponential':
      return -distribution.meanUs * ln(1 - u);
    case 'uniform':
      return distribution.minUs + u * (distribution.maxUs - distribution.minUs);
    case 'lognormal':
      return exp(distribution.mu + distribution.sigma * normalQuantile(u));
    case 'empirical':
      return empiricalQuantileUs(distribution.points, u);
  }
}

/** The mean of a duration distribution in µs. */
export function durationMeanUs(distribution: DurationDistribution): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.valueUs;
    case 'exponential':
      return distribution.meanUs;
    case 'uniform':
      return (distribution.minUs + distribution.maxUs) / 2;
    case 'lognormal':
      return exp(distribution.mu + (distribution.sigma * distribution.sigma) / 2);
    case 'empirical':
      return empiricalMeanUs(distribution.points);
  }
}

function empiricalQuantileUs(points: readonly QuantilePoint[], u: number): number {
  // The first point, but for the one at 0, whose probability is not below u.
  let low = 1;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (u > (points[middle] as QuantilePoint).probability) low = middle + 1;
    else high = middle;
  }
  if (low >= points.length) return (points[points.length - 1] as QuantilePoint).valueUs;
  const [left, right] = [points[low - 1] as QuantilePoint, points[low] as QuantilePoint];
  const width = right.probability - left.probability;
  if (width <= 0) return right.valueUs;
  return left.valueUs + ((u - left.probability) / width) * (right.valueUs - left.valueUs);
}

function empiricalMeanUs(points: readonly QuantilePoint[]): number {
  let mean = 0;
  for (let i = 1; i < points.length; i += 1) {
    const left = points[i - 1] as QuantilePoint;
    const right = points[i] as QuantilePoint;
    mean += ((left.valueUs + right.valueUs) / 2) * (right.probability - left.probability);
  }
  return mean;
}

/** A distribution of whole numbers (batch sizes, the tasks of a fan-out). */
export type CountDistribution =
  | { readonly kind: 'constant'; readonly value: number }
  /** Whole numbers from `min` to `max`, each as likely. */
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  /** 1, 2, 3 …: the number of trials up to the first success, with the mean given (≥ 1). */
  | { readonly kind: 'geometric'; readonly mean: number }
  /** Values with their cumulative probabilities, rising to 1. */
  | { readonly kind: 'empirical'; readonly values: readonly number[]; readonly cumulative: readonly number[] };

/**
 * The quantile of a count distribution.
 * @param u a probability, 0 < u < 1.
 * @returns a whole number, at least 0.
 */
export function countQuantile(distribution: CountDistribution, u: number): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return distribution.min + Math.floor(u * (distribution.max - distribution.min + 1));
    case 'geometric':
      if (distribution.mean <= 1) return 1;
      return 1 + Math.floor(ln(1 - u) / ln(1 - 1 / distribution.mean));
    case 'empirical': {
      const index = distribution.cumulative.findIndex((probability) => u <= probability);
      return distribution.values[index < 0 ? distribution.values.length - 1 : index] as number;
    }
  }
}

/** The mean and the second moment of a count distribution. */
export function countMoments(distribution: CountDistribution): { readonly mean: number; readonly square: number } {
  switch (distribution.kind) {
    case 'constant':
      return { mean: distribution.value, square: distribution.value ** 2 };
    case 'uniform': {
      const { min, max } = distribution;
      const mean = (min + max) / 2;
      return { mean, square: mean * mean + ((max - min + 1) ** 2 - 1) / 12 };
    }
    case 'geometric': {
      const { mean } = distribution;
      return { mean, square: 2 * mean * mean - mean };
    }
    case 'empirical': {
      let mean = 0;
      let square = 0;
      distribution.values.forEach((value, i) => {
        const weight =
          (distribution.cumulative[i] as number) - (i === 0 ? 0 : (distribution.cumulative[i - 1] as number));
        mean += weight * value;
        square += weight * value * value;
      });
      return { mean, square };
    }
  }
}

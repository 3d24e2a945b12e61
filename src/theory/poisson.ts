/**
 * The Poisson distribution, for any mean that a pool can have: nothing overflows, and every probability is a sum of positive terms outwards from the nearest one, so
 * that a tail keeps its relative precision however small it is.
 *
 * Symbols: m the mean, at least 0; n a whole number of at least 0.
 * Source of the single probability: C. Loader, "Fast and accurate computation of binomial probabilities", 2000 (the saddle-point expansion).
 */

import { exp, ln } from '../workload/arithmetic.ts';
import { normalQuantile } from '../workload/normal.ts';
import { requireNonNegative, requireProbability, requireWhole } from './ranges.ts';

const TWO_PI = 2 * Math.PI;
/** n! for the n under which Stirling's series is not yet exact. */
const FACTORIALS: readonly number[] = factorialsUpTo(15);
/** A term under this share of its sum no longer changes the sum. */
const NEGLIGIBLE = Number.EPSILON / 16;

/** P(N = n). @throws RangeError when an argument is out of its range. */
export function poissonProbability(n: number, mean: number): number {
  requireWhole('n', n, 0);
  requireNonNegative('mean', mean);
  if (mean === 0) return n === 0 ? 1 : 0;
  const factorial = FACTORIALS[n];
  return factorial === undefined ? saddlePointProbability(n, mean) : exp(n * ln(mean) - mean) / factorial;
}

/** P(N ≤ n). @throws RangeError when an argument is out of its range. */
export function poissonAtMost(n: number, mean: number): number {
  requireWhole('n', n, 0);
  requireNonNegative('mean', mean);
  if (n + 1 > mean) return 1 - poissonAtLeast(n + 1, mean);
  let sum = 1;
  let ratio = 1;
  for (let k = n; k > 0 && ratio > NEGLIGIBLE * sum; k -= 1) {
    ratio *= k / mean;
    sum += ratio;
  }
  return poissonProbability(n, mean) * sum;
}

/** P(N ≥ n). @throws RangeError when an argument is out of its range. */
export function poissonAtLeast(n: number, mean: number): number {
  requireWhole('n', n, 0);
  requireNonNegative('mean', mean);
  if (n === 0) return 1;
  return n > mean ? poissonProbability(n, mean) * upperSums(n, mean).sum : 1 - poissonAtMost(n - 1, mean);
}

/**
 * The quantile: the least n with P(N ≤ n) ≥ p.
 * @param p in 0 … 1, both excluded.
 * @throws RangeError when an argument is out of its range.
 */
export function poissonQuantile(p: number, mean: number): number {
  requireProbability('p', p);
  requireNonNegative('mean', mean);
  const z = normalQuantile(p);
  // The Cornish–Fisher guess is seldom more than one off where it matters; far out in a tail the walk is longer.
  let n = Math.max(0, Math.floor(mean + z * Math.sqrt(mean) + (z * z - 1) / 6));
  while (poissonAtMost(n, mean) < p) n += 1;
  while (n > 0 && poissonAtMost(n - 1, mean) >= p) n -= 1;
  return n;
}

/**
 * The upper tail in units of its first probability: Σ r(i) and Σ i r(i) over i ≥ 0, where r(i) = P(N = n + i) ÷ P(N = n) = mⁱ ÷ ((n+1) … (n+i)).
 * P(N ≥ n) is the probability of n times the first, E[(N − n)⁺] the same times the second. Both are smooth in a real n as well.
 * @param n above m, so that the terms fall from the first on; it takes about min(36 ÷ (1 − m/n), 9 √n) steps.
 */
export function upperSums(n: number, mean: number): { readonly sum: number; readonly weighted: number } {
  let sum = 1;
  let weighted = 0;
  let ratio = 1;
  for (let i = 1; ; i += 1) {
    ratio *= mean / (n + i);
    const term = i * ratio;
    sum += ratio;
    weighted += term;
    if (term <= NEGLIGIBLE * weighted) return { sum, weighted };
  }
}

/** mⁿ e^−m ÷ Γ(n + 1) for a real n of at least 16 and a mean above 0. */
export function saddlePointProbability(n: number, mean: number): number {
  return exp(-stirlingError(n) - deviance(n, mean)) / Math.sqrt(TWO_PI * n);
}

/** ln n! − ((n + ½) ln n − n + ½ ln 2π), for n ≥ 16: the next term would be under 1e-16. */
function stirlingError(n: number): number {
  const s = 1 / (n * n);
  return (1 / 12 - s * (1 / 360 - s * (1 / 1_260 - s * (1 / 1_680 - s / 1_188)))) / n;
}

/** n ln(n ÷ m) + m − n, by a series where n and m are so near that the difference would cancel. */
function deviance(n: number, mean: number): number {
  const difference = n - mean;
  const v = difference / (n + mean);
  if (Math.abs(v) >= 0.1) return n * ln(n / mean) - difference;
  const square = v * v;
  let sum = difference * v;
  let power = 2 * n * v;
  for (let j = 3; ; j += 2) {
    power *= square;
    const next = sum + power / j;
    if (next === sum) return sum;
    sum = next;
  }
}

function factorialsUpTo(last: number): number[] {
  const factorials = [1];
  for (let n = 1; n <= last; n += 1) factorials.push(n * (factorials[n - 1] as number));
  return factorials;
}

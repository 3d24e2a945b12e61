/**
 * M/D/∞ over time: Poisson arrivals that are each held for the same constant time D, from an empty start. At t the arrivals of the last min(t, D) are held, so the
 * system is stationary from exactly D on. Two instants share the arrivals of their overlap: Cov(N(s), N(t)) = λ (D − |t − s|)⁺ once stationary, and the precision of a
 * time average follows from that.
 *
 * Source: S. G. Eick, W. A. Massey and W. Whitt, "The physics of the Mt/G/∞ queue", Operations Research 41 (1993) 731–742; the averages by integrating the covariance
 * over the square 0 … T.
 * With batches of B put λ E[B] for λ in a mean and λ E[B²] in a variance.
 */

import { requireNonNegative, requirePositive } from './ranges.ts';

/**
 * The mean number held at a time after an empty start, which is also its variance: λ min(t, D).
 * @param arrivalsPerSecond λ, at least 0.
 * @param holdingSeconds D, at least 0.
 * @param atSeconds t, at least 0.
 * @throws RangeError when an argument is out of its range.
 */
export function heldMeanFromEmpty(arrivalsPerSecond: number, holdingSeconds: number, atSeconds: number): number {
  requireNonNegative('arrivalsPerSecond', arrivalsPerSecond);
  requireNonNegative('holdingSeconds', holdingSeconds);
  requireNonNegative('atSeconds', atSeconds);
  return arrivalsPerSecond * Math.min(atSeconds, holdingSeconds);
}

/**
 * The mean of the time average over 0 … T after an empty start: λ D (1 − D ÷ 2T) for T ≥ D, λ T ÷ 2 before.
 * @param arrivalsPerSecond λ, at least 0.
 * @param holdingSeconds D, at least 0.
 * @param overSeconds T, above 0.
 * @throws RangeError when an argument is out of its range.
 */
export function averageMeanFromEmpty(arrivalsPerSecond: number, holdingSeconds: number, overSeconds: number): number {
  requireWindow(arrivalsPerSecond, holdingSeconds, overSeconds);
  if (overSeconds < holdingSeconds) return (arrivalsPerSecond * overSeconds) / 2;
  return arrivalsPerSecond * holdingSeconds * (1 - holdingSeconds / (2 * overSeconds));
}

/**
 * The variance of the time average over a window T of a stationary run: λ D²/T − λ D³/(3 T²) for T ≥ D, λ D − λ T/3 before.
 * @param arrivalsPerSecond λ, at least 0.
 * @param holdingSeconds D, at least 0.
 * @param overSeconds T, above 0.
 * @throws RangeError when an argument is out of its range.
 */
export function averageVariance(arrivalsPerSecond: number, holdingSeconds: number, overSeconds: number): number {
  requireWindow(arrivalsPerSecond, holdingSeconds, overSeconds);
  if (overSeconds < holdingSeconds) return arrivalsPerSecond * (holdingSeconds - overSeconds / 3);
  const share = holdingSeconds / overSeconds;
  return arrivalsPerSecond * holdingSeconds * share * (1 - share / 3);
}

/**
 * The variance of the time average over 0 … T after an empty start, with the start counted in: λ D²/T − 2 λ D³/(3 T²) for T ≥ D, λ T/3 before.
 * @param arrivalsPerSecond λ, at least 0.
 * @param holdingSeconds D, at least 0.
 * @param overSeconds T, above 0.
 * @throws RangeError when an argument is out of its range.
 */
export function averageVarianceFromEmpty(
  arrivalsPerSecond: number,
  holdingSeconds: number,
  overSeconds: number,
): number {
  requireWindow(arrivalsPerSecond, holdingSeconds, overSeconds);
  if (overSeconds < holdingSeconds) return (arrivalsPerSecond * overSeconds) / 3;
  const share = holdingSeconds / overSeconds;
  return arrivalsPerSecond * holdingSeconds * share * (1 - (2 * share) / 3);
}

function requireWindow(arrivalsPerSecond: number, holdingSeconds: number, overSeconds: number): void {
  requireNonNegative('arrivalsPerSecond', arrivalsPerSecond);
  requireNonNegative('holdingSeconds', holdingSeconds);
  requirePositive('overSeconds', overSeconds);
}

/**
 * Saturation as a flow: what threads can carry, and how fast a line grows when more arrives. Symbols: c threads, h the mean holding time, λ the arrivals a second.
 * It is the long-run slope, exact as a limit for any distributions (the strong law of large numbers); it says nothing about the fluctuations beside it.
 */

import { requireNonNegative, requirePositive, requireWhole } from './ranges.ts';

/**
 * The most tasks a second that threads can end for ever: c ÷ h.
 * @param threads c, a whole number of at least 1.
 * @param holdingSeconds h, above 0: working, parked and blocked together.
 * @throws RangeError when an argument is out of its range.
 */
export function capacityPerSecond(threads: number, holdingSeconds: number): number {
  requireWhole('threads', threads, 1);
  requirePositive('holdingSeconds', holdingSeconds);
  return threads / holdingSeconds;
}

/**
 * How many more tasks wait with every second: λ − c ÷ h where that is positive, else 0.
 * At exactly λ = c ÷ h the slope is 0 and the queue still has no mean.
 * @param arrivalsPerSecond λ, at least 0.
 * @throws RangeError when an argument is out of its range.
 */
export function growthPerSecond(arrivalsPerSecond: number, threads: number, holdingSeconds: number): number {
  requireNonNegative('arrivalsPerSecond', arrivalsPerSecond);
  return Math.max(0, arrivalsPerSecond - capacityPerSecond(threads, holdingSeconds));
}

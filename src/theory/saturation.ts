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

/**
 * The mean wait for a thread in a saturated pool whose tasks all keep their thread for the same time h, as deletions do that sleep in it: j (h − c ÷ λ) in round j. Tasks
 * get their threads in order of arrival, and thread i serves the tasks i, i + c, i + 2c … back to back; task j c + i starts at S(i) + j h, where S(i) is the arrival of
 * task i, and has arrived at a moment with the mean (j c + i) ÷ λ.
 *
 * It is exact for any renewal arrivals with the mean gap 1 ÷ λ as long as no thread ever waits for a task: λ h well above c, and the first c tasks there within h.
 * @param arrivalsPerSecond λ, above c ÷ h.
 * @param threads c, a whole number of at least 1.
 * @param holdingSeconds h, above 0.
 * @param round j, at least 0: how many tasks the thread has served before; a mean of rounds gives the mean wait over them.
 * @returns seconds.
 * @throws RangeError when an argument is out of its range or the pool is not saturated.
 */
export function saturatedWaitSecondsMean(
  arrivalsPerSecond: number,
  threads: number,
  holdingSeconds: number,
  round: number,
): number {
  requirePositive('arrivalsPerSecond', arrivalsPerSecond);
  requireNonNegative('round', round);
  if (!(arrivalsPerSecond > capacityPerSecond(threads, holdingSeconds))) {
    throw new RangeError(
      `arrivalsPerSecond must be above ${threads / holdingSeconds}, what the threads can carry, not ${arrivalsPerSecond}`,
    );
  }
  return round * (holdingSeconds - threads / arrivalsPerSecond);
}

/**
 * Little's law, L = λ W: what is in a system on average is what enters a second times how long it stays. It holds for any arrivals, any order of service and any
 * distribution of the time, wherever the long-run averages exist: not for a queue that grows for ever.
 *
 * Source: J. D. C. Little, "A proof for the queuing formula L = λW", Operations Research 9 (1961) 383–387.
 */

import { requireNonNegative, requirePositive } from './ranges.ts';

/**
 * The offered load: the threads that would be held on average if there were enough of them.
 * @param arrivalsPerSecond λ, at least 0.
 * @param holdingSeconds the mean time that each keeps its thread, working, parked and blocked together, at least 0.
 * @returns erlangs; may exceed the threads there are.
 * @throws RangeError when an argument is out of its range.
 */
export function offeredErlangs(arrivalsPerSecond: number, holdingSeconds: number): number {
  requireNonNegative('arrivalsPerSecond', arrivalsPerSecond);
  requireNonNegative('holdingSeconds', holdingSeconds);
  return arrivalsPerSecond * holdingSeconds;
}

/**
 * The rate at which things enter a system that holds a known number of them.
 * @param inSystemMean L, at least 0.
 * @param sojournSeconds W, above 0.
 * @throws RangeError when an argument is out of its range.
 */
export function littleArrivalsPerSecond(inSystemMean: number, sojournSeconds: number): number {
  requireNonNegative('inSystemMean', inSystemMean);
  requirePositive('sojournSeconds', sojournSeconds);
  return inSystemMean / sojournSeconds;
}

/**
 * How long things stay in a system on average.
 * @param inSystemMean L, at least 0.
 * @param arrivalsPerSecond λ, above 0.
 * @throws RangeError when an argument is out of its range.
 */
export function littleSojournSeconds(inSystemMean: number, arrivalsPerSecond: number): number {
  requireNonNegative('inSystemMean', inSystemMean);
  requirePositive('arrivalsPerSecond', arrivalsPerSecond);
  return inSystemMean / arrivalsPerSecond;
}

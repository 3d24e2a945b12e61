/**
 * M/M/c: Poisson arrivals, exponential holding times, c threads, one unbounded FIFO queue. Valid while the offered load is under the number of threads; beyond that
 * there is no steady state. With other holding times it is an approximation: constant ones wait about half as long (see M/D/c), widely spread ones longer.
 *
 * Source: A. K. Erlang, 1917; L. Kleinrock, "Queueing Systems", volume 1, 1975, chapter 3.
 */

import { ln } from '../workload/arithmetic.ts';
import { erlangB } from './erlang-b.ts';
import { completeFigures, type Queue, type QueueFigures, steadyErlangs } from './queue-figures.ts';
import { requireNonNegative, requireProbability, requireSteadyState, requireWhole } from './ranges.ts';

/**
 * Erlang's delay formula: P(wait), the share of the tasks that find all of c threads taken.
 * @param threads c, a whole number of at least 1.
 * @param erlangs a, the offered load, in 0 … c, c excluded.
 * @throws RangeError when an argument is out of its range.
 */
export function erlangC(threads: number, erlangs: number): number {
  requireWhole('threads', threads, 1);
  requireNonNegative('erlangs', erlangs);
  requireSteadyState(erlangs, threads);
  return erlangCFromB(erlangB(threads, erlangs), threads, erlangs);
}

/** C = c B ÷ (c − a (1 − B)), which subtracts nothing that is nearly equal as long as a < c. */
export function erlangCFromB(blocked: number, threads: number, erlangs: number): number {
  return (threads * blocked) / (threads - erlangs * (1 - blocked));
}

/**
 * The steady state: Lq = C a ÷ (c − a), and the rest by Little's law.
 * @throws RangeError when an argument is out of its range or the queue has no steady state.
 */
export function mmc(queue: Queue): QueueFigures {
  const erlangs = steadyErlangs(queue);
  const waitProbability = erlangC(queue.threads, erlangs);
  return completeFigures(queue, waitProbability, (waitProbability * erlangs) / (queue.threads - erlangs));
}

/**
 * The quantile of the queue wait: P(Wq > t) = C e^(−(c − a) t ÷ h).
 * @param p in 0 … 1, both excluded: 0.95 for the p95.
 * @returns seconds; 0 when a share of at least p does not wait at all.
 * @throws RangeError when an argument is out of its range or the queue has no steady state.
 */
export function mmcQueueWaitSecondsQuantile(queue: Queue, p: number): number {
  requireProbability('p', p);
  const erlangs = steadyErlangs(queue);
  const waitProbability = erlangC(queue.threads, erlangs);
  if (waitProbability <= 1 - p) return 0;
  return (queue.holdingSeconds * ln(waitProbability / (1 - p))) / (queue.threads - erlangs);
}

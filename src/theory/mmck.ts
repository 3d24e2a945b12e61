/**
 * M/M/c/K: Poisson arrivals, exponential holding times, c threads and room for K tasks in all, those that hold a thread included; who finds K of them is refused and does
 * not come back. It has a steady state for any load. With K = c it is Erlang's loss system; for K → ∞ and a load under c it is M/M/c.
 *
 * Source: D. Gross, J. F. Shortle, J. M. Thompson and C. M. Harris, "Fundamentals of Queueing Theory", 4th ed., 2008, section 2.5.
 */

import { birthDeathDistribution, expectation } from './birth-death.ts';
import type { Queue } from './queue-figures.ts';
import { requirePositive, requireWhole } from './ranges.ts';

/** The steady state of a queue with a bound: means over time for the counts, over tasks for the times. */
export interface BoundedQueueFigures {
  /** The share of the tasks that are refused; by PASTA also the share of the time in which the queue is at its bound. */
  readonly refusedFraction: number;
  /** The share of the time in which every thread holds a task. */
  readonly fullFraction: number;
  /** Threads that hold a task. */
  readonly activeMean: number;
  /** Lq: tasks that wait for a thread. */
  readonly queueDepthMean: number;
  /** Wq of the tasks that are not refused, those that do not wait included. */
  readonly queueWaitSecondsMean: number;
}

/**
 * The steady state.
 * @param queue its load may exceed its threads; `arrivalsPerSecond` is above 0.
 * @param bound K − c, how many tasks may wait: a whole number of at least 0.
 * @throws RangeError when an argument is out of its range.
 */
export function mmck(queue: Queue, bound: number): BoundedQueueFigures {
  const { threads, arrivalsPerSecond, holdingSeconds } = queue;
  requireWhole('threads', threads, 1);
  requireWhole('bound', bound, 0);
  requirePositive('arrivalsPerSecond', arrivalsPerSecond);
  requirePositive('holdingSeconds', holdingSeconds);
  const inSystem = birthDeathDistribution(
    threads + bound + 1,
    () => arrivalsPerSecond,
    (k) => Math.min(k, threads) / holdingSeconds,
  );
  const refusedFraction = inSystem[threads + bound] as number;
  const queueDepthMean = expectation(inSystem, (k) => Math.max(0, k - threads));
  return {
    refusedFraction,
    fullFraction: expectation(inSystem, (k) => (k >= threads ? 1 : 0)),
    activeMean: expectation(inSystem, (k) => Math.min(k, threads)),
    queueDepthMean,
    queueWaitSecondsMean: queueDepthMean / (arrivalsPerSecond * (1 - refusedFraction)),
  };
}

import { requireNonNegative, requirePositive, requireSteadyState, requireWhole } from './ranges.ts';

/** A pool with one unbounded FIFO queue, fed by a Poisson stream. */
export interface Queue {
  /** c, a whole number of at least 1. */
  readonly threads: number;
  /** λ, at least 0. */
  readonly arrivalsPerSecond: number;
  /** h, the mean time that a task keeps its thread, above 0. */
  readonly holdingSeconds: number;
}

/** The steady state of a queue: means over time for the counts, over tasks for the times. */
export interface QueueFigures {
  /** a = λ h, the offered load. */
  readonly erlangs: number;
  /** ρ = a ÷ c. */
  readonly utilization: number;
  /** P(wait): the share of the tasks that find every thread taken. */
  readonly waitProbability: number;
  /** Lq: tasks that wait for a thread. */
  readonly queueDepthMean: number;
  /** Wq: from the arrival to the thread, over all tasks, those that do not wait included. */
  readonly queueWaitSecondsMean: number;
  /** L = Lq + a: tasks that wait or hold a thread. */
  readonly inSystemMean: number;
  /** W = Wq + h: from the arrival to the end. */
  readonly sojournSecondsMean: number;
}

/**
 * The offered load of a queue that has a steady state.
 * @returns a = λ h in erlangs, under the number of threads.
 * @throws RangeError when an argument is out of its range or a ≥ c.
 */
export function steadyErlangs(queue: Queue): number {
  requireWhole('threads', queue.threads, 1);
  requireNonNegative('arrivalsPerSecond', queue.arrivalsPerSecond);
  requirePositive('holdingSeconds', queue.holdingSeconds);
  const erlangs = queue.arrivalsPerSecond * queue.holdingSeconds;
  requireSteadyState(erlangs, queue.threads);
  return erlangs;
}

/** Completes the figures of a queue from P(wait) and Lq by Little's law, Wq = Lq ÷ λ; a queue without arrivals has no wait. */
export function completeFigures(queue: Queue, waitProbability: number, queueDepthMean: number): QueueFigures {
  const erlangs = queue.arrivalsPerSecond * queue.holdingSeconds;
  const queueWaitSecondsMean = queue.arrivalsPerSecond === 0 ? 0 : queueDepthMean / queue.arrivalsPerSecond;
  return {
    erlangs,
    utilization: erlangs / queue.threads,
    waitProbability,
    queueDepthMean,
    queueWaitSecondsMean,
    inSystemMean: queueDepthMean + erlangs,
    sojournSecondsMean: queueWaitSecondsMean + queue.holdingSeconds,
  };
}

/**
 * M/M/1: Poisson arrivals, exponential holding times, one thread, one unbounded FIFO queue. Valid while ρ = λ h is under 1.
 *
 * Source: L. Kleinrock, "Queueing Systems", volume 1, 1975, chapter 3.
 */

import { ln } from '../workload/arithmetic.ts';
import { completeFigures, type QueueFigures, steadyErlangs } from './queue-figures.ts';
import { requireProbability } from './ranges.ts';

/**
 * The steady state: P(wait) = ρ and Lq = ρ² ÷ (1 − ρ), and the rest by Little's law.
 * @param arrivalsPerSecond λ, at least 0.
 * @param holdingSeconds h, the mean holding time, above 0.
 * @throws RangeError when an argument is out of its range or λ h ≥ 1.
 */
export function mm1(arrivalsPerSecond: number, holdingSeconds: number): QueueFigures {
  const queue = { threads: 1, arrivalsPerSecond, holdingSeconds };
  const load = steadyErlangs(queue);
  return completeFigures(queue, load, (load * load) / (1 - load));
}

/**
 * The quantile of the time from arrival to end, which is exponential with the mean W = h ÷ (1 − ρ).
 * @param p in 0 … 1, both excluded: 0.95 for the p95.
 * @returns seconds.
 * @throws RangeError when an argument is out of its range or λ h ≥ 1.
 */
export function mm1SojournSecondsQuantile(arrivalsPerSecond: number, holdingSeconds: number, p: number): number {
  requireProbability('p', p);
  const load = steadyErlangs({ threads: 1, arrivalsPerSecond, holdingSeconds });
  return (-holdingSeconds * ln(1 - p)) / (1 - load);
}

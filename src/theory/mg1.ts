/**
 * M/G/1 and M/D/1: Poisson arrivals, one thread, one unbounded FIFO queue, and holding times of any distribution of which the mean and the variance are known.
 * Valid while ρ = λ h is under 1. A heavy-tailed holding time with an infinite variance has an infinite mean wait.
 *
 * Source: F. Pollaczek, 1930, and A. Y. Khinchine, 1932; L. Kleinrock, "Queueing Systems", volume 1, 1975, chapter 5.
 */

import { completeFigures, type QueueFigures, steadyErlangs } from './queue-figures.ts';
import { requireNonNegative } from './ranges.ts';

/**
 * The steady state: P(wait) = ρ and Lq = ρ² (1 + C²) ÷ (2 (1 − ρ)), and the rest by Little's law.
 * @param arrivalsPerSecond λ, at least 0.
 * @param holdingSeconds h, the mean holding time, above 0.
 * @param squaredVariation C² = variance ÷ h², at least 0: 0 for constant holding times, 1 for exponential ones.
 * @throws RangeError when an argument is out of its range or λ h ≥ 1.
 */
export function mg1(arrivalsPerSecond: number, holdingSeconds: number, squaredVariation: number): QueueFigures {
  requireNonNegative('squaredVariation', squaredVariation);
  const queue = { threads: 1, arrivalsPerSecond, holdingSeconds };
  const load = steadyErlangs(queue);
  return completeFigures(queue, load, (load * load * (1 + squaredVariation)) / (2 * (1 - load)));
}

/**
 * The steady state with constant holding times: half the wait of M/M/1.
 * @param arrivalsPerSecond λ, at least 0.
 * @param holdingSeconds h, above 0.
 * @throws RangeError when an argument is out of its range or λ h ≥ 1.
 */
export function md1(arrivalsPerSecond: number, holdingSeconds: number): QueueFigures {
  return mg1(arrivalsPerSecond, holdingSeconds, 0);
}

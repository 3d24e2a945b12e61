/**
 * M/D/c: Poisson arrivals, one constant holding time D, c threads, one unbounded FIFO queue. It is exact, by the random walk that the queue makes from one instant to
 * the instant D later: all that was held has ended, c of those that waited have got a thread, and a Poisson number A with the mean a has arrived, so that
 * Q' = (Q + A − c)⁺. With S(k) the sum of k such steps, a Poisson number with the mean k a, less k c:
 *
 *   P(wait) = 1 − exp(−Σ P(S(k) ≥ 0) ÷ k),   Lq = Σ E[S(k)⁺] ÷ k,   k = 1, 2, 3 …
 *
 * Source: F. Pollaczek, 1930; C. D. Crommelin, "Delay probability formulae when the holding times are constant", Post Office Electrical Engineers' Journal 25 (1932)
 * 41–50; the sums as F. Spitzer, "A combinatorial lemma and its application to probability theory", Transactions of the AMS 82 (1956) 323–339.
 */

import { exp } from '../workload/arithmetic.ts';
import { poissonProbability, saddlePointProbability, upperSums } from './poisson.ts';
import { completeFigures, type Queue, type QueueFigures, steadyErlangs } from './queue-figures.ts';
import { sumOfSmooth } from './smooth-sum.ts';

/** Nearer to saturation the sums take millions of steps, and no pool is sized there. */
const GREATEST_UTILIZATION = 0.9999;

/**
 * The steady state, to about 1 part in 10^11.
 * @param queue `holdingSeconds` is the constant holding time D.
 * @throws RangeError when an argument is out of its range, the queue has no steady state, or its utilization is above 0.9999.
 */
export function mdc(queue: Queue): QueueFigures {
  const erlangs = steadyErlangs(queue);
  const { threads } = queue;
  if (erlangs === 0) return completeFigures(queue, 0, 0);
  if (erlangs > GREATEST_UTILIZATION * threads) {
    throw new RangeError(
      `M/D/c is computed up to a utilization of ${GREATEST_UTILIZATION}, not for ${erlangs / threads}`,
    );
  }
  const first = (k: number) => firstProbability(k * threads, k * erlangs);
  const crossings = sumOfSmooth((k) => (first(k) * upperSums(k * threads, k * erlangs).sum) / k);
  const excesses = sumOfSmooth((k) => (first(k) * upperSums(k * threads, k * erlangs).weighted) / k);
  return completeFigures(queue, oneMinusExp(crossings), excesses);
}

/** 1 − e^−x for x ≥ 0, to full relative precision however small it is: by the series x − x² ÷ 2 + x³ ÷ 6 − … where the difference would cancel. */
function oneMinusExp(x: number): number {
  if (x > 0.5) return 1 - exp(-x);
  let term = x;
  let sum = x;
  for (let k = 2; ; k += 1) {
    term *= -x / k;
    const next = sum + term;
    if (next === sum) return sum;
    sum = next;
  }
}

/** P(N = n), continued to a real n where n is large: the sums turn into integrals there. */
function firstProbability(n: number, mean: number): number {
  return n < 16 ? poissonProbability(n, mean) : saddlePointProbability(n, mean);
}

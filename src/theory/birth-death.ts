/**
 * The stationary distribution of a birth–death chain with the states 0 … n: p(k + 1) ÷ p(k) = up(k) ÷ down(k + 1). It is made outwards from the likeliest state, so that
 * nothing overflows and each probability keeps its relative precision.
 *
 * Source: L. Kleinrock, "Queueing Systems", volume 1, 1975, chapter 3.
 */

import { ln } from '../workload/arithmetic.ts';

/**
 * How likely each state is in the long run.
 * @param states n + 1, at least 1.
 * @param up the rate from k to k + 1, above 0 for k < n. @param down the rate from k to k − 1, above 0 for k ≥ 1.
 * @returns p(0) … p(n), which sum to 1.
 */
export function birthDeathDistribution(
  states: number,
  up: (k: number) => number,
  down: (k: number) => number,
): Float64Array {
  const logs = new Float64Array(states);
  let likeliest = 0;
  for (let k = 1; k < states; k += 1) {
    // Only the sign of the running sum matters here: it says where the top is.
    logs[k] = (logs[k - 1] as number) + ln(up(k - 1) / down(k));
    if ((logs[k] as number) > (logs[likeliest] as number)) likeliest = k;
  }
  const weights = new Float64Array(states);
  weights[likeliest] = 1;
  for (let k = likeliest + 1; k < states; k += 1) weights[k] = ((weights[k - 1] as number) * up(k - 1)) / down(k);
  for (let k = likeliest - 1; k >= 0; k -= 1) weights[k] = ((weights[k + 1] as number) * down(k + 1)) / up(k);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Σ f(k) p(k). */
export function expectation(distribution: Float64Array, f: (k: number) => number): number {
  return distribution.reduce((sum, probability, k) => sum + f(k) * probability, 0);
}

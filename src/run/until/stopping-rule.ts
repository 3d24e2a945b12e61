import { normalQuantile } from '../../workload/normal.ts';

/**
 * When to stop adding replications. Whoever looks after each replication and stops at the first interval that happens to be narrow covers the truth too seldom: the run ends where the
 * variance was underestimated. Two things keep the coverage (measured in test/slow/intervals.slow.ts): it starts from enough replications for their variance to be known, and it looks
 * seldom, at totals that grow by at least a quarter and at most to the double, on the way to the total that the variance so far asks for.
 *
 * Source: Y. S. Chow and H. Robbins, "On the asymptotic theory of fixed-width sequential confidence intervals for the mean", Annals of Mathematical Statistics 36 (1965) 457–462;
 * A. M. Law, "Simulation Modeling and Analysis", 5th ed., 2015, section 9.4.1, for the relative precision and its start.
 */

/** No run ends with fewer. */
export const LEAST_REPLICATIONS = 20;
/** Where it ends at the latest, unless somebody says otherwise. */
export const MOST_REPLICATIONS = 1_000;

const LEAST_GROWTH = 1.25;
const MOST_GROWTH = 2;

/**
 * How many replications there have to be in all, as far as the variance so far tells: the half width falls with the square root of their number.
 * @param n there are by now, at least 2. @param ratio the half width ÷ the one that is asked for; null where it is not known.
 * @returns at least `n`; infinite where nothing is known.
 */
export function neededReplications(n: number, ratio: number | null): number {
  if (ratio === null) return Number.POSITIVE_INFINITY;
  return ratio <= 1 ? n : Math.ceil(n * ratio * ratio);
}

/**
 * Between which totals the one that is needed lies, with 95 % where the values of the replications are normal: a variance by n of them is itself uncertain, by a factor of the χ²-distribution with n − 1 degrees
 * of freedom: after 20 replications from 0.58 to 2.1 times the estimate. Its quantiles are those of E. B. Wilson and M. M. Hilferty, "The distribution of chi-square", Proceedings of the National
 * Academy of Sciences 17 (1931) 684–688, within 1 % here.
 * @param n there are by now, at least 2. @param needed as `neededReplications` has it.
 * @returns whole numbers, both infinite where nothing is known.
 */
export function neededRange(n: number, needed: number): [low: number, high: number] {
  if (needed <= n || !Number.isFinite(needed)) return [needed, needed];
  const freedom = n - 1;
  const variance = 2 / (9 * freedom);
  const factor = (z: number) => (1 - variance + z * Math.sqrt(variance)) ** -3;
  const z = normalQuantile(0.975);
  return [Math.max(n, Math.floor(needed * factor(z))), Math.ceil(needed * factor(-z))];
}

/**
 * The total at which to look next.
 * @param n there are by now. @param needed there have to be, more than `n`. @param most the bound.
 * @returns more than `n`, unless that is the bound.
 */
export function nextLook(n: number, needed: number, most: number): number {
  const least = Math.ceil(n * LEAST_GROWTH);
  return Math.min(most, Math.max(least, Math.min(needed, n * MOST_GROWTH)));
}

/**
 * Mt/D/∞: Poisson arrivals whose rate changes over time as a step function that repeats, each held for the same constant time D, and always a free thread, from an empty
 * start. At t those are held that arrived in (t − D, t], a Poisson number, so its variance is its mean.
 *
 * Source: S. G. Eick, W. A. Massey and W. Whitt, "The physics of the Mt/G/∞ queue", Operations Research 41 (1993) 731–742, theorem 1.
 */

import { requireNonNegative, requirePositive } from './ranges.ts';

/** The rate of arrivals over one period, which repeats. */
export interface RateProfile {
  readonly periodSeconds: number;
  /** The first begins at 0, and they rise in time; each holds until the next, the last one to the end of the period. */
  readonly steps: readonly { readonly atSeconds: number; readonly perSecond: number }[];
}

/**
 * The mean number of arrivals in [from, until), which is also its variance: ∫ λ(u) du.
 * @param fromSeconds at least 0. @param untilSeconds at least `fromSeconds`.
 * @throws RangeError when an argument is out of its range.
 */
export function arrivalsMeanOfProfile(profile: RateProfile, fromSeconds: number, untilSeconds: number): number {
  requirePositive('periodSeconds', profile.periodSeconds);
  requireNonNegative('fromSeconds', fromSeconds);
  requireNonNegative('untilSeconds − fromSeconds', untilSeconds - fromSeconds);
  const { periodSeconds, steps } = profile;
  let sum = 0;
  for (
    let start = Math.floor(fromSeconds / periodSeconds) * periodSeconds;
    start < untilSeconds;
    start += periodSeconds
  ) {
    steps.forEach(({ atSeconds, perSecond }, i) => {
      requireNonNegative('perSecond', perSecond);
      const begin = Math.max(fromSeconds, start + atSeconds);
      const end = Math.min(untilSeconds, start + (steps[i + 1]?.atSeconds ?? periodSeconds));
      if (end > begin) sum += perSecond * (end - begin);
    });
  }
  return sum;
}

/**
 * The mean number held at a time after an empty start, which is also its variance.
 * @param holdingSeconds D, at least 0. @param atSeconds t, at least 0.
 * @throws RangeError when an argument is out of its range.
 */
export function heldMeanOfProfile(profile: RateProfile, holdingSeconds: number, atSeconds: number): number {
  requireNonNegative('holdingSeconds', holdingSeconds);
  requireNonNegative('atSeconds', atSeconds);
  return arrivalsMeanOfProfile(profile, Math.max(0, atSeconds - holdingSeconds), atSeconds);
}

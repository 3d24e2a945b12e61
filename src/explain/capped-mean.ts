import { exp } from '../workload/arithmetic.ts';
import { type DurationDistribution, durationMeanUs, durationQuantileUs } from '../workload/distribution.ts';

/** How many evenly spaced quantiles stand for a distribution that has no closed form here; the error is about a part in 10⁴. */
const QUANTILES = 1_024;

/** The mean of `factor` times a duration, of which no more than `mostUs` counts. */
export function cappedMeanUs(duration: DurationDistribution, factor: number, mostUs: number): number {
  const meanUs = factor * durationMeanUs(duration);
  if (mostUs === Number.POSITIVE_INFINITY || meanUs === 0) return meanUs;
  const capUs = mostUs / factor;
  switch (duration.kind) {
    case 'constant':
      return Math.min(mostUs, meanUs);
    case 'exponential':
      return capUs === 0 ? mostUs : meanUs * (1 - exp(-capUs / duration.meanUs));
    default: {
      let sumUs = 0;
      for (let i = 0; i < QUANTILES; i += 1) {
        sumUs += Math.min(mostUs, factor * durationQuantileUs(duration, (i + 0.5) / QUANTILES));
      }
      return sumUs / QUANTILES;
    }
  }
}

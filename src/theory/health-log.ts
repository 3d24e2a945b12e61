/**
 * The censored health log: a pool prints a line only while its utilization is above a threshold, so the mean of its lines is the mean of a truncated distribution and
 * says little about the true mean. Here the occupancy is taken as Poisson (M/G/∞): valid while the pool hardly ever fills, and for tasks that hold one thread each. Tasks
 * in bursts or with a fan-out make it wider than Poisson, and the mean of the lines is then a little higher than it is here.
 *
 * Symbols: m the true mean occupancy, n the least occupancy that prints a line. E[N | N ≥ n] = m P(N ≥ n − 1) ÷ P(N ≥ n).
 * Source: the truncated Poisson distribution as in N. L. Johnson, A. W. Kemp and S. Kotz, "Univariate Discrete Distributions", 3rd ed., 2005, chapter 4.
 */

import { poissonAtLeast, upperSums } from './poisson.ts';
import { requireNonNegative, requirePositive, requireWhole } from './ranges.ts';

/**
 * The least number of active threads that prints a line: the pool rounds its utilization to 0.1 % and prints when that is above the threshold.
 * @param threads the pool's size, a whole number of at least 1.
 * @param thresholdPercent at least 0, such as 70.
 * @returns threads + 1, which never happens, when even a full pool prints nothing.
 * @throws RangeError when an argument is out of its range.
 */
export function leastPrintedActive(threads: number, thresholdPercent: number): number {
  requireWhole('threads', threads, 1);
  requireNonNegative('thresholdPercent', thresholdPercent);
  let active = Math.min(threads + 1, Math.max(0, Math.floor((thresholdPercent * threads) / 100) - 1));
  while (active <= threads && Math.round((1_000 * active) / threads) / 10 <= thresholdPercent) active += 1;
  return active;
}

/**
 * The mean occupancy of the lines that are printed.
 * @param occupancyMean m, above 0.
 * @param leastPrinted n, a whole number of at least 0.
 * @throws RangeError when an argument is out of its range.
 */
export function printedMean(occupancyMean: number, leastPrinted: number): number {
  requirePositive('occupancyMean', occupancyMean);
  requireWhole('leastPrinted', leastPrinted, 0);
  if (leastPrinted === 0) return occupancyMean;
  if (leastPrinted > occupancyMean) {
    // In units of the first probability, which would underflow far out in the tail.
    const { sum, weighted } = upperSums(leastPrinted, occupancyMean);
    return leastPrinted + weighted / sum;
  }
  return (
    (occupancyMean * poissonAtLeast(leastPrinted - 1, occupancyMean)) / poissonAtLeast(leastPrinted, occupancyMean)
  );
}

/**
 * The true mean occupancy behind a log: the m whose printed mean is the mean of the lines.
 * @param meanOfLines above `leastPrinted`. Averaging the lines themselves overstates m whenever some are not printed.
 * @param leastPrinted n, a whole number of at least 0.
 * @throws RangeError when an argument is out of its range.
 */
export function occupancyMeanBehindLog(meanOfLines: number, leastPrinted: number): number {
  requireWhole('leastPrinted', leastPrinted, 0);
  requirePositive('meanOfLines', meanOfLines);
  if (meanOfLines <= leastPrinted) {
    throw new RangeError(`meanOfLines must be above leastPrinted, ${leastPrinted}, not ${meanOfLines}`);
  }
  // The printed mean rises with m and is never under it, so that m lies between 0 and the mean of the lines.
  let low = 0;
  let high = meanOfLines;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (printedMean(middle, leastPrinted) < meanOfLines) low = middle;
    else high = middle;
  }
}

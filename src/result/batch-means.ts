import { estimate } from './statistics.ts';

/** Enough for Student's t, few enough that a batch is long beside what the level remembers. */
export const BATCHES = 10;
const LEAST_IN_BATCH = 2;
/** Bins, or samples, that an interval needs. */
export const LEAST_FOR_INTERVAL = BATCHES * LEAST_IN_BATCH;

/**
 * The half width of the 95 % interval of a level's mean within one run, by batch means: the measured time is cut into ten batches of bins, and their means are taken as
 * independent. Where the level remembers for longer than a batch lasts, it is too narrow for another seed; between runs of one seed, which have the same arrivals, it is wide.
 * @param binMeans of the whole run. @param firstBin the first of the measured time.
 * @returns null when there are fewer than two bins a batch.
 */
export function batchHalfWidth95(binMeans: Float64Array, firstBin: number): number | null {
  const size = Math.floor((binMeans.length - firstBin) / BATCHES);
  if (size < LEAST_IN_BATCH) return null;
  const means = Array.from({ length: BATCHES }, (_, batch) => {
    const bins = binMeans.subarray(firstBin + batch * size, firstBin + (batch + 1) * size);
    return bins.reduce((sum, mean) => sum + mean, 0) / size;
  });
  return estimate(means).halfWidth95;
}

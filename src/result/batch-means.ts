import { estimate } from './statistics.ts';

/** Enough for Student's t, few enough that a batch is long beside what the level remembers. */
const BATCHES = 10;

/**
 * The half width of the 95 % interval of a level's mean within one run, by batch means: the measured time is cut into ten batches of bins, and their means are taken as
 * independent. Where the level remembers for longer than a batch lasts, it is too narrow for another seed; between runs of one seed, which have the same arrivals, it is wide.
 * @param binMeans of the whole run. @param firstBin the first of the measured time.
 * @returns null when there are fewer than two bins a batch.
 */
export function batchHalfWidth95(binMeans: Float64Array, firstBin: number): number | null {
  const size = Math.floor((binMeans.length - firstBin) / BATCHES);
  if (size < 2) return null;
  const means = Array.from({ length: BATCHES }, (_, batch) => {
    const bins = binMeans.subarray(firstBin + batch * size, firstBin + (batch + 1) * size);
    return bins.reduce((sum, mean) => sum + mean, 0) / size;
  });
  return estimate(means).halfWidth95;
}

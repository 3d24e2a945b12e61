/**
 * M/G/∞: Poisson arrivals, any distribution of the holding time, and always a free thread. In the steady state the threads that are held are Poisson, with the offered
 * load as their mean and their variance; nothing but the mean holding time matters. It describes parked threads, as long as their pool never fills, and the pending
 * deletions of a janitor, which need no thread at all.
 *
 * Several tasks an arrival (a batch of B, all at once) widen the distribution; its mean and variance are given for constant holding times.
 *
 * Source: S. G. Eick, W. A. Massey and W. Whitt, "The physics of the Mt/G/∞ queue", Operations Research 41 (1993) 731–742; batches: J. F. Reynolds, "Some results for
 * the bulk-arrival infinite-server Poisson queue", Operations Research 16 (1968) 186–189.
 */

import { offeredErlangs } from './littles-law.ts';
import { poissonAtLeast, poissonQuantile } from './poisson.ts';
import { requireNonNegative, requireWhole } from './ranges.ts';

/** The threads that are held in the steady state. */
export interface HeldThreads {
  readonly mean: number;
  readonly variance: number;
  /** The standard deviation, √variance. */
  readonly sd: number;
}

/** The moments of the size of a batch. */
export interface BatchSize {
  /** E[B], at least 0. */
  readonly mean: number;
  /** E[B²], at least E[B]², and at least E[B] since a size is a whole number. */
  readonly meanSquare: number;
}

/**
 * Held threads when each arrival holds one: Poisson, mean and variance λ h.
 * @param arrivalsPerSecond λ, at least 0.
 * @param holdingSeconds h, the mean holding time, at least 0.
 * @throws RangeError when an argument is out of its range.
 */
export function heldThreads(arrivalsPerSecond: number, holdingSeconds: number): HeldThreads {
  const erlangs = offeredErlangs(arrivalsPerSecond, holdingSeconds);
  return { mean: erlangs, variance: erlangs, sd: Math.sqrt(erlangs) };
}

/**
 * The least number n of threads with P(held ≤ n) ≥ p.
 * @param erlangs a = λ h, at least 0.
 * @param p in 0 … 1, both excluded: 0.95 for the p95.
 * @throws RangeError when an argument is out of its range.
 */
export function heldThreadsQuantile(erlangs: number, p: number): number {
  return poissonQuantile(p, erlangs);
}

/**
 * P(held > threads): the share of the time in which more threads would be held than there are.
 * @param erlangs a = λ h, at least 0.
 * @param threads a whole number of at least 0.
 * @throws RangeError when an argument is out of its range.
 */
export function heldThreadsAbove(erlangs: number, threads: number): number {
  requireWhole('threads', threads, 0);
  return poissonAtLeast(threads + 1, erlangs);
}

/**
 * Held threads when tasks come in batches, each held for the same constant time D: mean λ E[B] D, variance λ E[B²] D.
 * @param batchesPerSecond λ, at least 0.
 * @param holdingSeconds D, at least 0. With independent holding times that vary the mean stands, and the variance is smaller.
 * @throws RangeError when an argument is out of its range.
 */
export function heldThreadsInBatches(batchesPerSecond: number, batch: BatchSize, holdingSeconds: number): HeldThreads {
  requireBatch(batch);
  const batches = offeredErlangs(batchesPerSecond, holdingSeconds);
  const variance = batches * batch.meanSquare;
  return { mean: batches * batch.mean, variance, sd: Math.sqrt(variance) };
}

/** A batch of a constant size. @throws RangeError unless the size is a whole number of at least 1. */
export function constantBatch(size: number): BatchSize {
  requireWhole('size', size, 1);
  return { mean: size, meanSquare: size * size };
}

/** A batch of a geometric size, 1, 2, 3 … with the given mean: E[B²] = E[B] (2 E[B] − 1). @throws RangeError when the mean is under 1. */
export function geometricBatch(mean: number): BatchSize {
  if (!(mean >= 1 && mean < Number.POSITIVE_INFINITY))
    throw new RangeError(`mean must be a finite number of at least 1, not ${mean}`);
  return { mean, meanSquare: mean * (2 * mean - 1) };
}

/** @throws RangeError when no distribution over whole numbers has these moments. */
function requireBatch(batch: BatchSize): void {
  requireNonNegative('batch.mean', batch.mean);
  requireNonNegative('batch.meanSquare', batch.meanSquare);
  const least = Math.max(batch.mean, batch.mean * batch.mean);
  if (batch.meanSquare < least) {
    throw new RangeError(
      `batch.meanSquare must be at least ${least} for a mean of ${batch.mean}, not ${batch.meanSquare}`,
    );
  }
}

/**
 * The janitor as a server: it runs its deletions one after another, so it is a queue with one thread whose tasks become due λ a second and take s each. Due times are
 * the arrivals shifted by the delay, so a Poisson stream stays one, and the lateness is the queue wait of M/G/1. Valid while λ s is under 1; beyond that the janitor
 * falls behind for good, by λ − 1 ÷ s deletions a second (`growthPerSecond` with one thread).
 */

import { mg1 } from './mg1.ts';
import { requireNonNegative, requirePositive, requireWhole } from './ranges.ts';

/**
 * The share of its time that the janitor spends deleting: λ s. It keeps up for ever only while this is under 1.
 * @param blobsPerSecond λ, at least 0.
 * @param secondsPerDeletion s, the mean time of a deletion, at least 0.
 * @throws RangeError when an argument is out of its range.
 */
export function janitorLoad(blobsPerSecond: number, secondsPerDeletion: number): number {
  requireNonNegative('blobsPerSecond', blobsPerSecond);
  requireNonNegative('secondsPerDeletion', secondsPerDeletion);
  return blobsPerSecond * secondsPerDeletion;
}

/**
 * The mean time of a deletion at which one janitor falls behind for good: 1 ÷ λ.
 * @param blobsPerSecond λ, above 0.
 * @throws RangeError when an argument is out of its range.
 */
export function janitorLimitSeconds(blobsPerSecond: number): number {
  requirePositive('blobsPerSecond', blobsPerSecond);
  return 1 / blobsPerSecond;
}

/**
 * The mean lateness of the deletions, for due times that are Poisson.
 * @param squaredVariation variance ÷ mean² of the time of a deletion: 0 constant, 1 exponential.
 * @returns seconds.
 * @throws RangeError when an argument is out of its range or the janitor does not keep up.
 */
export function janitorLatenessSecondsMean(
  blobsPerSecond: number,
  secondsPerDeletion: number,
  squaredVariation: number,
): number {
  return mg1(blobsPerSecond, secondsPerDeletion, squaredVariation).queueWaitSecondsMean;
}

/**
 * The mean time of a deletion at which a pool that sleeps before each deletion is full on average: (c − a₀) ÷ λ − D. The sleepers too have a limit, but far away.
 * @param threads c, a whole number of at least 1.
 * @param otherErlangs a₀, what everything else offers to the pool, in 0 … c.
 * @param blobsPerSecond λ, above 0.
 * @param delaySeconds D, how long a thread sleeps before its deletion, at least 0.
 * @returns seconds; negative when the sleep alone offers more than the threads there are.
 * @throws RangeError when an argument is out of its range.
 */
export function sleepersLimitSeconds(
  threads: number,
  otherErlangs: number,
  blobsPerSecond: number,
  delaySeconds: number,
): number {
  requireWhole('threads', threads, 1);
  requireNonNegative('otherErlangs', otherErlangs);
  requirePositive('blobsPerSecond', blobsPerSecond);
  requireNonNegative('delaySeconds', delaySeconds);
  if (otherErlangs > threads)
    throw new RangeError(`otherErlangs must be at most ${threads}, the threads, not ${otherErlangs}`);
  return (threads - otherErlangs) / blobsPerSecond - delaySeconds;
}

/** A time in which deletions are slow, and how fast they are before and after it. */
export interface Brownout {
  /** λ, above 0. */
  readonly blobsPerSecond: number;
  /** T, how long the store is slow, above 0. */
  readonly durationSeconds: number;
  /** s₁, the mean time of a deletion meanwhile, above 0. */
  readonly slowDeletionSeconds: number;
  /** s₀, the mean time of a deletion otherwise, above 0, with λ s₀ < 1. */
  readonly deletionSeconds: number;
}

/** What a brown-out does to a janitor. */
export interface BrownoutFigures {
  /** Deletions that are due and not yet started when the store is well again. */
  readonly backlogAtEnd: number;
  /** The lateness of the deletion that starts when the store is well again, the longest of all. */
  readonly latenessSecondsMax: number;
  /** From there until the backlog is gone. */
  readonly recoverySeconds: number;
}

/**
 * A brown-out as a flow: with μ₁ = 1 ÷ s₁ the backlog is (λ − μ₁) T, the longest lateness T (1 − μ₁ ÷ λ), the recovery the backlog ÷ (1 ÷ s₀ − λ).
 * It leaves out randomness, which matters where few deletions fall into T, and the deletion that is under way at either end. All are 0 when λ s₁ ≤ 1.
 * @throws RangeError when an argument is out of its range or the janitor does not keep up even without the brown-out.
 */
export function brownoutFigures(brownout: Brownout): BrownoutFigures {
  const { blobsPerSecond, durationSeconds, slowDeletionSeconds, deletionSeconds } = brownout;
  requirePositive('blobsPerSecond', blobsPerSecond);
  requirePositive('durationSeconds', durationSeconds);
  requirePositive('slowDeletionSeconds', slowDeletionSeconds);
  requirePositive('deletionSeconds', deletionSeconds);
  const surplus = 1 / deletionSeconds - blobsPerSecond;
  if (!(surplus > 0))
    throw new RangeError(`deletionSeconds must be under ${1 / blobsPerSecond}, not ${deletionSeconds}`);
  const backlogAtEnd = Math.max(0, blobsPerSecond - 1 / slowDeletionSeconds) * durationSeconds;
  return {
    backlogAtEnd,
    latenessSecondsMax: backlogAtEnd / blobsPerSecond,
    recoverySeconds: backlogAtEnd / surplus,
  };
}

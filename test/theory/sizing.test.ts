import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  erlangB,
  erlangC,
  heldThreadsAbove,
  mmc,
  threadsBySquareRoot,
  threadsForBlocking,
  threadsForMeanWait,
  threadsForOverflow,
  threadsForWaitProbability,
  threadsWithHeadroom,
} from '../../src/theory/index.ts';

const someErlangs = fc.double({ min: 0.01, max: 300, noNaN: true });
const someBound = fc.double({ min: 1e-9, max: 0.9, noNaN: true });

describe('threads by a rule of thumb', () => {
  it('add the headroom to Little’s law and round up', () => {
    expect(threadsWithHeadroom(92.2, 0.25)).toBe(116);
    expect(threadsWithHeadroom(92.2, 0.5)).toBe(139);
    expect(threadsWithHeadroom(160, 0)).toBe(160);
    expect(threadsWithHeadroom(0, 0.5)).toBe(1);
  });

  it('do not pay a thread for a rounding error', () => {
    // 160 × 1.1 is 176.00000000000003 in doubles.
    expect(threadsWithHeadroom(160, 0.1)).toBe(176);
    expect(threadsWithHeadroom(160.001, 0.1)).toBe(177);
  });

  it('add the square root of the load', () => {
    expect(threadsBySquareRoot(100, 1.5)).toBe(115);
    expect(threadsBySquareRoot(92.2, 2)).toBe(112);
    expect(threadsBySquareRoot(0, 2)).toBe(1);
  });

  it('keep the share that waits about the same from small pools to large ones, by the square root', () => {
    const shares = [25, 100, 400, 10_000].map((erlangs) => erlangC(threadsBySquareRoot(erlangs, 1), erlangs));
    expect(Math.max(...shares) - Math.min(...shares)).toBeLessThan(0.03);
  });
});

describe('threads for a promise', () => {
  it('reproduce counts that were found by trying every number', () => {
    expect(threadsForBlocking(100, 0.01)).toBe(117);
    expect(threadsForWaitProbability(100, 0.05)).toBe(119);
    expect(threadsForWaitProbability(8, 0.2)).toBe(12);
    expect(threadsForMeanWait(92.2, 480, 1)).toBe(111);
    expect(threadsForOverflow(92.2, 0.001)).toBe(123);
    expect(threadsForOverflow(92.2, 1e-30)).toBe(222);
  });

  it('are the least that keep it', () => {
    fc.assert(
      fc.property(someErlangs, someBound, (erlangs, bound) => {
        const forBlocking = threadsForBlocking(erlangs, bound);
        const forWait = threadsForWaitProbability(erlangs, bound);
        const forMean = threadsForMeanWait(erlangs, 480, 480 * bound);
        const forOverflow = threadsForOverflow(erlangs, bound);
        const meanWait = (threads: number) =>
          mmc({ threads, arrivalsPerSecond: erlangs / 480, holdingSeconds: 480 }).queueWaitSecondsMean;
        return (
          isLeast(forBlocking, (threads) => erlangB(threads, erlangs) <= bound) &&
          isLeast(forOverflow, (threads) => heldThreadsAbove(erlangs, threads) <= bound) &&
          isLeast(forWait, (threads) => threads > erlangs && erlangC(threads, erlangs) <= bound) &&
          isLeast(forMean, (threads) => threads > erlangs && meanWait(threads) <= 480 * bound * (1 + 1e-12))
        );
      }),
    );
  });

  it('never fall when the load rises or the promise gets stricter', () => {
    fc.assert(
      fc.property(someErlangs, someBound, (erlangs, bound) => {
        for (const rule of [threadsForBlocking, threadsForWaitProbability, threadsForOverflow]) {
          const threads = rule(erlangs, bound);
          if (rule(erlangs * 1.1, bound) < threads || rule(erlangs, bound / 2) < threads) return false;
        }
        return true;
      }),
    );
  });

  it('are found for ten thousand erlangs', () => {
    const threads = threadsForWaitProbability(10_000, 0.01);
    expect(threads).toBeGreaterThan(10_000);
    expect(threads).toBeLessThan(10_400);
  });

  it('refuse a promise that no number of threads keeps, or that every one does', () => {
    for (const bound of [0, 1, -1, Number.NaN]) {
      expect(() => threadsForBlocking(1, bound), `${bound}`).toThrow(RangeError);
      expect(() => threadsForWaitProbability(1, bound), `${bound}`).toThrow(RangeError);
      expect(() => threadsForOverflow(1, bound), `${bound}`).toThrow(RangeError);
    }
    expect(() => threadsForMeanWait(1, 1, 0)).toThrow(RangeError);
    expect(() => threadsForBlocking(Number.POSITIVE_INFINITY, 0.1)).toThrow(RangeError);
    expect(() => threadsWithHeadroom(1, -0.1)).toThrow(RangeError);
    expect(() => threadsBySquareRoot(1, Number.NaN)).toThrow(RangeError);
  });
});

function isLeast(threads: number, isEnough: (threads: number) => boolean): boolean {
  return isEnough(threads) && (threads === 1 || !isEnough(threads - 1));
}

import { describe, expect, it } from 'vitest';
import {
  constantBatch,
  geometricBatch,
  heldThreads,
  heldThreadsAbove,
  heldThreadsInBatches,
  heldThreadsQuantile,
} from '../../src/theory/index.ts';

describe('held threads when there is always a free one', () => {
  it('reproduce the known values of 20 deletions a minute that sleep 480 s', () => {
    const { mean, variance, sd } = heldThreads(20 / 60, 480);
    expect(mean).toBeCloseTo(160, 10);
    expect(variance).toBeCloseTo(160, 10);
    expect(sd).toBeCloseTo(12.649111, 6);
    expect([0.5, 0.9, 0.95, 0.99, 0.999].map((p) => heldThreadsQuantile(160, p))).toEqual([160, 176, 181, 190, 200]);
    expect(heldThreadsAbove(160, 128)).toBeCloseTo(0.994854, 6);
  });

  it('are the same for batches of one', () => {
    const single = heldThreads(0.17, 480);
    expect(heldThreadsInBatches(0.17, constantBatch(1), 480)).toEqual(single);
    expect(heldThreadsInBatches(0.17, geometricBatch(1), 480)).toEqual(single);
  });

  it('are widened by batches at the same mean, geometric ones the most', () => {
    const perSecond = 10.6 / 60;
    const single = heldThreads(perSecond, 480);
    const fives = heldThreadsInBatches(perSecond / 5, constantBatch(5), 480);
    const geometric = heldThreadsInBatches(perSecond / 5, geometricBatch(5), 480);
    expect(fives.mean).toBeCloseTo(single.mean, 10);
    expect(geometric.mean).toBeCloseTo(single.mean, 10);
    expect(fives.variance / single.variance).toBeCloseTo(5, 10);
    expect(geometric.variance / single.variance).toBeCloseTo(9, 10);
    expect(geometric.sd).toBeCloseTo(Math.sqrt(9 * single.variance), 10);
  });

  it('have batch moments that are the sums over the sizes', () => {
    const mean = 5.6;
    const stop = 1 / mean;
    let meanSquare = 0;
    for (let size = 1; size < 2_000; size += 1) meanSquare += size * size * stop * (1 - stop) ** (size - 1);
    expect(geometricBatch(mean).meanSquare).toBeCloseTo(meanSquare, 9);
    expect(constantBatch(6)).toEqual({ mean: 6, meanSquare: 36 });
  });

  it('refuse moments that no batch has', () => {
    expect(() => heldThreadsInBatches(1, { mean: 3, meanSquare: 8.9 }, 1)).toThrow(
      'batch.meanSquare must be at least 9 for a mean of 3, not 8.9',
    );
    expect(() => heldThreadsInBatches(1, { mean: 0.5, meanSquare: 0.3 }, 1)).toThrow(RangeError);
    expect(() => constantBatch(0)).toThrow(RangeError);
    expect(() => geometricBatch(0.9)).toThrow(RangeError);
    expect(() => heldThreads(-1, 1)).toThrow(RangeError);
    expect(() => heldThreadsAbove(160, 1.5)).toThrow('threads must be a whole number of at least 0, not 1.5');
  });
});

import { describe, expect, it } from 'vitest';
import { batchHalfWidth95 } from '../../src/result/batch-means.ts';

describe('the interval of a mean within one run', () => {
  it('is Student’s t over the means of ten batches of the measured time', () => {
    // The means of the batches are 0 … 9: their standard deviation is 3.02765, and t is 2.262157 with nine degrees of freedom.
    const bins = Float64Array.from({ length: 5 + 10 * 4 }, (_, i) => (i < 5 ? 1_000 : Math.floor((i - 5) / 4)));
    expect(batchHalfWidth95(bins, 5)).toBeCloseTo((2.262157 * 3.02765) / Math.sqrt(10), 4);
  });

  it('leaves out the bins that fill no batch, is 0 for a level that never changes, and null for too short a run', () => {
    const steady = new Float64Array(29).fill(7);
    expect(batchHalfWidth95(steady, 0)).toBe(0);
    steady[28] = 1e6;
    expect(batchHalfWidth95(steady, 0)).toBe(0);
    expect(batchHalfWidth95(new Float64Array(19), 0)).toBeNull();
  });
});

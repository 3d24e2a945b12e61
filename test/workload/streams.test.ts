import { describe, expect, it } from 'vitest';
import { Streams } from '../../src/workload/streams.ts';

describe('a stream', () => {
  it('gives a number by its address, whatever was drawn before', () => {
    const stream = new Streams(7, 0).of('sync/steps.0');
    const first = stream.uniform(12, 3);
    for (let i = 0; i < 100; i += 1) stream.uniform(i, i);
    expect(stream.uniform(12, 3)).toBe(first);
    expect(new Streams(7, 0).of('sync/steps.0').uniform(12, 3)).toBe(first);
  });

  it('differs from the stream of another seed, replication, label, job or item', () => {
    const base = new Streams(7, 0).of('a').uniform(1, 1);
    const others = [
      new Streams(8, 0).of('a').uniform(1, 1),
      new Streams(7, 1).of('a').uniform(1, 1),
      new Streams(7, 0).of('b').uniform(1, 1),
      new Streams(7, 0).of('a\u0000').uniform(1, 1),
      new Streams(7, 0).of('a').uniform(2, 1),
      new Streams(7, 0).of('a').uniform(1, 2),
    ];
    expect(new Set([base, ...others]).size).toBe(7);
  });

  it('is uniform: the chi-square over 100 cells of 100,000 numbers is what chance gives', () => {
    for (const label of ['sync/steps.0.task.steps.0', 'x']) {
      const stream = new Streams(1, 0).of(label);
      const cells = new Float64Array(100);
      const n = 100_000;
      for (let i = 0; i < n; i += 1) cells[Math.floor(stream.uniform(i, 0) * 100)]! += 1;
      const chiSquare = cells.reduce((sum, count) => sum + (count - n / 100) ** 2 / (n / 100), 0);
      // 99 degrees of freedom: mean 99, standard deviation 14.1.
      expect((chiSquare - 99) / Math.sqrt(198)).toBeGreaterThan(-3.5);
      expect((chiSquare - 99) / Math.sqrt(198)).toBeLessThan(3.5);
    }
  });

  it('never gives 0 or 1', () => {
    const stream = new Streams(3, 0).of('x');
    for (let i = 0; i < 10_000; i += 1) {
      const u = stream.uniform(i, 5);
      expect(u > 0 && u < 1).toBe(true);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { neededRange, neededReplications, nextLook } from '../../../src/run/until/stopping-rule.ts';
import { normalQuantile } from '../../../src/workload/normal.ts';
import { Streams } from '../../../src/workload/streams.ts';

describe('how many replications a precision needs', () => {
  it('is four times as many for half the width', () => {
    expect(neededReplications(20, 2)).toBe(80);
    expect(neededReplications(20, 1.1)).toBe(25);
  });

  it('is no more than there are where the interval is narrow enough, and not known where there is none', () => {
    expect(neededReplications(20, 1)).toBe(20);
    expect(neededReplications(20, 0)).toBe(20);
    expect(neededReplications(20, null)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('between which totals the needed one lies', () => {
  it('follows from how well a variance by so many replications is known', () => {
    // n − 1 over the quantiles of χ² with 19 and with 99 degrees of freedom: 32.85 and 8.907, 128.4 and 73.36.
    expect(neededRange(20, 1_000)).toEqual([expect.closeTo(578, -1), expect.closeTo(2_133, -2)]);
    expect(neededRange(100, 1_000)).toEqual([expect.closeTo(771, -1), expect.closeTo(1_350, -1)]);
  });

  it('has the truth in it 95 times of 100', () => {
    const random = new Streams(7, 0).of('forecast');
    const truth = 160;
    let inside = 0;
    for (let run = 0; run < 2_000; run += 1) {
      const values = Array.from({ length: 20 }, (_, item) => normalQuantile(random.uniform(run, item)));
      const mean = values.reduce((sum, value) => sum + value, 0) / 20;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 19;
      const [low, high] = neededRange(20, truth * variance);
      if (low <= truth && truth <= high) inside += 1;
    }
    expect(inside / 2_000).toBeGreaterThan(0.93);
    expect(inside / 2_000).toBeLessThan(0.97);
  });

  it('is what there is where that is enough, and not known where nothing is', () => {
    expect(neededRange(20, 20)).toEqual([20, 20]);
    expect(neededRange(20, 21)[0]).toBe(20);
    expect(neededRange(20, Number.POSITIVE_INFINITY)).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });
});

describe('when to look next', () => {
  it.each([
    // The total that is needed, between a quarter more and the double, up to the bound.
    [20, 30, 1_000, 30],
    [20, 21, 1_000, 25],
    [20, 500, 1_000, 40],
    [20, Number.POSITIVE_INFINITY, 1_000, 40],
    [900, 2_000, 1_000, 1_000],
  ])('after %i of %d, at most %i: at %i', (n, needed, most, next) => {
    expect(nextLook(n, needed, most)).toBe(next);
  });
});

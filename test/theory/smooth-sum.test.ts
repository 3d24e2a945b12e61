import { describe, expect, it } from 'vitest';
import { sumOfSmooth } from '../../src/theory/smooth-sum.ts';

describe('sumOfSmooth', () => {
  it('reproduces sums that are known in closed form', () => {
    expect(sumOfSmooth((x) => 1 / (x * x)) / (Math.PI ** 2 / 6)).toBeCloseTo(1, 13);
    // ζ(3/2).
    expect(sumOfSmooth((x) => 1 / (x * Math.sqrt(x))) / 2.612375348685488).toBeCloseTo(1, 13);
    expect(sumOfSmooth((x) => 1 / (x * (x + 1)))).toBeCloseTo(1, 13);
  });

  it('reproduces geometric sums, from those that end at once to those of millions of terms', () => {
    for (const rate of [50, 1, 0.1, 1e-2, 1e-4, 1e-6]) {
      const exact = 1 / Math.expm1(rate);
      expect(sumOfSmooth((x) => Math.exp(-rate * x)) / exact, `${rate}`).toBeCloseTo(1, 11);
      expect(sumOfSmooth((x) => Math.exp(-rate * x) / x) / -Math.log1p(-Math.exp(-rate)), `${rate}`).toBeCloseTo(1, 11);
    }
  });

  it('is 0 for terms that are all 0', () => {
    expect(sumOfSmooth(() => 0)).toBe(0);
  });
});

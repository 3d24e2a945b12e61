import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { poissonAtLeast, poissonAtMost, poissonProbability, poissonQuantile } from '../../src/theory/index.ts';

/** The probabilities of 0 … last, by the recursion from the mode outwards and divided by their sum. Independent of the code under test. */
function distribution(mean: number, last: number): number[] {
  const mode = Math.floor(mean);
  const weights = new Array<number>(last + 1).fill(0);
  weights[mode] = 1;
  for (let n = mode; n > 0; n -= 1) weights[n - 1] = (weights[n]! * n) / mean;
  for (let n = mode; n < last; n += 1) weights[n + 1] = (weights[n]! * mean) / (n + 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

const anyMean = fc.double({ min: 0.01, max: 400, noNaN: true });

describe('the Poisson distribution', () => {
  it('agrees with its recursion from the mode outwards', () => {
    fc.assert(
      fc.property(anyMean, fc.integer({ min: 0, max: 600 }), (mean, n) => {
        const expected = distribution(mean, 900)[n]!;
        fc.pre(expected > 1e-280);
        return Math.abs(poissonProbability(n, mean) / expected - 1) < 1e-12;
      }),
      { numRuns: 300 },
    );
  });

  it('has tails that are the sums of its probabilities', () => {
    fc.assert(
      fc.property(anyMean, fc.integer({ min: 0, max: 600 }), (mean, n) => {
        const probabilities = distribution(mean, 1_200);
        const below = probabilities.slice(0, n + 1).reduceRight((sum, p) => sum + p, 0);
        const above = probabilities.slice(n).reduceRight((sum, p) => sum + p, 0);
        // A tail is precise relative to itself; what is nearly 1, relative to 1.
        return (
          Math.abs(poissonAtMost(n, mean) - below) < 1e-11 * (n < mean ? below : 1) + 1e-300 &&
          Math.abs(poissonAtLeast(n, mean) - above) < 1e-11 * (n > mean ? above : 1) + 1e-300
        );
      }),
      { numRuns: 300 },
    );
  });

  it('stays exact for a mean of ten thousand', () => {
    // Computed with 50 digits from the incomplete gamma function.
    expect(poissonProbability(10_100, 10_000) / 0.002411674999290214).toBeCloseTo(1, 11);
    expect(poissonAtLeast(10_100, 10_000) / 0.1598630993641207).toBeCloseTo(1, 11);
    expect(poissonAtLeast(10_500, 10_000) / 3.599589794812039e-7).toBeCloseTo(1, 11);
    expect(poissonAtMost(9_500, 10_000) / 2.379377197999475e-7).toBeCloseTo(1, 11);
    expect(poissonAtLeast(40, 10) / 7.341636314560471e-13).toBeCloseTo(1, 12);
    expect(poissonAtLeast(300, 10)).toBeGreaterThan(1.5e-319);
  });

  it('has the quantile as the least number with at least p below or at it', () => {
    fc.assert(
      fc.property(anyMean, fc.double({ min: 1e-6, max: 0.999999, noNaN: true }), (mean, p) => {
        const n = poissonQuantile(p, mean);
        return poissonAtMost(n, mean) >= p && (n === 0 || poissonAtMost(n - 1, mean) < p);
      }),
      { numRuns: 300 },
    );
    expect(poissonQuantile(0.5, 10_000)).toBe(10_000);
    expect(poissonQuantile(0.3, 1e-9)).toBe(0);
  });

  it('is all at 0 for a mean of 0', () => {
    expect(poissonProbability(0, 0)).toBe(1);
    expect(poissonProbability(3, 0)).toBe(0);
    expect(poissonProbability(30, 0)).toBe(0);
    expect(poissonAtMost(0, 0)).toBe(1);
    expect(poissonAtLeast(1, 0)).toBe(0);
    expect(poissonQuantile(0.999, 0)).toBe(0);
  });

  it('refuses what is no count, no mean and no probability', () => {
    for (const n of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => poissonProbability(n, 1), `${n}`).toThrow(RangeError);
      expect(() => poissonAtMost(n, 1), `${n}`).toThrow(RangeError);
      expect(() => poissonAtLeast(n, 1), `${n}`).toThrow(RangeError);
    }
    for (const mean of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => poissonProbability(1, mean), `${mean}`).toThrow(RangeError);
      expect(() => poissonQuantile(0.5, mean), `${mean}`).toThrow(RangeError);
    }
    expect(() => poissonQuantile(1, 1)).toThrow('p must be between 0 and 1, both excluded, not 1');
  });
});

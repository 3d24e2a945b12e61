import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastPrintedActive, occupancyMeanBehindLog, poissonProbability, printedMean } from '../../src/theory/index.ts';

describe('leastPrintedActive', () => {
  it('is 90 of 128 at 70 %', () => {
    expect(leastPrintedActive(128, 70)).toBe(90);
  });

  it('follows the rounding of the log to a tenth of a percent', () => {
    // 701 of 1,001 is 70.03 %, printed as 70.0, which is not above 70.
    expect(leastPrintedActive(1_001, 70)).toBe(702);
    expect(leastPrintedActive(10, 70)).toBe(8);
    expect(leastPrintedActive(10, 0)).toBe(1);
  });

  it('is out of reach where even a full pool prints nothing', () => {
    expect(leastPrintedActive(16, 100)).toBe(17);
    expect(leastPrintedActive(16, 250)).toBe(17);
  });

  it('is the first that prints, for any pool and threshold', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3_000 }),
        fc.double({ min: 0, max: 99, noNaN: true }),
        (threads, percent) => {
          const isPrinted = (active: number) => Math.round((1_000 * active) / threads) / 10 > percent;
          const least = leastPrintedActive(threads, percent);
          return isPrinted(least) && (least === 0 || !isPrinted(least - 1));
        },
      ),
    );
  });
});

describe('the mean of the lines that a pool prints', () => {
  it('is the mean over the printed part of the distribution', () => {
    for (const [mean, least] of [
      [92, 90],
      [60, 90],
      [120, 90],
      [5, 0],
      [3.5, 12],
    ] as const) {
      let mass = 0;
      let weighted = 0;
      for (let n = 400; n >= least; n -= 1) {
        mass += poissonProbability(n, mean);
        weighted += n * poissonProbability(n, mean);
      }
      expect(printedMean(mean, least) / (weighted / mass), `${mean}, ${least}`).toBeCloseTo(1, 11);
    }
    // Computed with 50 digits from the incomplete gamma function.
    expect(printedMean(91.4, 90)).toBeCloseTo(97.93761825613323, 10);
    expect(printedMean(80, 90)).toBeCloseTo(94.35593557829087, 10);
  });

  it('is in 90 … 100 at a pool of 128 even when the true mean is far under it', () => {
    expect(printedMean(70, 90)).toBeGreaterThan(90);
    expect(printedMean(70, 90)).toBeLessThan(95);
    expect(printedMean(1e-6, 90)).toBeCloseTo(90, 6);
  });

  it('rises with the true mean and is never under it nor under the least that prints', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 500, noNaN: true }), fc.integer({ min: 0, max: 400 }), (mean, least) => {
        const lines = printedMean(mean, least);
        return lines >= mean * (1 - 1e-12) && lines >= least && printedMean(mean * 1.05, least) > lines;
      }),
    );
  });
});

describe('occupancyMeanBehindLog', () => {
  it('finds the mean that the lines came from', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 20, max: 300, noNaN: true }),
        fc.integer({ min: 0, max: 200 }),
        (mean, least) => Math.abs(occupancyMeanBehindLog(printedMean(mean, least), least) / mean - 1) < 1e-6,
      ),
      { numRuns: 50 },
    );
  });

  it('is under the average of the lines wherever the log is censored', () => {
    expect(occupancyMeanBehindLog(95, 90)).toBeLessThan(85);
    expect(occupancyMeanBehindLog(95, 0)).toBeCloseTo(95, 10);
  });

  it('refuses lines that the log would not have printed', () => {
    expect(() => occupancyMeanBehindLog(90, 90)).toThrow('meanOfLines must be above leastPrinted, 90, not 90');
    expect(() => occupancyMeanBehindLog(Number.NaN, 90)).toThrow(RangeError);
    expect(() => printedMean(0, 90)).toThrow(RangeError);
    expect(() => printedMean(90, -1)).toThrow(RangeError);
    expect(() => leastPrintedActive(0, 70)).toThrow(RangeError);
  });
});

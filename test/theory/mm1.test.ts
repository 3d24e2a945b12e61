import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mm1, mm1SojournSecondsQuantile } from '../../src/theory/index.ts';

describe('mm1', () => {
  it('reproduces the known values at a load of 0.9', () => {
    const figures = mm1(0.9, 1);
    expect(figures.sojournSecondsMean).toBeCloseTo(10, 12);
    expect(figures.queueWaitSecondsMean).toBeCloseTo(9, 12);
    expect(figures.queueDepthMean).toBeCloseTo(8.1, 12);
    expect(mm1SojournSecondsQuantile(0.9, 1, 0.95)).toBeCloseTo(29.957323, 6);
    expect(mm1SojournSecondsQuantile(0.9, 1, 0.99)).toBeCloseTo(46.051702, 6);
  });

  it('scales with the unit of time', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        (load, scale) => {
          const one = mm1(load, 1);
          const scaled = mm1(load / scale, scale);
          return (
            Math.abs(scaled.queueDepthMean / one.queueDepthMean - 1) < 1e-11 &&
            Math.abs(scaled.sojournSecondsMean / (scale * one.sojournSecondsMean) - 1) < 1e-11 &&
            Math.abs(
              mm1SojournSecondsQuantile(load / scale, scale, 0.9) / (scale * mm1SojournSecondsQuantile(load, 1, 0.9)) -
                1,
            ) < 1e-11
          );
        },
      ),
    );
  });

  it('refuses a load of 1 and more', () => {
    expect(() => mm1(1, 1)).toThrow(RangeError);
    expect(() => mm1SojournSecondsQuantile(2, 1, 0.5)).toThrow(RangeError);
    expect(() => mm1SojournSecondsQuantile(0.5, 1, 1)).toThrow(RangeError);
  });
});

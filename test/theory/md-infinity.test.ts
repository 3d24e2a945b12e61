import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  averageMeanFromEmpty,
  averageVariance,
  averageVarianceFromEmpty,
  heldMeanFromEmpty,
} from '../../src/theory/index.ts';

const PER_SECOND = 20 / 60;
const DAY = 86_400;

/** The mean over a grid of the square 0 … T of what two instants share: λ times the length of the overlap of the windows of arrivals that they see. */
function gridVariance(perSecond: number, holding: number, over: number, isFromEmpty: boolean): number {
  const steps = 400;
  let sum = 0;
  for (let i = 0; i < steps; i += 1) {
    for (let j = 0; j < steps; j += 1) {
      const earlier = ((Math.min(i, j) + 0.5) * over) / steps;
      const later = ((Math.max(i, j) + 0.5) * over) / steps;
      const windowStart = isFromEmpty ? Math.max(0, later - holding) : later - holding;
      sum += Math.max(0, earlier - windowStart);
    }
  }
  return (perSecond * sum) / (steps * steps);
}

describe('M/D/∞ from an empty start', () => {
  it('fills in a straight line and is stationary from exactly the holding time on', () => {
    expect(heldMeanFromEmpty(PER_SECOND, 480, 0)).toBe(0);
    expect(heldMeanFromEmpty(PER_SECOND, 480, 60)).toBeCloseTo(20, 12);
    expect(heldMeanFromEmpty(PER_SECOND, 480, 240)).toBeCloseTo(80, 12);
    expect(heldMeanFromEmpty(PER_SECOND, 480, 480)).toBeCloseTo(160, 12);
    expect(heldMeanFromEmpty(PER_SECOND, 480, DAY)).toBe(heldMeanFromEmpty(PER_SECOND, 480, 480));
  });

  it('reproduces the known variance of the time average of a day', () => {
    expect(averageVariance(PER_SECOND, 480, DAY)).toBeCloseTo(0.887, 3);
    expect(averageVarianceFromEmpty(PER_SECOND, 480, DAY)).toBeLessThan(averageVariance(PER_SECOND, 480, DAY));
  });

  it('has a time average whose mean is the average of the means', () => {
    for (const over of [100, 480, 1_000, DAY]) {
      const steps = 10_000;
      let sum = 0;
      for (let i = 0; i < steps; i += 1) sum += heldMeanFromEmpty(PER_SECOND, 480, ((i + 0.5) * over) / steps);
      expect(averageMeanFromEmpty(PER_SECOND, 480, over) / (sum / steps), `${over}`).toBeCloseTo(1, 5);
    }
  });

  it('has a time average whose variance is the integral of the covariance', () => {
    for (const over of [50, 300, 480, 700, 2_000]) {
      const stationary = averageVariance(PER_SECOND, 480, over) / gridVariance(PER_SECOND, 480, over, false);
      const fromEmpty = averageVarianceFromEmpty(PER_SECOND, 480, over) / gridVariance(PER_SECOND, 480, over, true);
      expect(stationary, `${over}`).toBeCloseTo(1, 3);
      expect(fromEmpty, `${over}`).toBeCloseTo(1, 2);
    }
  });

  it('averages ever more precisely over a longer window, and is the instant itself over a short one', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1_000, noNaN: true }),
        fc.double({ min: 1, max: 1e5, noNaN: true }),
        (holding, over) => averageVariance(1, holding, over * 1.01) < averageVariance(1, holding, over),
      ),
    );
    expect(averageVariance(PER_SECOND, 480, 1e-6)).toBeCloseTo(160, 5);
  });

  it('refuses times that are none', () => {
    expect(() => heldMeanFromEmpty(1, 1, -1)).toThrow(RangeError);
    expect(() => averageVariance(1, 1, 0)).toThrow('overSeconds must be a finite number above 0, not 0');
    expect(() => averageMeanFromEmpty(1, Number.NaN, 1)).toThrow(RangeError);
    expect(() => averageVarianceFromEmpty(Number.POSITIVE_INFINITY, 1, 1)).toThrow(RangeError);
  });
});

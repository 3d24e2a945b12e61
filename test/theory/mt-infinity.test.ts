import { describe, expect, it } from 'vitest';
import { arrivalsMeanOfProfile, heldMeanFromEmpty, heldMeanOfProfile } from '../../src/theory/index.ts';

const PROFILE = {
  periodSeconds: 100,
  steps: [
    { atSeconds: 0, perSecond: 2 },
    { atSeconds: 30, perSecond: 5 },
    { atSeconds: 80, perSecond: 0 },
  ],
};
const rateAt = (t: number) => {
  const inPeriod = t % 100;
  return inPeriod < 30 ? 2 : inPeriod < 80 ? 5 : 0;
};

describe('Mt/D/∞', () => {
  it.each([
    [0, 100],
    [10, 20],
    [25, 35],
    [70, 270],
    [195, 205],
    [42, 42],
  ])('integrates the rate from %i to %i s', (from, until) => {
    const steps = 100_000;
    const width = (until - from) / steps;
    let sum = 0;
    for (let i = 0; i < steps; i += 1) sum += rateAt(from + (i + 0.5) * width) * width;
    expect(Math.abs(arrivalsMeanOfProfile(PROFILE, from, until) - sum)).toBeLessThan(0.02);
  });

  it('holds what arrived within the holding time, and no more than since the start', () => {
    expect(heldMeanOfProfile(PROFILE, 20, 40)).toBe(10 * 2 + 10 * 5);
    expect(heldMeanOfProfile(PROFILE, 20, 10)).toBe(20);
    expect(heldMeanOfProfile(PROFILE, 200, 300)).toBe(2 * 310);
  });

  it('is M/D/∞ where the rate never changes', () => {
    const steady = { periodSeconds: 7, steps: [{ atSeconds: 0, perSecond: 3 }] };
    for (const at of [0, 5, 8, 61.5]) {
      expect(heldMeanOfProfile(steady, 8, at)).toBeCloseTo(heldMeanFromEmpty(3, 8, at), 12);
    }
  });

  it('refuses arguments out of range', () => {
    expect(() => arrivalsMeanOfProfile(PROFILE, -1, 2)).toThrow(RangeError);
    expect(() => arrivalsMeanOfProfile(PROFILE, 3, 2)).toThrow(RangeError);
    expect(() => heldMeanOfProfile({ ...PROFILE, periodSeconds: 0 }, 1, 1)).toThrow(RangeError);
  });
});

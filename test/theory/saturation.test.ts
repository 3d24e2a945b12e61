import { describe, expect, it } from 'vitest';
import { capacityPerSecond, growthPerSecond, saturatedWaitSecondsMean } from '../../src/theory/index.ts';

describe('saturation as a flow', () => {
  it('carries threads ÷ holding time', () => {
    expect(capacityPerSecond(128, 480)).toBeCloseTo(128 / 480, 15);
  });

  it('gives the growth of the line outside a full pool: about 0.2 jobs a second at 32 threads', () => {
    // A job at 16.8/min holds a thread for 30 s of decode, 0.3 s of upload, the sleep, and 0.1 s of delete. An independent model counted 4,762 after six hours.
    const growth = growthPerSecond(16.8 / 60, 32, 480 + 30 + 0.3 + 0.1);
    expect(Math.abs((growth * 6 * 3_600) / 4_762 - 1)).toBeLessThan(0.03);
  });

  it('does not grow under the capacity nor at it', () => {
    expect(growthPerSecond(0.5, 1, 1)).toBe(0);
    expect(growthPerSecond(1, 1, 1)).toBe(0);
    expect(growthPerSecond(1.5, 1, 1)).toBeCloseTo(0.5, 15);
  });

  it('refuses what is no pool', () => {
    expect(() => capacityPerSecond(0, 1)).toThrow(RangeError);
    expect(() => capacityPerSecond(1, 0)).toThrow(RangeError);
    expect(() => growthPerSecond(-1, 1, 1)).toThrow(RangeError);
  });

  it('makes each round of tasks wait longer by the same time: 60 s of sleep, of which the arrivals take 30', () => {
    expect(saturatedWaitSecondsMean(64 / 60, 32, 60, 0)).toBe(0);
    expect(saturatedWaitSecondsMean(64 / 60, 32, 60, 10)).toBeCloseTo(300, 10);
    // Evenly spaced arrivals by hand: 2 threads, 1/s, 6 s each. Task 4 arrives at 5 s, and thread 1 is free at 1 + 12 s.
    expect(saturatedWaitSecondsMean(1, 2, 6, 2)).toBe(13 - 5);
    expect(() => saturatedWaitSecondsMean(0.3, 2, 6, 1)).toThrow(/above 0.333/);
  });
});

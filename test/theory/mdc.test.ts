import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { md1, mdc, mmc } from '../../src/theory/index.ts';
import { constantHoldingDistribution, waitingOf } from './birth-death.ts';

function pool(threads: number, erlangs: number, holdingSeconds = 1) {
  return { threads, arrivalsPerSecond: erlangs / holdingSeconds, holdingSeconds };
}

describe('mdc', () => {
  it('reproduces the known values', () => {
    const few = mdc(pool(10, 8));
    expect(few.waitProbability).toBeCloseTo(0.384717393, 9);
    expect(few.queueDepthMean).toBeCloseTo(0.878622318, 9);
    const many = mdc(pool(128, 100));
    expect(many.waitProbability).toBeCloseTo(0.00402751937, 11);
    expect(many.queueDepthMean).toBeCloseTo(0.011762384, 9);
  });

  it('agrees with the chain of the number in the system, seen at every holding time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: 0.05, max: 0.8, noNaN: true }),
        (threads, utilization) => {
          const erlangs = utilization * threads;
          const { wait, queue } = waitingOf(constantHoldingDistribution(threads, erlangs, threads + 110), threads);
          const figures = mdc(pool(threads, erlangs));
          return (
            Math.abs(figures.waitProbability / wait - 1) < 1e-9 && Math.abs(figures.queueDepthMean / queue - 1) < 1e-9
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is M/D/1 for one thread, up to the greatest utilization it is computed for', () => {
    for (const load of [0.001, 0.3, 0.9, 0.99, 0.999, 0.9999]) {
      expect(mdc(pool(1, load)).waitProbability / load, `${load}`).toBeCloseTo(1, 11);
      expect(mdc(pool(1, load)).queueDepthMean / md1(load, 1).queueDepthMean, `${load}`).toBeCloseTo(1, 11);
    }
  });

  it('waits between half as long as M/M/c and as long', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0.3, max: 0.98, noNaN: true }),
        (threads, utilization) => {
          const constant = mdc(pool(threads, utilization * threads, 480)).queueWaitSecondsMean;
          const exponential = mmc(pool(threads, utilization * threads, 480)).queueWaitSecondsMean;
          fc.pre(exponential > 1e-250);
          return constant >= 0.5 * exponential * (1 - 1e-10) && constant <= exponential;
        },
      ),
      { numRuns: 50 },
    );
  });

  it('keeps its relative precision where hardly anything waits', () => {
    // The sums in 40-digit arithmetic; a difference of 1 and e^−x would keep six digits here.
    expect(mdc(pool(3, 0.001)).waitProbability / 1.66541716683281e-10).toBeCloseTo(1, 12);
  });

  it('is computed for ten thousand threads', () => {
    const constant = mdc(pool(10_000, 9_900));
    const exponential = mmc(pool(10_000, 9_900));
    expect(constant.waitProbability).toBeGreaterThan(0.8 * exponential.waitProbability);
    expect(constant.waitProbability).toBeLessThan(exponential.waitProbability);
    expect(mdc(pool(10_000, 5_000)).waitProbability).toBe(0);
  });

  it('has no wait without arrivals, and refuses saturation and what is next to it', () => {
    expect(mdc(pool(4, 0)).queueDepthMean).toBe(0);
    expect(() => mdc(pool(4, 4))).toThrow('no steady state');
    expect(() => mdc(pool(1, 0.99995))).toThrow('M/D/c is computed up to a utilization of 0.9999');
  });
});

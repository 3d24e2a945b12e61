import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangB, erlangC, mm1, mmc, mmcQueueWaitSecondsQuantile } from '../../src/theory/index.ts';
import { birthDeathDistribution, waitingOf } from './birth-death.ts';

function pool(threads: number, erlangs: number, holdingSeconds = 1) {
  return { threads, arrivalsPerSecond: erlangs / holdingSeconds, holdingSeconds };
}

describe('erlangC and mmc', () => {
  it('reproduce the known values', () => {
    const known: readonly (readonly [number, number, number, number])[] = [
      [10, 8, 0.409180151, 1.6367206],
      [128, 100, 0.00440822012, 0.0157436433],
      [128, 90, 9.94951378e-5, 2.35646379e-4],
    ];
    for (const [threads, erlangs, wait, queue] of known) {
      const figures = mmc(pool(threads, erlangs));
      expect(figures.waitProbability / wait, `${threads}, ${erlangs}`).toBeCloseTo(1, 8);
      expect(figures.queueDepthMean / queue, `${threads}, ${erlangs}`).toBeCloseTo(1, 8);
      expect(erlangC(threads, erlangs)).toBe(figures.waitProbability);
    }
  });

  it('stay exact for ten thousand threads', () => {
    expect(erlangC(10_000, 9_900) / 0.2227769288641482).toBeCloseTo(1, 12);
    expect(mmc(pool(10_000, 9_900)).queueDepthMean / 22.05491595755068).toBeCloseTo(1, 12);
    expect(erlangC(10_000, 9_000) / 2.09161979441929e-25).toBeCloseTo(1, 11);
  });

  it('agree with a birth–death chain solved numerically', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0.02, max: 0.8, noNaN: true }),
        (threads, utilization) => {
          const erlangs = utilization * threads;
          const { wait, queue } = waitingOf(birthDeathDistribution(threads, erlangs, threads + 150), threads);
          const figures = mmc(pool(threads, erlangs));
          return (
            Math.abs(figures.waitProbability / wait - 1) < 1e-9 && Math.abs(figures.queueDepthMean / queue - 1) < 1e-9
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are M/M/1 for one thread', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (load, holdingSeconds) => {
          const arrivalsPerSecond = load / holdingSeconds;
          fc.pre(arrivalsPerSecond === 0 || arrivalsPerSecond > 1e-100);
          const many = mmc({ threads: 1, arrivalsPerSecond, holdingSeconds });
          const one = mm1(arrivalsPerSecond, holdingSeconds);
          for (const key of Object.keys(one) as (keyof typeof one)[]) {
            if (Math.abs(many[key] - one[key]) > 1e-10 * one[key]) return false;
          }
          return true;
        },
      ),
    );
  });

  it('tie the counts to the times by Little’s law, and P(wait) is never under the blocking probability', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0.05, max: 0.99, noNaN: true }),
        fc.double({ min: 0.01, max: 1_000, noNaN: true }),
        (threads, utilization, holdingSeconds) => {
          const queue = pool(threads, utilization * threads, holdingSeconds);
          const figures = mmc(queue);
          const inSystem = queue.arrivalsPerSecond * figures.sojournSecondsMean;
          return (
            Math.abs(inSystem / figures.inSystemMean - 1) < 1e-12 &&
            figures.waitProbability >= erlangB(threads, figures.erlangs) &&
            figures.waitProbability <= 1
          );
        },
      ),
    );
  });

  it('have no wait without arrivals', () => {
    const figures = mmc({ threads: 3, arrivalsPerSecond: 0, holdingSeconds: 2 });
    expect(figures).toEqual({
      erlangs: 0,
      utilization: 0,
      waitProbability: 0,
      queueDepthMean: 0,
      queueWaitSecondsMean: 0,
      inSystemMean: 0,
      sojournSecondsMean: 2,
    });
  });

  it('refuse a load that has no steady state', () => {
    expect(() => erlangC(128, 160)).toThrow(RangeError);
    expect(() => mmc(pool(128, 128))).toThrow('128 erlangs offered to 128 threads have no steady state');
    expect(() => mmc({ threads: 0, arrivalsPerSecond: 1, holdingSeconds: 1 })).toThrow(RangeError);
    expect(() => mmc({ threads: 1, arrivalsPerSecond: 1, holdingSeconds: 0 })).toThrow(RangeError);
    expect(() => mmc({ threads: 1, arrivalsPerSecond: Number.NaN, holdingSeconds: 1 })).toThrow(RangeError);
  });
});

describe('mmcQueueWaitSecondsQuantile', () => {
  it('leaves a share of 1 − p that waits longer', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0.3, max: 0.99, noNaN: true }),
        fc.double({ min: 0.5, max: 0.9999, noNaN: true }),
        (threads, utilization, p) => {
          const queue = pool(threads, utilization * threads, 480);
          const { waitProbability, erlangs } = mmc(queue);
          const seconds = mmcQueueWaitSecondsQuantile(queue, p);
          if (seconds === 0) return waitProbability <= 1 - p;
          const longer = waitProbability * Math.exp((-(threads - erlangs) * seconds) / 480);
          return Math.abs(longer / (1 - p) - 1) < 1e-9;
        },
      ),
    );
  });

  it('has the mean wait as its integral over p', () => {
    const queue = pool(10, 8, 30);
    const steps = 20_000;
    let sum = 0;
    for (let i = 0; i < steps; i += 1) sum += mmcQueueWaitSecondsQuantile(queue, (i + 0.5) / steps);
    expect(sum / steps / mmc(queue).queueWaitSecondsMean).toBeCloseTo(1, 3);
  });

  it('refuses a p that is no quantile', () => {
    for (const p of [0, 1, -1, Number.NaN]) {
      expect(() => mmcQueueWaitSecondsQuantile(pool(2, 1), p), `${p}`).toThrow(RangeError);
    }
  });
});

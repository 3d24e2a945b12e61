import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { md1, mg1, mm1 } from '../../src/theory/index.ts';
import { constantHoldingDistribution, waitingOf } from './birth-death.ts';

describe('mg1 and md1', () => {
  it('reproduce the known values of M/D/1 at a load of 0.9', () => {
    const figures = md1(0.9, 1);
    expect(figures.queueWaitSecondsMean).toBeCloseTo(4.5, 12);
    expect(figures.sojournSecondsMean).toBeCloseTo(5.5, 12);
    expect(figures.queueDepthMean).toBeCloseTo(4.05, 12);
  });

  it('are M/M/1 for a squared variation of 1', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.double({ min: 0.01, max: 500, noNaN: true }),
        (load, holdingSeconds) => {
          const general = mg1(load / holdingSeconds, holdingSeconds, 1);
          const exponential = mm1(load / holdingSeconds, holdingSeconds);
          return Math.abs(general.queueWaitSecondsMean / exponential.queueWaitSecondsMean - 1) < 1e-12;
        },
      ),
    );
  });

  it('agree with the chain of the number in the system, seen at every holding time', () => {
    for (const load of [0.1, 0.4, 0.7]) {
      const { wait, queue } = waitingOf(constantHoldingDistribution(1, load, 120), 1);
      expect(md1(load, 1).waitProbability / wait, `${load}`).toBeCloseTo(1, 9);
      expect(md1(load, 1).queueDepthMean / queue, `${load}`).toBeCloseTo(1, 9);
    }
  });

  it('wait longer the more the holding times vary', () => {
    expect(mg1(0.5, 1, 0.25).queueWaitSecondsMean).toBeCloseTo(0.625, 12);
    expect(mg1(0.5, 1, 4).queueWaitSecondsMean).toBeCloseTo(2.5, 12);
  });

  it('refuse a negative variation and a load of 1', () => {
    expect(() => mg1(0.5, 1, -0.1)).toThrow('squaredVariation must be a finite number of at least 0, not -0.1');
    expect(() => md1(1, 1)).toThrow(RangeError);
  });
});

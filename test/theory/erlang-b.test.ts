import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangB } from '../../src/theory/index.ts';
import { birthDeathDistribution } from './birth-death.ts';

describe('erlangB', () => {
  it('reproduces the known values', () => {
    expect(erlangB(10, 8)).toBeCloseTo(0.121661064, 9);
    expect(erlangB(128, 100)).toBeCloseTo(9.67630596e-4, 12);
    expect(erlangB(128, 90)).toBeCloseTo(2.95396856e-5, 13);
    expect(erlangB(128, 160)).toBeCloseTo(0.220108816, 9);
  });

  it('stays exact for ten thousand threads', () => {
    // Computed with 50 digits from the incomplete gamma function.
    expect(erlangB(10_000, 10_000) / 0.00793656324880567).toBeCloseTo(1, 12);
    expect(erlangB(10_000, 9_900) / 0.002858126738856586).toBeCloseTo(1, 12);
    expect(erlangB(10_000, 9_000) / 2.09161979441929e-26).toBeCloseTo(1, 11);
    expect(erlangB(10_000, 12_000) / 0.1670808676259389).toBeCloseTo(1, 12);
  });

  it('is the full state of a chain that turns tasks away when it is full', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0.01, max: 80, noNaN: true }),
        (threads, erlangs) => {
          const full = birthDeathDistribution(threads, erlangs, threads + 1)[threads]!;
          return Math.abs(erlangB(threads, erlangs) / full - 1) < 1e-10;
        },
      ),
      { numRuns: 100 },
    );
  });

  it('keeps the identity 1/B(c) = 1 + c/a · 1/B(c−1)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0.5, max: 700, noNaN: true }),
        (threads, erlangs) => {
          const fewer = erlangB(threads - 1, erlangs);
          fc.pre(fewer > 1e-290);
          const inverse = 1 + threads / erlangs / fewer;
          return Math.abs(erlangB(threads, erlangs) * inverse - 1) < 1e-13;
        },
      ),
    );
  });

  it('falls with the threads and rises with the load', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 1, max: 300, noNaN: true }),
        (threads, erlangs) => {
          const blocked = erlangB(threads, erlangs);
          fc.pre(blocked > 1e-290);
          return erlangB(threads + 1, erlangs) < blocked && erlangB(threads, erlangs * 1.01) > blocked;
        },
      ),
    );
  });

  it('gives the limits: no load, no threads, a load without end', () => {
    expect(erlangB(4, 0)).toBe(0);
    expect(erlangB(0, 3)).toBe(1);
    expect(erlangB(10, 1e12)).toBeCloseTo(1, 10);
  });

  it('refuses what is no number of threads and no load', () => {
    for (const threads of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => erlangB(threads, 1), `${threads}`).toThrow(RangeError);
    }
    for (const erlangs of [-0.1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => erlangB(1, erlangs), `${erlangs}`).toThrow(RangeError);
    }
    expect(() => erlangB(1, -2)).toThrow('erlangs must be a finite number of at least 0, not -2');
  });
});

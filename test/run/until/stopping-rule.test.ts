import { describe, expect, it } from 'vitest';
import { neededReplications, nextLook } from '../../../src/run/until/stopping-rule.ts';

describe('how many replications a precision needs', () => {
  it('is four times as many for half the width', () => {
    expect(neededReplications(20, 2)).toBe(80);
    expect(neededReplications(20, 1.1)).toBe(25);
  });

  it('is no more than there are where the interval is narrow enough, and not known where there is none', () => {
    expect(neededReplications(20, 1)).toBe(20);
    expect(neededReplications(20, 0)).toBe(20);
    expect(neededReplications(20, null)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('when to look next', () => {
  it.each([
    // The total that is needed, between a quarter more and the double, up to the bound.
    [20, 30, 1_000, 30],
    [20, 21, 1_000, 25],
    [20, 500, 1_000, 40],
    [20, Number.POSITIVE_INFINITY, 1_000, 40],
    [900, 2_000, 1_000, 1_000],
  ])('after %i of %d, at most %i: at %i', (n, needed, most, next) => {
    expect(nextLook(n, needed, most)).toBe(next);
  });
});

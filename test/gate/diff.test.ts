import { describe, expect, it } from 'vitest';
import { diffResults } from '../../src/gate/diff.ts';
import { combineResults } from '../../src/report/diff/combine.ts';
import { type Result, resultSchema } from '../../src/result/schema.ts';
import { smallResult } from './gated-scenario.ts';

/** The small result, with this mean of the janitor's active threads ± its half width. */
function withActive(mean: number, halfWidth: number | null): Result {
  const copy = structuredClone(smallResult());
  Object.assign(copy.designs.janitor?.pools.storage?.active as object, { mean, meanHalfWidth95: halfWidth });
  return copy;
}

describe('the difference of two results', () => {
  it('is nothing between a result and itself', () => {
    expect(diffResults(smallResult(), smallResult())).toMatchObject({
      figures: [],
      settings: [],
      runs: [],
      onlyBefore: [],
      onlyAfter: [],
    });
  });

  it.each([
    [withActive(7, 0.3), withActive(7.4, 0.4), false],
    [withActive(7, 0.3), withActive(7.6, 0.4), true],
    [withActive(7, 0.3), withActive(7.6, null), null],
  ])('says of a mean whether it is more than its intervals: case %#', (before, after, isClear) => {
    const { figures } = diffResults(before, after);
    // The interval is told with its mean.
    expect(figures.map(({ name }) => name)).toEqual(['pools.storage.active.mean']);
    expect(figures[0]?.isClear).toBe(isClear);
  });

  it('names what the runs do not share, and the designs that only one of them has', () => {
    const after = structuredClone(smallResult());
    after.seed = 9;
    after.designs = {
      third: after.designs.legacy as Result['designs'][string],
      janitor: after.designs.janitor as Result['designs'][string],
    };
    expect(diffResults(smallResult(), after)).toMatchObject({
      runs: ['Seed: 1 before, 9 after.'],
      onlyBefore: ['legacy'],
      onlyAfter: ['third'],
    });
  });
});

describe('two results as one', () => {
  it('are a result, with each design before and after, one under the other', () => {
    const both = combineResults(smallResult(), withActive(9, 1));
    expect(resultSchema.safeParse(both).error).toBeUndefined();
    expect(Object.keys(both.designs)).toEqual(['before-legacy', 'after-legacy', 'before-janitor', 'after-janitor']);
    expect(both.designs['after-janitor']?.pools.storage?.active.mean).toBe(9);
  });
});

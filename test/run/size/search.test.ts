import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastSize, type Standing } from '../../../src/run/size/search.ts';

/** Sizes below `possible` miss the objective, from `size` on they meet it, and those between are within the interval. */
function scale(possible: number, size: number) {
  const judged: number[] = [];
  const judge = async (at: number): Promise<Standing> => {
    judged.push(at);
    return at >= size ? 'meets' : at >= possible ? 'close' : 'misses';
  };
  return { judge, judged };
}

const RANGE = { least: 1, most: 5_000, withLowest: true } as const;

describe('the search for the least size', () => {
  it('finds what a scan of all sizes finds, wherever it begins, and looks at each size once and at few of them', async () => {
    const cases = fc.record({
      possible: fc.integer({ min: 1, max: 5_000 }),
      unclear: fc.integer({ min: 0, max: 40 }),
      start: fc.integer({ min: -10, max: 6_000 }),
      step: fc.integer({ min: 1, max: 50 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ possible, unclear, start, step }) => {
        const size = Math.min(5_000, possible + unclear);
        const { judge, judged } = scale(possible, size);
        const found = await leastSize({ ...RANGE, start, step, judge, confirm: judge });
        expect(found).toEqual({ size, lowest: possible });
        // What is confirmed is looked at twice: everything else is remembered.
        expect(judged.length - new Set(judged).size).toBeLessThanOrEqual(1);
        expect(judged.length).toBeLessThan(50);
      }),
      { numRuns: 300 },
    );
  });

  it('looks at fewer sizes the nearer it begins', async () => {
    const count = async (start: number) => {
      const { judge, judged } = scale(1_000, 1_003);
      await leastSize({ ...RANGE, start, step: 2, judge, confirm: judge });
      return judged.length;
    };
    expect(await count(1_002)).toBeLessThan(await count(1_200));
    expect(await count(1_002)).toBeLessThanOrEqual(9);
  });

  it('goes on upwards where a size that was met at first is not met with everything that can be simulated', async () => {
    const { judge } = scale(90, 100);
    const confirm = async (at: number): Promise<Standing> => (at >= 103 ? 'meets' : 'close');
    expect(await leastSize({ ...RANGE, start: 80, step: 4, judge, confirm })).toMatchObject({ size: 103 });
  });

  it('with a gap says where the least lies among sizes that nobody looked at: above the largest that misses it', async () => {
    const gap = (size: number) => Math.max(1, Math.floor(size / 30));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4_000 }), fc.integer({ min: 1, max: 6_000 }), async (exact, start) => {
        const { judge, judged } = scale(exact, exact);
        const { size, lowest } = await leastSize({ ...RANGE, start, step: 5, gap, judge, confirm: judge });
        expect(lowest).toBeLessThanOrEqual(exact);
        expect(size).toBeGreaterThanOrEqual(exact);
        expect(lowest === 1 || judged.includes((lowest as number) - 1)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('finds none where none up to the most meets it, and with a gap one that is no further from the least than that', async () => {
    const none = scale(9_000, 9_000);
    expect(await leastSize({ ...RANGE, start: 7, step: 3, judge: none.judge, confirm: none.judge })).toEqual({
      size: null,
      lowest: null,
    });
    const { judge, judged } = scale(1_234, 1_234);
    const gap = (size: number) => Math.floor(size / 50);
    const { size } = await leastSize({
      ...RANGE,
      start: 1_000,
      step: 20,
      gap,
      judge,
      confirm: judge,
      withLowest: false,
    });
    expect(size).toBeGreaterThanOrEqual(1_234);
    expect(size).toBeLessThan(1_234 + 26);
    expect(judged.length).toBeLessThan(10);
  });
});

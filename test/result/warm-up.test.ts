import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/result/schema.ts';
import { mser5, unsteadyStarts } from '../../src/result/warm-up.ts';
import { run } from '../sim/run-scenario.ts';

/** Sleepers who make 160 threads steady after exactly 8 minutes. */
const sleepers = (more: Readonly<Record<string, unknown>>): Result =>
  run({
    seed: 3,
    duration: '4h',
    replications: 8,
    pools: { pool: 400 },
    store: { upload: '0s', delete: '0s' },
    deletion: { by: 'sleep-in-pool', pool: 'pool', delay: '480s' },
    jobs: { job: { arrivals: { poisson: '20/min' }, steps: ['upload', 'defer'] } },
    ...more,
  });

describe('MSER-5', () => {
  it('is what the definition gives, by hand: batches 10, 0, 1, 0, 1 …', () => {
    // With the cut 0 the sum of squares over 10² is 0.86; with 1 it is 2.22 ÷ 81; with 2 it is 2 ÷ 64, and from there on it rises.
    const batches = [10, 0, 1, 0, 1, 0, 1, 0, 1, 0];
    expect(mser5(batches.flatMap((mean) => [mean - 2, mean - 1, mean, mean + 1, mean + 2]))).toBe(5);
  });

  it('cuts nothing from what is the same all the time, and at most half of what only rises', () => {
    expect(mser5(new Array(100).fill(3))).toBe(0);
    expect(mser5(Array.from({ length: 100 }, (_, i) => i))).toBe(50);
  });

  it('says nothing of fewer than ten batches', () => {
    expect(mser5(new Array(49).fill(1))).toBeNull();
  });
});

describe('a start that is not yet steady', () => {
  it('is found where there is no warm-up, with the one it takes: the sleep of 8 minutes', () => {
    const [start, ...others] = unsteadyStarts(sleepers({}));
    expect(others).toEqual([]);
    expect(start).toMatchObject({ design: 'only', path: 'pools.pool.active.mean' });
    // From empty the mean of the first 8 of 240 minutes is half of the others': 1/60 less.
    expect(start?.bias).toBeLessThan(-0.012);
    expect(start?.bias).toBeGreaterThan(-0.022);
    expect(start?.neededSeconds).toBeGreaterThanOrEqual(480 - 60);
    expect(start?.neededSeconds).toBeLessThanOrEqual(480 + 300);
  });

  it('is found where the warm-up is too short, and not where it is long enough', () => {
    expect(unsteadyStarts(sleepers({ warmUp: '1m' }))).toHaveLength(1);
    expect(unsteadyStarts(sleepers({ warmUp: '10m' }))).toEqual([]);
  });

  it('has no warm-up to name where half of the run is not enough', () => {
    const [start] = unsteadyStarts(sleepers({ duration: '10m' }));
    expect(start).toMatchObject({ path: 'pools.pool.active.mean', neededSeconds: null });
  });

  it('is none where the load changes over time, in a result that was saved too', () => {
    const profile = {
      profile: [
        { at: '0s', rate: '1/min' },
        { at: '20m', rate: '20/min' },
      ],
    };
    const changing = sleepers({ jobs: { job: { arrivals: profile, steps: ['upload', 'defer'] } } });
    expect(unsteadyStarts(changing)).toEqual([]);
    // Saved results have null for what never ends, and their steady loads are steady.
    const saved = JSON.parse(JSON.stringify(sleepers({}))) as Result;
    expect(unsteadyStarts(saved)).toHaveLength(1);
  });

  it('is none where a queue grows for ever: no warm-up helps there', () => {
    const saturated = sleepers({ pools: { pool: 100 } });
    expect(saturated.designs.only?.stability.stable).toBe(false);
    expect(unsteadyStarts(saturated).filter(({ path }) => path.includes('queueDepth'))).toEqual([]);
  });

  it('is at most seldom seen where there is none: of 20 steady runs', () => {
    const found = Array.from({ length: 20 }, (_, seed) => sleepers({ seed, warmUp: '10m', replications: 3 }));
    expect(found.filter((result) => unsteadyStarts(result).length > 0).length).toBeLessThanOrEqual(1);
  });
});

import { describe, expect, it } from 'vitest';
import { varianceLeft } from '../../src/result/common-random-numbers.ts';
import { run } from '../sim/run-scenario.ts';

const design = (...values: (number | null)[]) => ({ perReplication: { 'a.mean': values } });

describe('what common random numbers leave of the variance', () => {
  it('is nothing where one design is the other and a constant', () => {
    expect(varianceLeft(design(1, 2, 3, 4, 5), design(11, 12, 13, 14, 15), 'a.mean')).toBe(0);
  });

  it('is by hand: variances 2.5 and 10, of the difference 2.5', () => {
    expect(varianceLeft(design(1, 2, 3, 4, 5), design(2, 4, 6, 8, 10), 'a.mean')).toBeCloseTo(2.5 / 12.5, 12);
  });

  it('is more than all where the designs go opposite ways', () => {
    expect(varianceLeft(design(1, 2, 3, 4, 5), design(5, 4, 3, 2, 1), 'a.mean')).toBeCloseTo(2, 12);
  });

  it('is not known of fewer than five pairs, nor where nothing varies', () => {
    expect(varianceLeft(design(1, 2, 3, 4, null), design(1, 2, 3, 4, 5), 'a.mean')).toBeNull();
    expect(varianceLeft(design(1, 1, 1, 1, 1), design(2, 2, 2, 2, 2), 'a.mean')).toBeNull();
  });

  it('is what two runs with independent streams show', () => {
    // The same system twice but for its work: designs share arrivals and work, seeds share nothing.
    const scenario = (seed: number, designs: object) =>
      run({
        seed,
        replications: 60,
        duration: '30m',
        pools: { pool: 4 },
        jobs: {
          job: {
            arrivals: { poisson: '2/s' },
            steps: [{ task: { name: 'task', steps: [{ work: { exponential: { mean: '1s' } } }] } }],
          },
        },
        designs,
      });
    const { before, after } = scenario(1, { before: {}, after: { pools: { pool: 5 } } }).designs;
    const other = scenario(2, { after: { pools: { pool: 5 } } }).designs.after;
    const path = 'jobs.job.time.mean';
    const common = varianceLeft(before!, after!, path) as number;
    const independent = varianceLeft(before!, other!, path) as number;
    expect(common).toBeLessThan(0.8);
    expect(Math.abs(independent - 1)).toBeLessThan(0.45);
  });
});

import { describe, expect, it } from 'vitest';
import { runOne } from '../sim/run-scenario.ts';

describe('deletions that are given up', () => {
  it('let blobs grow without end, whatever the load, under a profile of arrivals too', () => {
    const design = runOne({
      duration: '6h',
      warmUp: '30m',
      replications: 3,
      pools: { p: { threads: 20 } },
      store: { upload: '1s', delete: { latency: '100ms', fail: '10%' } },
      deletion: { by: 'janitor', delay: '10m' },
      jobs: {
        j: {
          arrivals: {
            profile: [
              { at: '0h', rate: '0.5/s' },
              { at: '30m', rate: '1/s' },
            ],
            every: '1h',
          },
          steps: [{ task: { name: 'up', pool: 'p', steps: ['upload'] } }, 'defer'],
        },
      },
    });
    expect(design.stability.stable).toBe(false);
    expect(design.stability.growing.map(({ line }) => line)).toEqual(['blobs.alive']);
    expect(design.blobs.alive.mean).toBeNull();
  });
});

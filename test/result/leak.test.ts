import { describe, expect, it } from 'vitest';
import { runOne } from '../sim/run-scenario.ts';

/** Jobs of a profile that a pool carries with ease, each with a blob; what is changed makes some of the blobs stay. */
function run(changed: Record<string, unknown>) {
  return runOne({
    duration: '6h',
    warmUp: '30m',
    replications: 3,
    pools: { p: { threads: 20 } },
    store: { upload: '1s', delete: '100ms' },
    deletion: { by: 'janitor', delay: '10m' },
    jobs: { j: { arrivals, steps: [upload, 'defer'] } },
    ...changed,
  });
}

const arrivals = {
  profile: [
    { at: '0h', rate: '0.5/s' },
    { at: '30m', rate: '1/s' },
  ],
  every: '1h',
};
const upload = { task: { name: 'up', pool: 'p', steps: ['upload'] } };

describe('blobs that nobody will delete', () => {
  it.each([
    ['their deletions are given up', { store: { upload: '1s', delete: { latency: '100ms', fail: '10%' } } }],
    [
      'their tries are used up',
      {
        store: { upload: '1s', delete: { latency: '100ms', retry: '30%' } },
        deletion: { by: 'janitor', delay: '10m', janitor: { retry: { attempts: 2 } } },
      },
    ],
    ['the janitor refuses them', { deletion: { by: 'janitor', delay: '10m', janitor: { maxPending: 500 } } }],
    [
      'the pool of the sleeping deletions refuses them',
      {
        pools: { p: { threads: 20 }, s: { threads: 500, queue: { bound: 0, whenFull: 'reject' } } },
        deletion: { by: 'sleep-in-pool', pool: 's', delay: '10m' },
      },
    ],
    ['their jobs fail before they ask for it', { jobs: { j: { arrivals, steps: [upload, { fail: '5%' }, 'defer'] } } }],
    ['their jobs never ask for it', { jobs: { j: { arrivals, steps: [upload] } } }],
  ])('grow without end, whatever the load, under a profile of arrivals too: %s', (_, changed) => {
    const design = run(changed);
    const { deletions, blobs, stability } = design;
    const left = deletions.failed + deletions.rejected + blobs.neverDeferred;
    expect(left).toBeGreaterThan(100);
    expect(stability.stable).toBe(false);
    expect(stability.growing.map(({ line }) => line)).toEqual(['blobs.alive']);
    expect(stability.growing[0]?.perHour).toBeCloseTo(left / 6, 6);
    expect(blobs.alive.mean).toBeNull();
  });

  it('are a number that stays where what left them is over', () => {
    const { stability, deletions } = run({
      faults: [{ at: '1h', for: '30m', fail: { delete: '50%' } }],
    });
    expect(deletions.failed).toBeGreaterThan(100);
    expect(stability.growing).toEqual([]);
  });

  it('are none where every deletion is done in the end', () => {
    const { stability, blobs } = run({
      store: { upload: '1s', delete: { latency: '100ms', retry: '30%' } },
      deletion: { by: 'janitor', delay: '10m', janitor: { retry: { attempts: 100, backoff: '1s', factor: 1 } } },
    });
    expect(stability.stable).toBe(true);
    expect(blobs.alive.mean).not.toBeNull();
  });
});

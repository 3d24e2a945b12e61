import { describe, expect, it } from 'vitest';
import { run, runOne } from './run-scenario.ts';

/** One blob at 0 s and two at 10 s, deleted after 60 s; a delete takes 2 s. */
const THREE_BLOBS = {
  duration: '200s',
  pools: { storage: 4 },
  store: { upload: '0s', delete: '2s' },
  deletion: { pool: 'storage', delay: '60s', urlValidity: '65s' },
  jobs: { sync: { arrivals: { times: ['0s', '10s', '10s'] }, steps: ['upload', 'defer'] } },
};

const by = (name: string, more: object = {}) => ({ ...THREE_BLOBS, ...more, designs: { only: { deletion: name } } });

describe('sleep-in-pool', () => {
  it('holds a thread of the pool through the sleep and the delete', () => {
    const { pools, deletions } = runOne(by('sleep-in-pool'));
    expect(pools.storage?.parked).toMatchObject({ mean: (3 * 60) / 200, max: 3 });
    expect(pools.storage?.working.mean).toBe((3 * 2) / 200);
    expect(deletions).toMatchObject({ scheduled: 3, deleted: 3, pendingMax: 3, lateness: { max: 0 }, violations: 0 });
  });

  it('begins the sleep when the task gets its thread, so a full pool makes deletions late and blobs outlive their URL', () => {
    const { pools, deletions } = runOne(by('sleep-in-pool', { pools: { storage: 1 } }));
    // The first holds the only thread until 62 s, the second until 124 s, the third until 186 s; they were due at 60, 70 and 70 s.
    expect(pools.storage?.queueWait).toMatchObject({ count: 3, max: 114 });
    expect(deletions.lateness).toMatchObject({ count: 3, max: 114 });
    expect(deletions).toMatchObject({ deleted: 3, aliveAfterUrl: 2, deletedBeforeDue: 0, violations: 2 });
  });
});

describe('thread-per-file', () => {
  it('starts a thread for each blob, beside the pool', () => {
    const { pools, threads, deletions } = runOne(by('thread-per-file'));
    expect(pools.storage?.active.max).toBe(0);
    expect(threads.max).toBe(4 + 3);
    expect(deletions).toMatchObject({ deleted: 3, lateness: { max: 0 } });
  });
});

describe('janitor', () => {
  it('holds no thread of the pool, and deletes one after another', () => {
    const { pools, threads, deletions, threadHours } = runOne(by('janitor'));
    expect(pools.storage?.active.max).toBe(0);
    expect(threads.max).toBe(5);
    expect(threadHours.parked).toBe(0);
    // Two are due at 70 s: the second waits for the first.
    expect(deletions).toMatchObject({ scheduled: 3, deleted: 3, lateness: { max: 2 }, driverStarts: 1, violations: 0 });
  });

  it('deletes at once what is due at once when several may be in flight', () => {
    const designs = { only: { deletion: { by: 'janitor', janitor: { concurrency: 2 } } } };
    expect(runOne({ ...THREE_BLOBS, designs }).deletions.lateness.max).toBe(0);
  });

  it('is replaced at the next schedule after its death, and what was due meanwhile is late', () => {
    const { deletions } = runOne(
      by('janitor', {
        faults: [{ at: '20s', kill: 'janitor' }],
        jobs: { sync: { arrivals: { times: ['0s', '10s', '100s'] }, steps: ['upload', 'defer'] } },
      }),
    );
    // Due at 60 and 70 s, and nobody looks until the schedule at 100 s: 40 s late, and 32 s after the first delete.
    expect(deletions).toMatchObject({ deleted: 3, driverStarts: 2, lateness: { count: 3, max: 40 } });
  });

  it('leaves pending for ever what nobody looks for again', () => {
    const { deletions } = runOne(by('janitor', { faults: [{ at: '20s', kill: 'janitor' }] }));
    expect(deletions).toMatchObject({ scheduled: 3, deleted: 0, pendingAtEnd: 3 });
  });

  it('refuses at its bound, and the refused blob is told of', () => {
    const designs = { only: { deletion: { by: 'janitor', janitor: { maxPending: 2 } } } };
    expect(runOne({ ...THREE_BLOBS, designs }).deletions).toMatchObject({ scheduled: 3, rejected: 1, deleted: 2 });
  });
});

describe('a faulty store', () => {
  it('makes deletions that start in a slow box of time take that long', () => {
    const slow = { faults: [{ at: '65s', for: '20s', slow: { delete: '30s' } }] };
    // Due at 60, 70 and 70 s: the second takes 30 s, so the third starts at 100 s.
    expect(runOne(by('janitor', slow)).deletions.lateness.max).toBe(30);
    expect(runOne(by('sleep-in-pool', slow)).pools.storage?.working.mean).toBe((2 + 30 + 30) / 200);
  });

  it('gives deletions up for good where it fails, and skips them', () => {
    const fail = { faults: [{ at: '65s', for: '20s', fail: { delete: '100%' } }] };
    for (const design of ['janitor', 'sleep-in-pool', 'thread-per-file']) {
      expect(runOne(by(design, fail)).deletions).toMatchObject({ scheduled: 3, deleted: 1, failed: 2 });
    }
  });

  it('is asked again when it throttles, as often as the janitor may', () => {
    const retry = { attempts: 5, backoff: '4s', factor: 1, maxBackoff: '4s' };
    const { deletions } = runOne({
      ...THREE_BLOBS,
      faults: [{ at: '65s', for: '10s', throttle: { delete: '100%' } }],
      designs: { only: { deletion: { by: 'janitor', janitor: { retry } } } },
    });
    expect(deletions).toMatchObject({ deleted: 3, failed: 0 });
    expect(deletions.retried).toBeGreaterThanOrEqual(2);
  });

  it('counts a blob that is not there any more as gone, which is a success', () => {
    const store = { upload: '0s', delete: { latency: '2s', gone: '100%' } };
    expect(runOne(by('janitor', { store })).deletions).toMatchObject({ gone: 3, failed: 0, deleted: 0 });
  });
});

describe('common random numbers', () => {
  it('give every design the same arrivals and the same latencies', () => {
    const { designs } = run({
      duration: '2h',
      pools: { storage: 500 },
      store: { upload: { exponential: { mean: '1s' } }, delete: { exponential: { mean: '1s' } } },
      deletion: { pool: 'storage', delay: '60s' },
      jobs: {
        sync: {
          arrivals: { poisson: '30/min' },
          steps: [{ task: { name: 'decode', steps: [{ work: { exponential: { mean: '5s' } } }, 'upload'] } }, 'defer'],
        },
      },
      designs: {
        legacy: { deletion: 'sleep-in-pool' },
        thread: { deletion: 'thread-per-file' },
        janitor: { deletion: 'janitor' },
      },
    });
    const times = Object.values(designs).map((design) => design.jobs.sync?.time);
    expect(times[1]).toEqual(times[0]);
    expect(times[2]).toEqual(times[0]);
    // No pool is ever full and no latency differs, so each sleep and each delete takes as long in a thread of its own.
    expect(designs.thread?.threadHours.parked).toBeCloseTo(designs.legacy?.threadHours.parked ?? 0, 9);
  });
});

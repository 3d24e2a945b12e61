import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateReplication } from '../../sim/replication.ts';
import { simulate } from '../../sim/simulate.ts';
import type { ReplicationRecord } from '../../src/record/replication-record.ts';
import { resultSchema } from '../../src/result/schema.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { replay } from '../contract/replay.ts';
import { runOne, scenarioOf } from './run-scenario.ts';

/** Random small scenarios: pools, semaphores, fan-outs, deletions and faults of every kind, often overloaded. */
const scenarios = fc
  .record({
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    threads: fc.integer({ min: 1, max: 6 }),
    bound: fc.constantFrom(undefined, 2, 10),
    slots: fc.integer({ min: 1, max: 3 }),
    admitted: fc.integer({ min: 1, max: 5 }),
    perMinute: fc.integer({ min: 1, max: 60 }),
    batch: fc.integer({ min: 1, max: 4 }),
    work: fc.integer({ min: 0, max: 20 }),
    chunks: fc.integer({ min: 1, max: 5 }),
    window: fc.integer({ min: 1, max: 3 }),
    permit: fc.boolean(),
    delay: fc.integer({ min: 0, max: 120 }),
    fails: fc.integer({ min: 0, max: 60 }),
    by: fc.constantFrom('sleep-in-pool', 'thread-per-file', 'janitor'),
    kill: fc.boolean(),
    warmUp: fc.constantFrom('0s', '3m'),
  })
  .map((random) => ({
    plain: {
      duration: '15m',
      warmUp: random.warmUp,
      seed: random.seed,
      pools: {
        storage: { threads: random.threads, ...(random.bound === undefined ? {} : { queue: { bound: random.bound } }) },
        other: 2,
      },
      semaphores: { slots: random.slots },
      concurrency: { pipelines: random.admitted },
      store: {
        upload: { latency: { exponential: { mean: '1s' } }, fail: `${random.fails / 2}%` },
        download: '1s',
        delete: {
          latency: { exponential: { mean: '2s' } },
          fail: `${random.fails}%`,
          retry: `${100 - random.fails - 10}%`,
        },
      },
      deletion: {
        by: random.by,
        pool: 'storage',
        delay: `${random.delay}s`,
        urlValidity: '90s',
        janitor: { maxPending: 30, retry: { attempts: 2, backoff: '1s', factor: 2, maxBackoff: '5s' } },
      },
      jobs: {
        sync: {
          arrivals: { poisson: `${random.perMinute}/min`, batch: random.batch },
          concurrency: 'pipelines',
          steps: [
            {
              task: { name: 'decode', pool: 'other', steps: [{ work: { exponential: { mean: `${random.work}s` } } }] },
            },
            {
              fanOut: {
                name: 'chunk',
                pool: 'storage',
                tasks: random.chunks,
                window: random.window,
                ...(random.permit ? { permit: 'slots' } : {}),
                steps: ['upload', 'download'],
              },
            },
            { acquire: 'slots' },
            { task: { name: 'last', pool: 'storage', steps: ['upload'] } },
            { release: 'slots' },
            'defer',
          ],
        },
      },
      ...(random.kill ? { faults: [{ at: '5m', kill: 'janitor' }] } : {}),
    },
  }));

type RandomScenario = typeof scenarios extends fc.Arbitrary<infer T extends { plain: unknown }> ? T['plain'] : never;

function simulated(plain: Record<string, unknown>): { scenario: Scenario; result: ReturnType<typeof runOne> } {
  const scenario = scenarioOf(plain);
  const result = simulate(scenario, 'test');
  expect(resultSchema.safeParse(result).error).toBeUndefined();
  return { scenario, result: Object.values(result.designs)[0] as ReturnType<typeof runOne> };
}

describe('in any scenario', () => {
  it('every job and every deletion is accounted for, and no limit is exceeded', () => {
    fc.assert(
      fc.property(scenarios, ({ plain }) => {
        const { result } = simulated(plain);
        const cold = plain.warmUp === '0s';
        const job = result.jobs.sync!;
        const limit = plain.concurrency.pipelines;
        expect(job.runningAtEnd).toBeLessThanOrEqual(limit);
        if (cold) expect(job.done + job.failed + job.runningAtEnd + job.waitingAtEnd).toBe(job.arrived);
        for (const [name, pool] of Object.entries(result.pools)) {
          const size = name === 'other' ? 2 : plain.pools.storage.threads;
          expect(pool.active.max).toBeLessThanOrEqual(size);
          expect(pool.working.mean! + pool.parked.mean! + pool.blocked.mean!).toBeCloseTo(pool.active.mean!, 9);
          expect(pool.distribution.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
        }
        expect(result.pools.storage?.queueDepth.max).toBeLessThanOrEqual(plain.pools.storage.queue?.bound ?? Infinity);
        expect(result.semaphores.slots?.inUse.max).toBeLessThanOrEqual(plain.semaphores.slots);
        expect(result.concurrency.pipelines?.admitted.max).toBeLessThanOrEqual(limit);
        const { deletions, blobs } = result;
        expect(deletions.deletedBeforeDue).toBe(0);
        if (cold) {
          const settled = deletions.deleted + deletions.gone + deletions.failed + deletions.rejected;
          expect(settled + deletions.pendingAtEnd + deletions.inFlightAtEnd).toBe(deletions.scheduled);
          expect(blobs.uploaded).toBeGreaterThanOrEqual(deletions.scheduled);
        }
        const { threadHours } = result;
        const held = threadHours.idle + threadHours.working + threadHours.parked + threadHours.blocked;
        expect(held).toBeCloseTo(result.threads.mean! * 0.25, 9);
      }),
      replay({ numRuns: 150 }),
    );
  });

  it('does Little’s law hold once all has ended: the time integral of a line is the sum of the waits', () => {
    let drained = 0;
    let drainedPendingOnce = 0;
    fc.assert(
      fc.property(scenarios, ({ plain }) => {
        const record = drainedRecord(plain);
        if (record === undefined) return;
        const { levels, durations, usage, counts } = record;
        const integral = (path: string) => levels[path]!.heldUs.reduce((sum, us, level) => sum + us * level, 0);
        drained += 1;
        for (const [line, ...waits] of [
          ['pools.storage.queueDepth', 'pools.storage.queueWait'],
          ['pools.other.queueDepth', 'pools.other.queueWait'],
          ['pools.storage.active', 'pools.storage.holding'],
          ['semaphores.slots.waiting', 'semaphores.slots.wait'],
          ['jobs.sync.running', 'jobs.sync.time', 'jobs.sync.failedTime'],
          ['jobs.sync.waiting', 'jobs.sync.admissionWait'],
        ] as const) {
          expect(integral(line), line).toBe(waits.reduce((sum, path) => sum + durations[path]!.sumUs, 0));
        }
        // The thread-time by kind of task and state, which has a recorder of its own, is the same once more.
        for (const { pool, threadUs } of usage.filter(({ pool: name }) => name in plain.pools)) {
          expect(threadUs.reduce((sum, us) => sum + us, 0)).toBe(durations[`pools.${pool}.holding`]!.sumUs);
        }
        // A deletion is pending for its delay and its lateness. One that was tried again or put back was pending more than once.
        const pendingOnce =
          counts['deletions.retried'] === 0 && !plain.faults && counts['deletions.pendingAtEnd'] === 0;
        if (pendingOnce) {
          drainedPendingOnce += 1;
          const lateness = durations['deletions.lateness']!;
          const delayUs = Number.parseInt(plain.deletion.delay, 10) * 1e6;
          expect(integral('deletions.pending')).toBe(lateness.sumUs + lateness.count * delayUs);
        }
      }),
      { numRuns: 60 },
    );
    expect(drained).toBeGreaterThan(20);
    expect(drainedPendingOnce).toBeGreaterThan(5);
  });

  it('every task and every blob is accounted for once all has ended', () => {
    let drained = 0;
    fc.assert(
      fc.property(scenarios, ({ plain }) => {
        const record = drainedRecord(plain);
        if (record === undefined) return;
        const { levels, durations, counts } = record;
        drained += 1;
        for (const pool of ['storage', 'other']) {
          const accepted = counts[`pools.${pool}.submitted`]! - counts[`pools.${pool}.rejected`]!;
          expect(durations[`pools.${pool}.queueWait`]!.count).toBe(accepted);
          expect(durations[`pools.${pool}.holding`]!.count).toBe(accepted);
          expect(levels[`pools.${pool}.active`]!.binMeans.at(-1)).toBe(0);
        }
        const handedOn = counts['deletions.scheduled']! + counts['blobs.neverDeferred']!;
        expect(counts['blobs.uploaded']).toBe(handedOn + counts['blobs.deletedAtOnce']!);
        // What nobody deletes any more stays in the store until the lifecycle rule takes it.
        const deleted = counts['deletions.deleted']! + counts['deletions.gone']!;
        const left = counts['blobs.uploaded']! - deleted - counts['blobs.deletedAtOnce']!;
        expect(levels['blobs.alive']!.binMeans.at(-1)).toBeCloseTo(left, 6);
      }),
      replay({ numRuns: 60 }),
    );
    expect(drained).toBeGreaterThan(20);
  });
});

/** A replication in which arrivals stop after a while and enough time is left for everything to end; undefined when a pool starved, for that never drains. */
function drainedRecord(plain: RandomScenario): ReplicationRecord | undefined {
  const jobs = { sync: { ...plain.jobs.sync, arrivals: { ...plain.jobs.sync.arrivals, until: '3m' } } };
  const scenario = scenarioOf({ ...plain, jobs, warmUp: '0s', duration: '20h' });
  const record = simulateReplication(scenario, scenario.designs[0]!, 0);
  return record.levels['jobs.sync.running']!.binMeans.at(-1) === 0 ? record : undefined;
}

describe('a pool that is starved by its own fan-out', () => {
  const merges = (threads: number, at: readonly string[]) => ({
    duration: '10m',
    pools: { storage: threads },
    store: { download: '1s' },
    jobs: {
      merge: {
        arrivals: { times: at },
        steps: [
          {
            task: {
              name: 'merge',
              steps: [{ work: '5s' }, { fanOut: { name: 'chunk', tasks: 3, steps: ['download'] } }],
            },
          },
        ],
      },
    },
  });

  it('is detected and reported, and the run goes on to its end', () => {
    const { starved, pools, jobs } = runOne(merges(2, ['0s', '0s']));
    expect(starved).toEqual([
      {
        pool: 'storage',
        atSeconds: 5,
        replications: 1,
        reason: expect.stringContaining('all 2 threads wait'),
        reaches: expect.arrayContaining(['pools.storage.queueWait', 'jobs.merge.time']),
      },
    ]);
    expect(pools.storage?.blocked.max).toBe(2);
    expect(jobs.merge).toMatchObject({ done: 0, runningAtEnd: 2 });
  });

  it('is not reported while one thread can still become free', () => {
    const { starved, jobs } = runOne(merges(3, ['0s', '0s']));
    expect(starved).toEqual([]);
    expect(jobs.merge?.done).toBe(2);
  });

  it('is not reported when merges only meet for a moment', () => {
    expect(runOne(merges(2, ['0s', '20s'])).starved).toEqual([]);
  });

  it('is not reported while its threads wait for tasks of another pool', () => {
    const chunks = { name: 'chunk', pool: 'other', tasks: 3, steps: [{ work: '1s' }] };
    const steps = [{ task: { name: 'merge', pool: 'storage', steps: [{ work: '5s' }, { fanOut: chunks }] } }];
    const { starved, jobs } = runOne({
      duration: '10m',
      pools: { storage: 1, other: 1 },
      jobs: { merge: { arrivals: { times: ['0s', '0s'] }, steps } },
    });
    expect(starved).toEqual([]);
    expect(jobs.merge?.done).toBe(2);
  });

  it('is reported when the last one that could have freed a thread is blocked, wherever that runs', () => {
    const holding = (first: string, work: string, second: string) => [
      { acquire: first },
      { work },
      { acquire: second },
      { release: second },
      { release: first },
    ];
    const job = (pool: string, at: string, steps: readonly unknown[]) => ({
      arrivals: { times: [at] },
      steps: [{ task: { pool, steps } }],
    });
    const { starved } = runOne({
      duration: '10m',
      pools: { storage: 1, other: 2 },
      semaphores: { left: 1, right: 1 },
      jobs: {
        one: job('storage', '0s', holding('left', '2s', 'right')),
        two: job('other', '0s', holding('right', '5s', 'left')),
        three: job('storage', '1s', [{ work: '1s' }]),
      },
    });
    expect(starved).toMatchObject([{ pool: 'storage', atSeconds: 5 }]);
  });
});

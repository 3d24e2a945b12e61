import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DesignResult } from '../../src/result/schema.ts';
import { run, runOne } from './run-scenario.ts';

/** A single job, after a second. */
const ONE = { constant: '1/s', from: '0s', until: '1.5s' };
const exp = (mean: string) => ({ exponential: { mean } });

describe('starvation', () => {
  it('is that of all replications, with the first that starved and how many did', () => {
    const { starved } = runOne({
      duration: '2h',
      seed: 2,
      replications: 20,
      pools: { storage: 3 },
      jobs: {
        sync: {
          arrivals: { poisson: '2/min' },
          steps: [
            {
              task: {
                name: 'outer',
                pool: 'storage',
                steps: [
                  { work: '1s' },
                  { fanOut: { name: 'inner', pool: 'storage', tasks: 3, steps: [{ work: exp('5s') }] } },
                ],
              },
            },
          ],
        },
      },
    });
    expect(starved).toHaveLength(1);
    expect(starved[0]!.replications).toBeGreaterThanOrEqual(10);
    expect(starved[0]!.replications).toBeLessThan(20);
    expect(starved[0]!.atSeconds).toBeGreaterThan(0);
  });
});

/** Small random systems in which several kinds of tasks share pools, and deletions sleep in several places at once. */
const systems = fc
  .record({
    seed: fc.nat(10_000),
    by: fc.array(fc.constantFrom('sleep-in-pool', 'thread-per-file', 'janitor'), { minLength: 3, maxLength: 3 }),
    pools: fc.array(fc.constantFrom('one', 'two'), { minLength: 3, maxLength: 3 }),
    threads: fc.integer({ min: 2, max: 12 }),
    tasks: fc.integer({ min: 1, max: 4 }),
    fail: fc.integer({ min: 0, max: 30 }),
    warmUp: fc.constantFrom('0s', '4m'),
  })
  .map(({ seed, by, pools, threads, tasks, fail, warmUp }) => ({
    seed,
    duration: '20m',
    warmUp,
    pools: { one: threads, two: 5 },
    semaphores: { b: 2, a: 1 },
    store: { upload: { latency: exp('1s'), fail: `${fail}%` }, delete: { latency: exp('2s'), fail: `${fail}%` } },
    jobs: Object.fromEntries(
      ['sync', 'chat', 'batch'].map((name, i) => [
        name,
        {
          arrivals: i === 2 ? { constant: '3/min' } : { poisson: `${2 + i}/min` },
          deletion: { by: by[i], pool: pools[i], delay: '90s', urlValidity: '2m' },
          steps: [
            {
              task: {
                name: 'prepare',
                pool: pools[i],
                steps: [{ work: exp('4s') }, { acquire: 'a' }, { park: '2s' }, { release: 'a' }],
              },
            },
            {
              fanOut: {
                name: 'part',
                pool: 'two',
                tasks,
                window: 2,
                permit: 'b',
                steps: [{ work: exp('3s') }, 'upload'],
              },
            },
            'defer',
          ],
        },
      ]),
    ),
  }));

describe('the figures of a pool', () => {
  it('are those of its kinds of tasks together, whatever sleeps in it', () => {
    fc.assert(
      fc.property(systems, (system) => {
        const { pools } = runOne(system);
        for (const pool of Object.values(pools)) {
          const kinds = Object.values(pool.tasks);
          const sum = (of: (kind: (typeof kinds)[number]) => number) =>
            kinds.reduce((total, kind) => total + of(kind), 0);
          const states = { working: pool.working, parked: pool.parked, blocked: pool.blocked };
          for (const [state, level] of Object.entries(states)) {
            if (level.mean !== null) expect(sum((kind) => kind[state as 'parked'])).toBeCloseTo(level.mean, 6);
          }
          expect(sum(({ queueWait }) => queueWait.count)).toBe(pool.queueWait.count);
          expect(sum(({ started }) => started)).toBe(pool.queueWait.count);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('do not depend on the order of names in the file', () => {
    const reversed = (map: object) => Object.fromEntries(Object.entries(map).reverse());
    const figures = (system: object): Record<string, DesignResult> => run(system as never).designs;
    fc.assert(
      fc.property(systems, (system) => {
        const other = {
          ...system,
          pools: reversed(system.pools),
          semaphores: reversed(system.semaphores),
          jobs: reversed(system.jobs),
        };
        expect(figures(other)).toEqual(figures(system));
      }),
      { numRuns: 25 },
    );
  });

  it('of one kind of job are the same when a design adds a task to another', () => {
    const kind = (steps: unknown[]) => ({
      arrivals: { poisson: '2/min' },
      steps: [{ task: { pool: 'storage', steps: [...steps, 'upload'] } }, 'defer'],
    });
    const { designs } = run({
      duration: '2h',
      seed: 5,
      pools: { storage: 400 },
      store: { upload: exp('1s'), delete: exp('2s') },
      deletion: { by: 'sleep-in-pool', delay: '60s' },
      jobs: { sync: kind([{ work: exp('9s') }]), zeta: kind([{ work: exp('4s') }]) },
      designs: {
        plain: {},
        more: {
          jobs: {
            sync: {
              steps: [
                { task: { name: 'extra', pool: 'storage', steps: [{ work: exp('2s') }] } },
                ...kind([{ work: exp('9s') }]).steps,
              ],
            },
          },
        },
      },
    });
    const deletions = (design: string) => designs[design]!.pools.storage!.tasks['zeta.deletion']!.holding;
    expect(deletions('more')).toEqual(deletions('plain'));
  });

  it('keep a kind of task that holds its threads since before the measured time', () => {
    const { pools } = runOne({
      duration: '10m',
      warmUp: '5m',
      pools: { storage: 4 },
      jobs: {
        watch: {
          arrivals: ONE,
          steps: [{ task: { name: 'sleep', pool: 'storage', steps: [{ park: '1h' }] } }],
        },
      },
    });
    expect(pools.storage!.tasks['watch.sleep']).toMatchObject({ started: 0, parked: 1 });
  });
});

describe('the tries of a deletion', () => {
  it('draw independent numbers: of 200 blobs that fail every second try, those that fail twice vary as coins do', () => {
    const failed: number[] = [];
    const { perReplication } = runOne({
      duration: '30m',
      seed: 11,
      replications: 400,
      pools: { storage: 500 },
      store: { upload: '1ms', delete: { latency: '1ms', retry: '50%' } },
      deletion: { by: 'janitor', delay: '1s', janitor: { concurrency: 500, retry: { attempts: 2, backoff: '1s' } } },
      jobs: {
        sync: {
          arrivals: ONE,
          steps: [{ fanOut: { name: 'part', pool: 'storage', tasks: 200, steps: ['upload'] } }, 'defer'],
        },
      },
    });
    for (const count of perReplication['deletions.failed'] ?? []) failed.push(count ?? 0);
    expect(failed).toHaveLength(400);
    const mean = failed.reduce((sum, count) => sum + count, 0) / 400;
    const variance = failed.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 399;
    // Binomial with 200 and 1/4: mean 50, variance 37.5. The standard error of a variance is about √(2/399) of it.
    expect(Math.abs(mean - 50) / Math.sqrt(37.5 / 400)).toBeLessThan(4);
    expect(Math.abs(variance - 37.5) / (37.5 * Math.sqrt(2 / 399))).toBeLessThan(4);
  });
});

describe('blobs that outlive their signed URL', () => {
  it('are counted when the URL ends, within the measured time at both ends', () => {
    const { deletions } = runOne({
      duration: '5m',
      warmUp: '30m',
      pools: { storage: 100 },
      store: { upload: '1ms', delete: { latency: '1ms', fail: '100%' } },
      deletion: { by: 'janitor', delay: '480s', urlValidity: '15m' },
      jobs: {
        sync: { arrivals: { constant: '10/min' }, steps: [{ task: { pool: 'storage', steps: ['upload'] } }, 'defer'] },
      },
    });
    expect(deletions.aliveAfterUrl).toBe(50);
  });
});

describe('a fan-out', () => {
  const fanOut = (limit: object, tasks: number, threads: number) =>
    runOne({
      duration: '1h',
      pools: { storage: { threads, queue: { bound: 0 } } },
      semaphores: { permits: 4 },
      jobs: {
        sync: {
          arrivals: ONE,
          steps: [{ fanOut: { name: 'part', pool: 'storage', tasks, ...limit, steps: [{ work: '1s' }] } }],
        },
      },
    });

  it('gives its thread back before its permit, so that the next task finds one', () => {
    for (const limit of [{ permit: 'permits' }, { window: 4 }]) {
      const { pools, jobs } = fanOut(limit, 40, 4);
      expect(pools.storage!.rejected).toBe(0);
      expect(jobs.sync!.done).toBe(1);
    }
  });

  it('of a hundred thousand tasks that are refused does not overflow the stack', () => {
    expect(fanOut({ permit: 'permits' }, 100_000, 2).pools.storage!.rejected).toBeGreaterThan(50_000);
  });
});

describe('the log of a pool', () => {
  it('compares what it prints: 70.0 is not above 70', () => {
    const { pools } = runOne({
      duration: '1h',
      pools: { storage: { threads: 3_000, healthLog: { every: '60s', above: '70%' } } },
      jobs: {
        sync: {
          arrivals: ONE,
          steps: [{ fanOut: { name: 'part', pool: 'storage', tasks: 2_101, steps: [{ park: '2h' }] } }],
        },
      },
    });
    expect(pools.storage!.health!.lines).toBe(0);
  });
});

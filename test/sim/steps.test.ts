import { describe, expect, it } from 'vitest';
import { run, runOne } from './run-scenario.ts';

// Figures worked out by hand: all times are constant, so nothing is left to chance.

/** Three jobs at once, each with one task of 10 s in a pool of two threads. */
const THREE_TASKS = {
  duration: '100s',
  pools: { storage: 2 },
  jobs: {
    sync: { arrivals: { times: ['0s', '0s', '0s'] }, steps: [{ task: { name: 'decode', steps: [{ work: '10s' }] } }] },
  },
};

describe('a thread pool', () => {
  it('lets the third task wait until the first of two threads is free', () => {
    const { pools, jobs } = runOne(THREE_TASKS);
    const storage = pools.storage!;
    expect(storage.active).toMatchObject({ mean: 0.3, max: 2 });
    expect(storage.working.mean).toBe(0.3);
    expect(storage.queueDepth).toMatchObject({ mean: 0.1, max: 1 });
    expect(storage.queueWait).toMatchObject({ count: 3, max: 10 });
    expect(storage.queueWait.mean).toBeCloseTo(10 / 3, 9);
    expect(storage.utilization.mean).toBe(0.15);
    expect(storage.fullFraction).toBe(0.1);
    expect(storage.queuedFraction).toBe(0.1);
    expect(storage.distribution).toEqual([0.8, 0.1, 0.1]);
    expect(jobs.sync?.time).toMatchObject({ count: 3, max: 20 });
  });

  it('serves its queue first in, first out, over all job kinds', () => {
    const steps = (work: string) => [{ task: { steps: [{ work }] } }];
    const { jobs } = runOne({
      ...THREE_TASKS,
      pools: { storage: 1 },
      jobs: {
        first: { arrivals: { times: ['0s'] }, steps: steps('10s') },
        second: { arrivals: { times: ['1s'] }, steps: steps('5s') },
        third: { arrivals: { times: ['2s'] }, steps: steps('1s') },
      },
    });
    expect([jobs.first, jobs.second, jobs.third].map((kind) => kind?.time.max)).toEqual([10, 14, 14]);
  });

  it('refuses a task at the bound of its queue, and the job that submitted it fails', () => {
    const { pools, jobs } = runOne({ ...THREE_TASKS, pools: { storage: { threads: 1, queue: { bound: 1 } } } });
    expect(pools.storage?.rejected).toBe(1);
    expect(jobs.sync).toMatchObject({ done: 2, failed: 1 });
  });

  it('shows a parked thread as active and not as working', () => {
    const storage = runOne({
      ...THREE_TASKS,
      jobs: { sync: { arrivals: { times: ['0s'] }, steps: [{ task: { steps: [{ work: '5s' }, { park: '20s' }] } }] } },
    }).pools.storage!;
    expect([storage.active.mean, storage.working.mean, storage.parked.mean]).toEqual([0.25, 0.05, 0.2]);
    expect(storage.usefulUtilization.mean).toBe(0.025);
  });
});

describe('a semaphore', () => {
  const steps = [{ task: { name: 'merge', steps: [{ acquire: 'slots' }, { work: '10s' }, { release: 'slots' }] } }];

  it('blocks the thread of a task that waits for a permit', () => {
    const { pools, semaphores } = runOne({
      duration: '100s',
      pools: { storage: 4 },
      semaphores: { slots: 1 },
      jobs: { merge: { arrivals: { times: ['0s', '0s'] }, steps } },
    });
    expect(pools.storage).toMatchObject({ working: { mean: 0.2, max: 1 }, blocked: { mean: 0.1, max: 1 } });
    expect(semaphores.slots).toMatchObject({ inUse: { mean: 0.2, max: 1 }, wait: { count: 2, max: 10 } });
  });

  it('holds no thread when the job takes the permit before it submits the task', () => {
    const { pools, semaphores } = runOne({
      duration: '100s',
      pools: { storage: 4 },
      semaphores: { slots: 1 },
      jobs: {
        merge: {
          arrivals: { times: ['0s', '0s'] },
          steps: [{ acquire: 'slots' }, { task: { steps: [{ work: '10s' }] } }, { release: 'slots' }],
        },
      },
    });
    expect(pools.storage).toMatchObject({ active: { mean: 0.2, max: 1 }, blocked: { mean: 0 } });
    expect(semaphores.slots?.wait.max).toBe(10);
  });

  it('serves the first of its line first, even where a later one asks for fewer permits', () => {
    const taking = (permits: number) => [
      { acquire: { semaphore: 'slots', permits } },
      { wait: '10s' },
      { release: { semaphore: 'slots', permits } },
    ];
    const { jobs } = runOne({
      duration: '100s',
      pools: { storage: 1 },
      semaphores: { slots: 2 },
      jobs: {
        one: { arrivals: { times: ['0s'] }, steps: taking(1) },
        two: { arrivals: { times: ['1s'] }, steps: taking(2) },
        three: { arrivals: { times: ['2s'] }, steps: taking(1) },
      },
    });
    expect([jobs.one, jobs.two, jobs.three].map((kind) => kind?.time.max)).toEqual([10, 19, 28]);
  });
});

describe('a fan-out', () => {
  const fanOut = (more: object) => ({
    duration: '100s',
    pools: { storage: 10 },
    semaphores: { slots: 2 },
    jobs: {
      merge: {
        arrivals: { times: ['0s'] },
        steps: [
          {
            task: { name: 'merge', steps: [{ fanOut: { name: 'chunk', tasks: 6, steps: [{ work: '5s' }], ...more } }] },
          },
        ],
      },
    },
  });

  it('runs no more tasks at once than its window, and blocks the thread that waits for them', () => {
    const { pools, jobs } = runOne(fanOut({ window: 3 }));
    expect(jobs.merge?.time.max).toBe(10);
    expect(pools.storage).toMatchObject({ working: { mean: 0.3, max: 3 }, blocked: { mean: 0.1, max: 1 } });
  });

  it('runs all at once without a window', () => {
    expect(runOne(fanOut({})).jobs.merge?.time.max).toBe(5);
  });

  it('lets a task wait for its permit before it asks for a thread', () => {
    const { pools, jobs, semaphores } = runOne(fanOut({ permit: 'slots' }));
    expect(jobs.merge?.time.max).toBe(15);
    expect(pools.storage).toMatchObject({ active: { max: 3 }, working: { mean: 0.3, max: 2 }, queueDepth: { max: 0 } });
    expect(semaphores.slots).toMatchObject({ inUse: { mean: 0.3, max: 2 }, wait: { max: 10 } });
  });

  it('fails its job when one of its tasks is refused, and gives the permit of that task back', () => {
    const bounded = { ...fanOut({ permit: 'slots' }), pools: { storage: { threads: 1, queue: { bound: 1 } } } };
    const { jobs, semaphores, starved } = runOne(bounded);
    expect(jobs.merge?.done).toBe(0);
    expect(starved).toHaveLength(1);
    expect(semaphores.slots?.inUse.max).toBeLessThanOrEqual(2);
  });
});

describe('a concurrency limit', () => {
  it('admits so many jobs, and the others wait outside in the order of their arrival', () => {
    const { jobs, concurrency } = runOne({
      duration: '100s',
      pools: { storage: 1 },
      concurrency: { pipelines: 2 },
      jobs: {
        sync: { arrivals: { times: ['0s', '0s', '0s', '0s'] }, concurrency: 'pipelines', steps: [{ wait: '10s' }] },
      },
    });
    expect(jobs.sync).toMatchObject({ done: 4, time: { max: 10 }, admissionWait: { max: 10 }, waitingAtEnd: 0 });
    expect(concurrency.pipelines).toMatchObject({ admitted: { mean: 0.4, max: 2 }, waiting: { mean: 0.2, max: 2 } });
  });
});

describe('the same scenario and seed', () => {
  it('give the same result, byte by byte', () => {
    const random = {
      ...THREE_TASKS,
      replications: 3,
      jobs: {
        sync: {
          arrivals: { poisson: '1/s' },
          steps: [{ task: { steps: [{ work: { exponential: { mean: '1s' } } }] } }],
        },
      },
    };
    expect(JSON.stringify(run(random))).toBe(JSON.stringify(run(random)));
    expect(JSON.stringify(run({ ...random, seed: 2 }))).not.toBe(JSON.stringify(run(random)));
  });
});

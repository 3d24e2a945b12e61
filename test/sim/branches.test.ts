import { describe, expect, it } from 'vitest';
import { simulate } from '../../sim/simulate.ts';
import type { DesignResult } from '../../src/result/schema.ts';
import { problemsThrownBy } from '../scenario/small-scenario.ts';
import { scenarioOf } from './run-scenario.ts';

/** Tasks of these steps at 10/s in a pool that is large enough, for an hour. */
function tasksOf(steps: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): DesignResult {
  const result = simulate(
    scenarioOf({
      duration: '1h',
      warmUp: '5m',
      replications: 2,
      pools: { storage: 400 },
      jobs: { sync: { arrivals: { poisson: '10/s' }, steps: [{ task: { name: 'step', steps } }] } },
      ...more,
    }),
    'test',
  );
  return Object.values(result.designs)[0] as DesignResult;
}
const storage = ({ pools }: DesignResult) => pools.storage as DesignResult['pools'][string];

describe('a choice', () => {
  it('goes each way as often as it says, and none with what is left', () => {
    const found = tasksOf([
      {
        choice: [
          { probability: '10%', steps: [{ park: '2s' }] },
          { probability: '30%', steps: [{ work: '1s' }] },
        ],
      },
    ]);
    // Little's law: 10/s × 10 % × 2 s, and 10/s × 30 % × 1 s.
    expect(storage(found).parked.mean).toBeCloseTo(2, 0);
    expect(storage(found).working.mean).toBeCloseTo(3, 0);
    expect(Math.abs((storage(found).parked.mean as number) - 2)).toBeLessThan(0.1);
    expect(Math.abs((storage(found).working.mean as number) - 3)).toBeLessThan(0.15);
  });

  it('gives the last branch without a probability the rest', () => {
    const found = tasksOf([{ choice: [{ probability: '25%', steps: [{ park: '1s' }] }, { steps: [{ work: '1s' }] }] }]);
    const both = (storage(found).parked.mean as number) + (storage(found).working.mean as number);
    expect(Math.abs(both - 10)).toBeLessThan(0.2);
    expect(Math.abs((storage(found).parked.mean as number) - 2.5)).toBeLessThan(0.15);
  });
});

describe('a retry', () => {
  const tried = (thread: string) => [
    { retry: { attempts: 3, backoff: '1s', factor: 2, thread, steps: [{ work: '500ms' }, { fail: '50%' }] } },
  ];

  it.each(['kept', 'returned'])('tries again as often as it says, with its thread %s', (thread) => {
    const found = tasksOf(tried(thread));
    // 1 + 1/2 + 1/4 tries of 0.5 s; a wait of 1 s after half of the first ones, of 2 s after a quarter.
    expect(Math.abs((storage(found).working.mean as number) - 10 * 1.75 * 0.5)).toBeLessThan(0.25);
    expect(found.jobs.sync?.failedFraction).toBeGreaterThan(0.12);
    expect(found.jobs.sync?.failedFraction).toBeLessThan(0.13);
    if (thread === 'kept') expect(Math.abs((storage(found).parked.mean as number) - 10)).toBeLessThan(0.4);
    else expect(storage(found).parked.max).toBe(0);
  });

  it('gives its thread to others meanwhile, and waits for one behind those in the queue', () => {
    const pool = { pools: { storage: 1 }, duration: '100s', warmUp: '0s', replications: 1 };
    const jobs = (thread: string) => ({
      ...pool,
      jobs: {
        a: {
          arrivals: { times: ['0s'] },
          steps: [
            {
              task: {
                name: 'a',
                steps: [{ retry: { attempts: 2, backoff: '10s', thread, steps: [{ work: '1s' }, { fail: '100%' }] } }],
              },
            },
          ],
        },
        b: { arrivals: { times: ['0s'] }, steps: [{ task: { name: 'b', steps: [{ work: '15s' }] } }] },
      },
    });
    const time = (thread: string, job: string) => {
      const { time: well, failedTime } = tasksOf([], jobs(thread)).jobs[job] as DesignResult['jobs'][string];
      return well.max ?? failedTime.max;
    };
    expect([time('kept', 'a'), time('kept', 'b')]).toEqual([12, 27]);
    // a works 0–1 and waits until 11, b has the thread 1–16, a works 16–17.
    expect([time('returned', 'a'), time('returned', 'b')]).toEqual([17, 16]);
  });

  it('gives back the permits of a try that has failed, and keeps those from before it', () => {
    const tried = [{ acquire: 'slots' }, { work: '1s' }, { fail: '100%' }, { release: 'slots' }];
    const steps = [{ acquire: 'outer' }, { retry: { attempts: 2, backoff: '1s', steps: tried } }, { release: 'outer' }];
    const { semaphores, jobs } = tasksOf([], {
      semaphores: { slots: 1, outer: 1 },
      duration: '10s',
      warmUp: '0s',
      replications: 1,
      jobs: { sync: { arrivals: { times: ['0s'] }, steps: [{ task: { name: 'step', steps } }] } },
    });
    expect(jobs.sync?.failed).toBe(1);
    // Held in both tries of 1 s and not in the wait between them; the other one all the time.
    expect(semaphores.slots?.inUse.mean).toBeCloseTo(0.2, 9);
    expect(semaphores.outer?.inUse.mean).toBeCloseTo(0.3, 9);
  });

  it('keeps the permit that its task was submitted with, through every try', () => {
    const retry = { retry: { attempts: 2, backoff: '3s', steps: [{ work: '1s' }, { fail: '100%' }] } };
    const { semaphores } = tasksOf([], {
      semaphores: { slots: 1 },
      duration: '10s',
      warmUp: '0s',
      replications: 1,
      jobs: {
        sync: {
          arrivals: { times: ['0s', '0s'] },
          steps: [{ fanOut: { name: 'step', tasks: 1, permit: 'slots', steps: [retry] } }],
        },
      },
    });
    // The second task waits for its permit until the first has ended: two tries of 1 s and the wait between them.
    expect(semaphores.slots?.inUse.mean).toBeCloseTo(1, 9);
    expect(semaphores.slots?.wait.max).toBe(5);
  });

  it('gives its thread back before its permits: who waits for one may need the other', () => {
    const tried = [{ acquire: 'slots' }, { work: '1s' }, { fail: '100%' }, { release: 'slots' }];
    const retry = { retry: { attempts: 2, backoff: '5s', thread: 'returned', steps: tried } };
    const { jobs } = tasksOf([], {
      pools: { storage: { threads: 1, queue: { bound: 0 } } },
      semaphores: { slots: 1 },
      duration: '20s',
      warmUp: '0s',
      replications: 1,
      jobs: {
        tries: { arrivals: { times: ['0s'] }, steps: [{ task: { name: 'try', steps: [retry] } }] },
        waits: {
          arrivals: { times: ['500ms'] },
          steps: [{ fanOut: { name: 'wait', tasks: 1, permit: 'slots', steps: [{ work: '1s' }] } }],
        },
      },
    });
    expect(jobs.waits).toMatchObject({ done: 1, failed: 0, time: { max: 1.5 } });
  });

  it('draws new numbers for each try, the same in every design', () => {
    const steps = [
      { retry: { attempts: 20, backoff: '1ms', steps: [{ work: { exponential: { mean: '1s' } } }, { fail: '90%' }] } },
    ];
    // With one number for all tries a task would fail in all of them or in none.
    const failed = tasksOf(steps).jobs.sync?.failedFraction as number;
    expect(Math.abs(failed - 0.9 ** 20)).toBeLessThan(0.01);
  });

  it('is a failure of its parent’s try when its own last try fails', () => {
    const inner = {
      task: { name: 'inner', steps: [{ retry: { attempts: 2, backoff: '1s', steps: [{ fail: '100%' }] } }] },
    };
    const { jobs } = tasksOf([], {
      duration: '60s',
      warmUp: '0s',
      replications: 1,
      jobs: {
        sync: { arrivals: { times: ['0s'] }, steps: [{ retry: { attempts: 3, backoff: '5s', steps: [inner] } }] },
      },
    });
    expect(jobs.sync).toMatchObject({ failed: 1, failedTime: { max: 3 * 1 + 2 * 5 } });
  });
});

describe('what cannot be', () => {
  const problems = (steps: readonly unknown[]) =>
    problemsThrownBy(() =>
      scenarioOf({
        pools: { storage: 4 },
        semaphores: { slots: 2 },
        jobs: { sync: { arrivals: { poisson: '1/s' }, steps: [{ task: { name: 'step', steps } }] } },
      }),
    ).map(({ message }) => message);

  it.each([
    [
      'probabilities over 100 %',
      [
        {
          choice: [
            { probability: '60%', steps: [] },
            { probability: '50%', steps: [] },
          ],
        },
      ],
      /add up to more than 100 %/,
    ],
    [
      'a rest that is not the last',
      [{ choice: [{ steps: [] }, { probability: '50%', steps: [] }] }],
      /only the last one may take the rest/,
    ],
    [
      'a branch that keeps a permit',
      [{ choice: [{ probability: '50%', steps: [{ acquire: 'slots' }] }] }, { release: 'slots' }],
      /branch ends with more permits/,
    ],
    [
      'a try that keeps a permit',
      [{ retry: { attempts: 2, backoff: '1s', steps: [{ acquire: 'slots' }] } }],
      /retry ends with more permits/,
    ],
    [
      'a retry in a retry',
      [
        {
          retry: {
            attempts: 2,
            backoff: '1s',
            steps: [{ retry: { attempts: 2, backoff: '1s', steps: ['download'] } }],
          },
        },
      ],
      /inside another/,
    ],
  ])('is refused when the scenario is loaded: %s', (_what, steps, message) => {
    expect(problems(steps).join('\n')).toMatch(message);
  });
});

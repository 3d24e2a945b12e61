import { describe, expect, it } from 'vitest';
import { runOne } from '../sim/run-scenario.ts';

type Plain = Readonly<Record<string, unknown>>;

/** Jobs whose rate rises within the run; each is a task of 12 s. */
function stabilityOf(arrivals: unknown, changed: Plain = {}, job: Plain = {}) {
  return runOne({
    duration: '6h',
    warmUp: '0s',
    replications: 5,
    pools: { w: 100 },
    jobs: { j: { arrivals, steps: [serve], ...job } },
    ...changed,
  }).stability;
}

const serve = { task: { name: 't', pool: 'w', steps: [{ work: { exponential: { mean: '12s' } } }] } };
const STABLE = { stable: true, growing: [], undecided: [] };
const rising = (from: string, at: string, to: string) => ({
  profile: [
    { at: '0h', rate: from },
    { at, rate: to },
  ],
  every: '6h',
});

describe('a level that rises because the rate rises is no instability', () => {
  it.each([
    ['a small load from the middle on', rising('1/min', '3h', '30/min'), {}, {}],
    ['twice the rate at the end', rising('10/min', '4h', '20/min'), {}, {}],
    ['a night without any', rising('0/min', '4h', '20/min'), {}, {}],
    ['queues that come with the peak, at a load of 0.8', rising('1/min', '3h', '20/min'), { pools: { w: 5 } }, {}],
    [
      'an admission queue at a load of 0.8',
      rising('1/min', '3h', '20/min'),
      { concurrency: { c: 5 } },
      { concurrency: 'c' },
    ],
    [
      'waits for permits at a load of 0.8',
      rising('1/min', '3h', '20/min'),
      { semaphores: { s: 5 } },
      { steps: [{ task: { ...serve.task, steps: [{ acquire: 's' }, ...serve.task.steps, { release: 's' }] } }] },
    ],
    [
      'blobs whose deletion is to come',
      rising('1/min', '3h', '20/min'),
      { store: { upload: '1s', delete: '1s' }, deletion: { by: 'janitor', delay: '10m' } },
      { steps: [{ task: { ...serve.task, steps: ['upload'] } }, 'defer'] },
    ],
  ])('%s', (_, arrivals, changed, job) => {
    expect(stabilityOf(arrivals, changed, job)).toEqual(STABLE);
  });

  it('nor is one that rises because tasks are long against the run', () => {
    const long = { task: { ...serve.task, steps: [{ park: { exponential: { mean: '2h' } } }] } };
    const changed = { duration: '1h', pools: { w: 1000 } };
    expect(stabilityOf({ poisson: '2/min' }, changed, { steps: [long] })).toEqual(STABLE);
  });
});

describe('what still is one, or may be', () => {
  it('a peak that is more than the threads take, and that the run does not see the end of', () => {
    const { stable, undecided } = stabilityOf(rising('1/min', '3h', '30/min'), { pools: { w: 5 } });
    expect(stable).toBeNull();
    expect(undecided[0]?.line).toBe('pools.w.queueDepth');
  });

  it('more than the threads take over the whole period', () => {
    const { stable, growing } = stabilityOf(rising('1/min', '3h', '30/min'), { pools: { w: 2 } });
    expect(stable).toBe(false);
    expect(growing[0]?.line).toBe('pools.w.queueDepth');
  });
});

describe('arrivals that are over', () => {
  const limited = { pools: { w: 2 }, concurrency: { c: 5 }, duration: '1h', replications: 2 };

  it('leave a line that only falls, however much came', () => {
    const arrivals = { times: ['0s'], batch: 10_000 };
    expect(stabilityOf(arrivals, limited, { concurrency: 'c' })).toEqual(STABLE);
  });

  it('are not over where they end with the run', () => {
    const arrivals = { constant: '1/s', until: '59m' };
    expect(stabilityOf(arrivals, limited, { concurrency: 'c' }).stable).toBe(false);
  });
});

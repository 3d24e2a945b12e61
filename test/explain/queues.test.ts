import { describe, expect, it } from 'vitest';
import { explainScenario } from '../../src/explain/explain.ts';
import { runOne, scenarioOf } from '../sim/run-scenario.ts';

type Value = Readonly<Record<string, unknown>>;

const service = (pool: Value, rate: string, steps: readonly unknown[], more: Value = {}) => ({
  duration: '4h',
  warmUp: '10m',
  replications: 4,
  pools: { pool },
  store: { upload: '1s', delete: '100ms' },
  jobs: { job: { arrivals: { poisson: rate }, steps } },
  ...more,
});
const task = (...steps: readonly unknown[]) => ({ task: { name: 'task', steps } });
const explain = (value: Value) => {
  const { pools, limits, findings } = explainScenario(scenarioOf(value)).designs[0] as ReturnType<
    typeof explainScenario
  >['designs'][number];
  return { pool: pools[0]!, limit: limits[0], texts: findings.map(({ kind, text }) => `${kind} ${text}`) };
};
const simulate = (value: Value) => {
  const pool = runOne(value).pools.pool!;
  return { pool, refused: pool.rejected! / (pool.rejected! + pool.queueWait.count) };
};

describe('a bounded queue', () => {
  it('of none: Erlang B says what is refused, whatever the holding times', () => {
    const value = service({ threads: 8, queue: { bound: 0 } }, '1/s', [task({ work: '8s' })]);
    const { pool, texts } = explain(value);
    const { refused, pool: simulated } = simulate(value);
    expect(pool.refused?.most).toBeCloseTo(0.2356, 4);
    expect(Math.abs(pool.refused!.most - refused)).toBeLessThan(0.01);
    expect(Math.abs(8 * (1 - pool.refused!.most) - (simulated.active.mean as number))).toBeLessThan(0.1);
    expect(texts).toEqual([
      'overload The pool pool is offered 8 erlangs, and has 8 threads and no queue: it refuses 23.6 % of its tasks and carries 6.12 erlangs (Erlang B). With 15 threads it would refuse 0.91 %.',
    ]);
    // Nothing waits, so Erlang C has nothing to say.
    expect(pool.threadsForWait).toBeNull();
  });

  it.each([
    ['less than there are threads', '0.9/s'],
    ['more than there are threads', '1.5/s'],
  ])('of some, when offered %s: what is refused lies between two bounds', (_what, rate) => {
    for (const work of ['8s', { exponential: { mean: '8s' } }]) {
      const value = service({ threads: 8, queue: { bound: 3 } }, rate, [task({ work })]);
      const { least, most } = explain(value).pool.refused!;
      const { refused } = simulate(value);
      expect(refused).toBeGreaterThan(least - 0.005);
      expect(refused).toBeLessThan(most);
    }
  });

  it('counts the deletions that sleep in the pool', () => {
    const value = service({ threads: 30, queue: { bound: 0 } }, '1/s', ['upload', 'defer'], {
      deletion: { by: 'sleep-in-pool', delay: '30s' },
    });
    expect(Math.abs(explain(value).pool.refused!.most - simulate(value).refused)).toBeLessThan(0.01);
  });

  it.each([
    ['jobs bring several tasks', [task({ work: '4s' }), { task: { name: 'other', steps: [{ work: '4s' }] } }]],
    ['a refused task is tried again', [{ retry: { attempts: 3, backoff: '1s', steps: [task({ work: '9s' })] } }]],
    ['a task waits inside', [task({ acquire: 'slots' }, { work: '9s' }, { release: 'slots' })]],
  ])('is left to the simulation where %s', (_what, steps) => {
    const { pool, texts } = explain(
      service({ threads: 8, queue: { bound: 5 } }, '1/s', steps, { semaphores: { slots: 9 } }),
    );
    expect(pool.refused).toBeNull();
    expect(texts.join()).not.toContain('grows');
    if (pool.offered >= 8) expect(texts.join()).toContain('a queue of at most 5');
  });

  it.each([
    [{ bound: 5 }, true],
    [undefined, false],
  ])('has no upper end where refused tasks are tried again: a queue of %o', (queue, again) => {
    const steps = [{ retry: { attempts: 3, backoff: '1s', steps: [task({ work: '9s' })] } }];
    const { pool, texts } = explain(service({ threads: 8, ...(queue && { queue }) }, '1/s', steps));
    expect(pool.tasks.map(({ comesAtLeast }) => comesAtLeast)).toEqual([again]);
    expect(texts.join().includes('offered at least 9 erlangs')).toBe(again);
  });
});

describe('refusals that no formula speaks of', () => {
  const lost = { threads: 4, queue: { bound: 0 } };
  const work = task({ work: { exponential: { mean: '3.3s' } } });
  const half = task({ work: { exponential: { mean: '1.65s' } } });
  const other = { task: { name: 'other', steps: [{ work: { exponential: { mean: '1.65s' } } }] } };
  it.each([
    ['constant arrivals', { constant: '1/s' }, [work]],
    ['batches', { poisson: '0.1/s', batch: 10 }, [work]],
    ['two kinds of tasks', { poisson: '1/s' }, [half, other]],
    ['another try', { poisson: '1/s' }, [{ retry: { attempts: 5, backoff: '20s', steps: [work] } }]],
  ])('are told as possible: %s', (_what, arrivals, steps) => {
    const value = service(lost, '1/s', steps, { jobs: { job: { arrivals, steps } } });
    expect(explain(value).texts).toContain('note The queue of the pool pool is bounded: tasks may be refused.');
    expect(simulate(value).refused).toBeGreaterThan(0);
  });
});

describe('a load of exactly what there is', () => {
  it('fits where nothing is left to chance', () => {
    const value = service({ threads: 1 }, '1/s', [task({ work: '1s' })], {
      jobs: { job: { arrivals: { constant: '1/s' }, steps: [task({ work: '1s' })] } },
    });
    expect(explain(value).pool.load).toBeCloseTo(1, 12);
    expect(explain(value).texts).toEqual([]);
    expect(simulate(value).pool.queueDepth.max).toBe(0);
  });

  it('is said to have no end, and not to grow by 0 %', () => {
    const { texts } = explain(service({ threads: 8 }, '1/s', [task({ work: '8s' })]));
    expect(texts.join()).toContain('just as many, so that its queue comes to no end');
    expect(texts.join()).not.toContain('0 %');
  });
});

describe('a peak', () => {
  const profile = {
    profile: [
      { at: '0h', rate: '0.2/s' },
      { at: '1h', rate: '2/s' },
      { at: '2h', rate: '0.2/s' },
    ],
    every: '4h',
  };
  const peaking = (pool: Value, more: Value = {}) =>
    service(pool, '1/s', [], {
      warmUp: '0s',
      jobs: { job: { arrivals: profile, concurrency: 'limit', steps: [task({ work: '10s' })] } },
      concurrency: { limit: 10_000 },
      ...more,
    });

  it('of a profile is told where the mean fits', () => {
    const { pool, texts } = explain(peaking({ threads: 12 }));
    expect(pool.offered).toBeCloseTo(6.5, 9);
    expect(pool.peak).toEqual({ held: 20, fromUs: 3_600_000_000, untilUs: 7_200_000_000, times: 1 });
    expect(texts.join()).toContain(
      'risk For 60 min from 60 min on the pool pool is offered up to 20 erlangs and has 12 threads: its queue grows meanwhile, though the mean of 6.5 fits.',
    );
    expect(explain(peaking({ threads: 20 })).pool.peak).toBeNull();
    expect(explain(peaking({ threads: 12 }, { duration: '10h' })).texts.join()).toContain(
      'the highest of 3 such times',
    );
  });

  it('of a concurrency limit too', () => {
    const { limit, texts } = explain(peaking({ threads: 100 }, { concurrency: { limit: 15 } }));
    expect(limit?.peak?.held).toBe(20);
    expect(texts.join()).toContain('the concurrency limit limit is offered up to 20 jobs and allows 15');
  });

  it('that is shorter than what is held does not come to all of it', () => {
    const streams = [{ poisson: '0.1/s' }, { poisson: '10/s', from: '1h', until: '61m' }];
    const value = service({ threads: 400 }, '1/s', [], {
      warmUp: '0s',
      replications: 8,
      jobs: { job: { arrivals: streams, steps: [task({ park: '10m' })] } },
    });
    // 60 of before, those of a minute.
    expect(explain(value).pool.peak?.held).toBeCloseTo(600 + 60, 0);
    const most = runOne({ ...value, pools: { pool: 10_000 } }).pools.pool!.active.max as number;
    expect(Math.abs(most / 660 - 1)).toBeLessThan(0.15);
  });

  it('comes from a slow store, whose times are in the mean', () => {
    const value = service({ threads: 20 }, '1/s', [task('upload')], {
      warmUp: '0s',
      faults: [{ at: '1h', for: '30m', slow: { upload: '60s' } }],
    });
    const { pool, texts } = explain(value);
    expect(pool.working).toBeCloseTo(1 + 59 / 8, 9);
    expect(pool.peak?.held).toBeCloseTo(60, 9);
    expect(texts.join()).toContain('For 30 min from 60 min on the pool pool is offered up to 60 erlangs');
    const { active } = runOne({ ...value, pools: { pool: 10_000 } }).pools.pool!;
    expect(Math.abs((active.mean as number) / pool.offered - 1)).toBeLessThan(0.03);
    expect(Math.abs((active.max as number) / 60 - 1)).toBeLessThan(0.6);
  });

  it('of a slow store is no overload for good, whatever its mean, and the run is stable', () => {
    const value = service({ threads: 20 }, '1/s', [task({ download: '1s' })], {
      warmUp: '0s',
      faults: [{ at: '1h', for: '30m', slow: { download: '300s' } }],
    });
    const { pool, texts } = explain(value);
    expect(pool.offered).toBeGreaterThan(30);
    // As many as are done in the other seven eighths, and a few in the slow one.
    expect(pool.load).toBeCloseTo(1 / (20 * (7 / 8) + 20 / 300 / 8), 9);
    expect(texts.join()).not.toContain('overload');
    expect(texts.join()).toContain('its queue grows meanwhile.');
    // No distribution fits a store that changes.
    expect(pool.threadsForWait).toBeNull();
    expect(runOne(value).stability.stable).toBe(true);
  });
});

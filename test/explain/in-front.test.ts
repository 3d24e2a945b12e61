import { describe, expect, it } from 'vitest';
import { explainScenario } from '../../src/explain/explain.ts';
import { runOne, scenarioOf } from '../sim/run-scenario.ts';

type Value = Readonly<Record<string, unknown>>;

const task = { task: { name: 'task', pool: 'p', steps: [{ work: { exponential: { mean: '3.3s' } } }] } };
const parked = { task: { name: 'task', pool: 'p', steps: [{ park: '3.3s' }] } };
const fanOut = { fanOut: { name: 'task', pool: 'p', tasks: 6, window: 3, steps: [{ work: '500ms' }] } };

/** A system with the limit in front of its pool: of jobs, held by the job, or of which each task holds a permit. */
const system = (limit: 'admission' | 'held' | 'permit' | 'none', many: number, pool: Value, step: Value = task) => {
  const permitted = { fanOut: { ...task.task, tasks: 1, permit: 's' } };
  return {
    duration: '2h',
    warmUp: '10m',
    pools: { p: pool },
    concurrency: { c: limit === 'admission' ? many : 1000 },
    ...(limit === 'held' || limit === 'permit' ? { semaphores: { s: many } } : {}),
    jobs: {
      j: {
        concurrency: 'c',
        arrivals: { poisson: '1/s' },
        steps: limit === 'held' ? [{ acquire: 's' }, step, { release: 's' }] : [limit === 'permit' ? permitted : step],
      },
    },
  };
};
const explained = (value: Value) => {
  const { pools, findings } = explainScenario(scenarioOf(value)).designs[0]!;
  return { pool: pools[0]!, texts: findings.map(({ kind, text }) => `${kind} ${text}`).join('\n') };
};

describe('a limit in front of a pool', () => {
  it.each([
    ['admission', 4, task, 4],
    ['held', 4, task, 4],
    ['permit', 4, task, 4],
    ['admission', 2, fanOut, 6],
    ['held', 2, fanOut, 6],
  ] as const)(
    '%s of %i: nothing is refused where there is room for all that it lets pass',
    (limit, many, step, most) => {
      for (const pool of [
        { threads: most, queue: { bound: 0 } },
        { threads: most - 1, queue: { bound: 1 } },
      ]) {
        const value = system(limit, many, pool, step);
        const { pool: load, texts } = explained(value);
        expect(load).toMatchObject({ atOnce: most, refused: null, threadsForWait: null, peak: null });
        expect(texts).toContain(`no more than ${most} tasks come to it at once`);
        expect(texts).not.toMatch(/Erlang|refuses (what|up|[0-9])/);
        expect(runOne(value).pools.p!.rejected).toBe(0);
      }
    },
  );

  it('that lets more pass than there is room for keeps the formulas from what they do not know', () => {
    const value = system('admission', 5, { threads: 3, queue: { bound: 1 } });
    expect(explained(value).pool).toMatchObject({ atOnce: 5, refused: null, threadsForWait: null });
    expect(runOne(value).pools.p!.rejected).toBeGreaterThan(0);
  });

  it('that is reached leaves no quantiles of what is parked', () => {
    const value = system('admission', 4, { threads: 6 }, parked);
    expect(explained(value).pool).toMatchObject({ parkedQuantiles: null, parkedOverThreads: null });
  });

  it('that is hardly ever reached changes nothing', () => {
    const { pool } = explained(system('none', 0, { threads: 4 }));
    expect(pool.threadsForWait).not.toBeNull();
    expect(explained(system('none', 0, { threads: 6 }, parked)).pool.parkedQuantiles).not.toBeNull();
  });
});

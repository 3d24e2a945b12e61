import { describe, expect, it } from 'vitest';
import { simulate } from '../../sim/simulate.ts';
import { decidingPools } from '../../src/report/selection.ts';
import { verdictOf } from '../../src/report/verdict.ts';
import { buildScenario } from '../../src/scenario/parse.ts';

const task = (pool: string) => ({ task: { name: 'run', pool, steps: [{ work: '3s' }] } });

/** A pool with a bounded queue, and a design that gives one kind of job a pool of its own. */
const service = (payments: string, others: Record<string, unknown> = {}) =>
  simulate(
    buildScenario({
      name: 'over',
      question: 'Does a pool of its own help?',
      duration: '10m',
      replications: 2,
      pools: { exec: { threads: 8, queue: { bound: 20 } } },
      jobs: {
        pay: { arrivals: { poisson: payments }, steps: [task('exec')] },
        rec: { arrivals: { poisson: '2/min' }, steps: [task('exec')] },
      },
      designs: {
        today: {},
        split: { pools: { batch: 4 }, jobs: { rec: { steps: [task('batch')] } } },
        ...others,
      },
    }),
    'test',
  );

describe('a design that has a pool of its own', () => {
  it('is compared by the pools that all have too', () => {
    for (const payments of ['5/s', '1/s']) {
      const result = service(payments);
      expect(decidingPools(result)).toEqual(['exec', 'batch']);
      expect(verdictOf(result).headline).not.toMatch(/ of 0\b/);
    }
  });

  it('does not carry the load while a pool refuses its tasks, whichever it is', () => {
    expect(verdictOf(service('5/s')).headline).toMatch(
      /^Neither `today` nor `split` carries the load: pool `exec` refuses 46 % of its tasks in the first, pool `exec` refuses 45 % of its tasks in the second; /,
    );
    const many = verdictOf(service('5/s', { wide: { pools: { exec: 24 } } })).headline;
    expect(many).toMatch(
      /^`wide` carries the load with 24 threads, .*; `today` and `split` refuse work; with `today` and `split` 4\d %/,
    );
  });
});

it('what a design loses less of is no price of it, and refused tasks are not told beside the jobs that they failed', () => {
  const { headline } = verdictOf(service('5/s', { more: { pools: { exec: 12 } } }));
  expect(headline).toMatch(
    /^None of the 3 designs carries the load: pool `exec` refuses tasks with `today`, `split` and `more`; /,
  );
  expect(headline).toMatch(/; with `today` and `split` 4\d % of the `pay` jobs failed, with `more` 19 %; /);
  expect(headline).not.toMatch(/but with|were refused|drawback/);
});

it('a pool that took over all of the work is not told as a change of next to nothing', () => {
  const result = service('1/s');
  const { split } = result.designs;
  const today = result.designs.today;
  for (const path of Object.keys(split?.perReplication ?? {})) {
    if (/^pools\.exec\.active\.mean$/.test(path)) {
      const batch = split?.perReplication['pools.batch.active.mean'] ?? [];
      Object.assign(split?.perReplication as object, {
        [path]: (today?.perReplication[path] ?? []).map((value, i) => (value ?? 0) - (batch[i] ?? 0) + 1e-5),
      });
    }
  }
  const reasons = verdictOf(result).reasons.join('\n');
  expect(reasons).toContain('`split` needs as many active threads in pools `exec` and `batch` together.');
  expect(reasons).not.toContain('by <');
});

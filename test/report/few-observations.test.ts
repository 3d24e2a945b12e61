import { beforeAll, describe, expect, it } from 'vitest';
import { simulate } from '../../sim/simulate.ts';
import { parseExpectations } from '../../src/gate/expectations.ts';
import { judge } from '../../src/gate/judge.ts';
import { findingLines } from '../../src/report/gate/words.ts';
import { intervalNote } from '../../src/report/interval-note.ts';
import { keyFigures } from '../../src/report/key-figures.ts';
import { verdictOf } from '../../src/report/verdict.ts';
import { quantileEvidence } from '../../src/result/quantile-evidence.ts';
import type { DesignResult, Result } from '../../src/result/schema.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { buildScenario } from '../../src/scenario/parse.ts';

/** Payments all the time, and one batch a replication, which is slower in a pool of its own. */
const scenario = (): Scenario =>
  buildScenario({
    name: 'nightly',
    question: 'Does the batch need a pool of its own?',
    duration: '10m',
    replications: 3,
    pools: { exec: 16 },
    jobs: {
      pay: { arrivals: { poisson: '4/s' }, steps: [{ task: { pool: 'exec', steps: [{ work: '1s' }] } }] },
      batch: {
        arrivals: { times: ['1m'] },
        steps: [{ fanOut: { name: 'match', pool: 'exec', tasks: 100, window: 10, steps: [{ work: '2s' }] } }],
      },
    },
    designs: {
      today: {},
      own: {
        pools: { own: 4 },
        jobs: {
          batch: {
            steps: [{ fanOut: { name: 'match', pool: 'own', tasks: 100, window: 10, steps: [{ work: '2s' }] } }],
          },
        },
      },
    },
    expect: ['today.jobs.batch.time.p99 < 5min', 'today.jobs.batch.time.p50 < 5min', 'today.jobs.pay.time.p99 < 5min'],
  });

let result: Result;
beforeAll(() => {
  result = simulate(scenario(), 'test');
});

const designOf = (name: string) => result.designs[name] as DesignResult;

describe('a quantile of fewer observations than it takes', () => {
  it('is counted over all replications, and is the longest of them', () => {
    const path = ['jobs', 'batch', 'time', 'p99'];
    expect(quantileEvidence(designOf('today'), path)).toMatchObject({ name: 'p99', observations: 3, least: 100 });
    expect(quantileEvidence(designOf('today'), ['jobs', 'batch', 'time', 'p50'])?.least).toBe(2);
    expect(quantileEvidence(designOf('today'), ['pools', 'exec', 'active', 'p99'])).toBeUndefined();
    expect(quantileEvidence(designOf('today'), ['jobs', 'batch', 'time', 'mean'])).toBeUndefined();
    const { time } = designOf('today').jobs.batch as DesignResult['jobs'][string];
    expect(Math.abs((time.p99 as number) - (time.max as number))).toBeLessThan(0.002 * (time.max as number));
  });

  it('stands in no headline: the mean does', () => {
    const { headline } = verdictOf(result);
    expect(headline).toMatch(/but with `own` the mean job time of `batch` rises from/);
    expect(headline).not.toMatch(/p99 job time of `batch`/);
    const alone = structuredClone(result);
    for (const name of ['own']) delete alone.designs[name];
    for (const design of Object.values(alone.designs)) delete design.jobs.pay;
    expect(verdictOf(alone).headline).toMatch(/, and the longest of the 3 `batch` jobs takes /);
    expect(keyFigures(alone).at(-1)?.label).toBe('job time of batch, mean');
    expect(keyFigures(result).at(-1)?.label).toBe('job time of pay, p99');
  });

  it('is judged by a check that says of how many it is', () => {
    const [p99, p50, pay] = judge(result, parseExpectations(scenario())).conditions.map(findingLines);
    expect(p99).toContain(
      'Few data: today.jobs.batch.time.p99 is of 3 observations; a p99 of fewer than 100 is only the longest of them.',
    );
    expect(p50?.join(' ')).toMatch(/margin .* \(no 95 % interval: 1 of the 50 observations beyond it that one takes\)/);
    expect(pay?.join(' ')).not.toMatch(/Few data|no 95 %/);
  });
});

it('a quantile of many observations whose replications differ too much says so, and not that there are few', () => {
  const wide = structuredClone(result);
  for (const { jobs } of Object.values(wide.designs)) {
    delete jobs.batch;
    Object.assign(jobs.pay?.time as object, { count: 48_852, p99Interval95: null });
  }
  for (const design of Object.values(wide.designs))
    for (const pool of Object.values(design.pools)) Object.assign(pool.queueWait, { p99Interval95: [1, 2] });
  expect(intervalNote(wide)).toBe(
    '± and [low, high] are 95 % intervals over 3 replications; a p99 has none where the replications differ so much that its upper end lies beyond all that was observed',
  );
  const [, , pay] = judge(wide, parseExpectations(scenario())).conditions.map(findingLines);
  expect(pay?.join(' ')).toMatch(/margin .* \(no 95 % interval: the replications differ so much/);
});

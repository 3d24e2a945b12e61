import { beforeAll, describe, expect, it } from 'vitest';
import { simulateReplication } from '../../sim/replication.ts';
import { simulate } from '../../sim/simulate.ts';
import { complaintsAbout, parseExpectations } from '../../src/gate/expectations.ts';
import { type ConditionVerdict, judge } from '../../src/gate/judge.ts';
import type { Result } from '../../src/result/schema.ts';
import type { Design, Scenario } from '../../src/scenario/model.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { toSeconds } from '../../src/units.ts';

/** Two kinds of jobs that take two permits in opposite order, and one that has nothing to do with them. */
const DEADLOCK = `name: deadlock
question: Who passes a dead system?
duration: 6h
warmUp: 0s
seed: 3
replications: 5
pools: { p: 20, other: 20 }
semaphores: { a: 2, b: 2, c: 2 }
jobs:
  ab:
    arrivals: { poisson: 6/min }
    steps:
      - task: { name: t, pool: p, steps: [{ acquire: a }, { work: 1s }, { acquire: b }, { work: 1s }, { release: b }, { release: a }] }
  ba:
    arrivals: { poisson: 6/min }
    steps:
      - task: { name: t, pool: p, steps: [{ acquire: b }, { work: 1s }, { acquire: a }, { work: 1s }, { release: a }, { release: b }] }
  free:
    arrivals: { poisson: 6/min }
    steps:
      - task: { name: t, pool: other, steps: [{ acquire: c }, { work: 1s }, { release: c }] }
designs: { only: {} }
expect:
`;

const REACHED = [
  'only.pools.p.queueWait.p99 < 1s',
  'only.pools.p.queueWait.max < 1h',
  'only.pools.p.tasks.ab.t.queueWait.p99 < 1s',
  'only.pools.p.tasks.ba.t.holding.p95 < 4s',
  'only.jobs.ab.time.p99 < 4s',
  'only.jobs.ba.time.p50 < 4s',
  'only.semaphores.a.wait.max < 4s',
  'only.semaphores.b.wait.p99 < 4s',
  // As far as it came everything went well.
  'only.jobs.ab.successFraction >= 99%',
  'only.jobs.ab.failed = 0',
  'only.jobs.ba.donePerHour.mean > 0/h',
  'only.jobs.ab.time.count > 0',
  'only.pools.p.active.mean <= 20',
  'only.pools.p.blocked.max = 20',
  'only.pools.p.queueDepth.p50 < 1000',
  'only.semaphores.a.inUse.mean < 3',
  'only.threads.mean < 100',
  'only.threadHours.working < 100',
  'only.stability.stable = true',
];
const OTHERS = [
  'only.jobs.free.time.p99 < 20s',
  'only.pools.other.queueWait.p99 < 1s',
  'only.semaphores.c.wait.p99 < 20s',
  'only.jobs.free.successFraction >= 99%',
  'only.pools.other.active.mean < 10',
  'only.pools.p.threads = 20',
  'only.semaphores.a.limit = 2',
];

describe('a pool that has starved', { timeout: 60_000 }, () => {
  let scenario: Scenario;
  let result: Result;
  const verdictOn = (text: string, of: Result = result): ConditionVerdict | undefined =>
    judge(of, parseExpectations(scenario)).conditions.find(({ condition }) => condition.that === text);

  beforeAll(() => {
    const items = [...REACHED, ...OTHERS].map((item) => `  - ${item}\n`).join('');
    scenario = parseScenario(`${DEADLOCK}${items}`, 'deadlock.yaml', { checkExpectations: complaintsAbout });
    result = simulate(scenario, 'test');
  });

  it.each(REACHED)('leaves no data for %s', (text) => {
    const verdict = verdictOn(text);
    expect(verdict?.outcome).toBe('no data');
    expect(verdict?.findings[0]?.why).toContain('pool p has starved');
  });

  it.each(OTHERS)('leaves what it does not reach: %s', (text) => {
    expect(verdictOn(text)?.outcome).toBe('pass');
  });

  it('leaves no data for any duration in a result that does not say what is reached', () => {
    const old = structuredClone(result);
    for (const starved of old.designs.only?.starved ?? []) delete starved.reaches;
    expect(verdictOn('only.jobs.free.time.p99 < 20s', old)?.outcome).toBe('no data');
  });

  it('is reported at the earliest moment of all replications', () => {
    const at = Array.from({ length: scenario.replications }, (_, i) =>
      toSeconds(simulateReplication(scenario, scenario.designs[0] as Design, i).starved[0]?.atUs as number),
    );
    // Otherwise the first replication would say nothing of the others.
    expect(at[0]).toBeGreaterThan(Math.min(...at));
    const starved = result.designs.only?.starved;
    expect(starved?.map(({ pool, atSeconds, replications }) => [pool, atSeconds, replications])).toEqual([
      ['p', Math.min(...at), 5],
    ]);
  });
});

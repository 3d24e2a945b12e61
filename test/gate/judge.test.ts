import { describe, expect, it } from 'vitest';
import { parseExpectations } from '../../src/gate/expectations.ts';
import { judge } from '../../src/gate/judge.ts';
import type { Result } from '../../src/result/schema.ts';
import { estimate } from '../../src/result/statistics.ts';
import { changed } from '../scenario/small-scenario.ts';
import { gated, judged, smallResult } from './gated-scenario.ts';

const ACTIVE = 'janitor.pools.storage.active.mean';
const IDLE_CHAT = '    arrivals: { poisson: 1/min }\n    steps: [{ task: { name: think, steps: [{ work: 1s }] } }]';
const LEGACY = 'legacy.pools.storage.active.mean';

/** A copy of the small result, changed. */
function changedResult(change: (result: Result) => void): Result {
  const copy = structuredClone(smallResult());
  change(copy);
  return copy;
}

function activeOf(result: Result, design: string) {
  const active = result.designs[design]?.pools.storage?.active;
  if (active === undefined) throw new Error(`no ${design}`);
  return active;
}

/** The small result with this mean of active threads and half width. */
function withActive(mean: number | null, halfWidth: number | null): Result {
  return changedResult((result) => {
    Object.assign(activeOf(result, 'janitor'), { mean, meanHalfWidth95: halfWidth });
    // Without a column the half width beside the mean counts.
    delete result.designs.janitor?.perReplication['pools.storage.active.mean'];
  });
}

describe('a verdict', () => {
  it.each([
    [`${ACTIVE} = 7`, 7, 'pass'],
    [`${ACTIVE} = 7`, 7.001, 'fail'],
    [`${ACTIVE} != 7`, 7, 'fail'],
    [`${ACTIVE} < 7`, 7, 'fail'],
    [`${ACTIVE} <= 7`, 7, 'pass'],
    [`${ACTIVE} > 7`, 7, 'fail'],
    [`${ACTIVE} >= 7`, 7, 'pass'],
    [`${ACTIVE} between 5 and 15`, 5, 'pass'],
    [`${ACTIVE} between 5 and 15`, 15, 'pass'],
    [`${ACTIVE} between 5 and 15`, 4.999, 'fail'],
    [`${ACTIVE} between 5 and 15`, 15.001, 'fail'],
  ])('on %s with %d is %s', (text, mean, outcome) => {
    const verdict = judged([text], withActive(mean, 0.5));
    expect(verdict.conditions[0]?.outcome).toBe(outcome);
    expect(verdict.passed).toBe(outcome === 'pass');
  });

  it('says by how much the nearest bound is missed, with its sign', () => {
    const missed = (mean: number) =>
      judged([`${ACTIVE} between 5 and 15`], withActive(mean, 0.5)).conditions[0]?.findings[0]?.missedBy;
    expect(missed(3)).toBe(-2);
    expect(missed(18)).toBe(3);
    expect(missed(10)).toBe(0);
  });

  it('says how far the nearest bound lies from the interval, and marks one that lies within', () => {
    const close = (mean: number, halfWidth: number | null) => {
      const [condition] = judged([`${ACTIVE} between 5 and 15`], withActive(mean, halfWidth)).conditions;
      return [condition?.findings[0]?.clearance, condition?.isClose, condition?.outcome];
    };
    expect(close(7, 0.5)).toEqual([1.5, false, 'pass']);
    expect(close(5.25, 0.5)).toEqual([-0.25, true, 'pass']);
    expect(close(15.25, 0.5)).toEqual([-0.25, true, 'fail']);
    expect(close(7, null)).toEqual([null, false, 'pass']);
  });

  it('takes the interval of a difference and of a share from its pairs', () => {
    const result = smallResult();
    const column = (design: string) => result.designs[design]?.perReplication['pools.storage.active.mean'] as number[];
    const gap = (factor: number) =>
      estimate(column('legacy').map((value, i) => (column('janitor')[i] as number) - factor * value));
    const [difference, share] = judged([`${LEGACY} - ${ACTIVE} > 2`, `${ACTIVE} <= 20% of legacy`]).conditions;
    const paired = gap(1);
    expect(difference?.findings[0]?.halfWidth95).toBeCloseTo(paired.halfWidth95 as number, 12);
    expect(difference?.findings[0]?.clearance).toBeCloseTo(
      -(paired.mean as number) - 2 - (paired.halfWidth95 as number),
      12,
    );
    const ofLegacy = gap(0.2);
    expect(share?.findings[0]?.clearance).toBeCloseTo(
      Math.abs(ofLegacy.mean as number) - (ofLegacy.halfWidth95 as number),
      12,
    );
  });

  it('has no interval where a value has to be exact', () => {
    const verdict = judged(['janitor.semaphores.slots.limit = 4']);
    expect(verdict.conditions[0]).toMatchObject({ isClose: false, findings: [{ clearance: null }] });
    expect(verdict.passed).toBe(true);
  });

  const TIME = 'janitor.jobs.sync.time';
  const withTime = (change: object) =>
    changedResult(({ designs }) => {
      Object.assign(designs.janitor?.jobs.sync?.time as object, change);
    });

  it('says of a quantile that another seed could turn it when the bound lies within its interval, on either side', () => {
    const result = withTime({ p99: 20, p99Interval95: [18, 25] });
    const close = (item: string) => judged([`${TIME}.p99 ${item}`], result).conditions[0];
    expect(close('< 24s')).toMatchObject({
      outcome: 'pass',
      isClose: true,
      findings: [{ clearance: -1, interval95: [18, 25] }],
    });
    expect(close('< 26s')).toMatchObject({ outcome: 'pass', isClose: false, findings: [{ clearance: 1 }] });
    expect(close('< 19s')).toMatchObject({ outcome: 'fail', isClose: true, findings: [{ clearance: -1 }] });
    expect(close('< 17s')).toMatchObject({ outcome: 'fail', isClose: false, findings: [{ clearance: 1 }] });
    const unknown = judged([`${TIME}.p99 < 21s`], withTime({ p99: 20, p99Interval95: null })).conditions[0];
    expect(unknown).toMatchObject({ isClose: false, findings: [{ clearance: null, interval95: null }] });
  });

  it('says of a maximum that another seed could turn it when the bound is nearer than the replications’ maxima to each other', () => {
    const result = withTime({ max: 40, maxLowest: 30 });
    const close = (bound: string) => judged([`${TIME}.max < ${bound}`], result).conditions[0]?.isClose;
    expect([close('49s'), close('51s'), close('31s'), close('29s')]).toEqual([true, false, true, false]);
    const same = judged([`${TIME}.max <= 40s`], withTime({ max: 40, maxLowest: 40 })).conditions[0];
    expect(same).toMatchObject({ outcome: 'pass', isClose: false });
  });

  it('does not take a rounding for a difference: exactly one of <, = and > holds', () => {
    const holds = (mean: number, item: string) =>
      judged([`janitor.pools.storage.utilization.mean ${item}`], withUtilization(mean)).conditions[0]?.outcome ===
      'pass';
    const below = 1 - 2 ** -53;
    const above = 1 + 2 ** -52;
    for (const full of [below, 1, above]) {
      const held = ['< 100%', '= 100%', '> 100%', '<= 100%', '>= 100%', '!= 100%'].map((item) => holds(full, item));
      expect(held).toEqual([false, true, false, true, true, false]);
    }
    expect(holds(1 - 1e-9, '< 100%')).toBe(true);
    expect(holds(1e-300, '= 0%')).toBe(false);
  });

  it('needs every name that a * stands for', () => {
    const result = changedResult(({ designs }) => {
      Object.assign(designs.janitor?.jobs.chat as object, { deletion: 'sleep-in-pool' });
    });
    const [condition] = judged(['janitor.jobs.*.deletion = janitor'], result).conditions;
    expect(condition?.outcome).toBe('fail');
    expect(condition?.findings.map(({ comparison, holds, found }) => [comparison.label, holds, found])).toEqual([
      ['janitor.jobs.sync.deletion', true, 'janitor'],
      ['janitor.jobs.chat.deletion', false, 'sleep-in-pool'],
    ]);
  });

  it('leaves a job kind that defers no blob out of a *', () => {
    const text = changed('    arrivals: { poisson: 1/min }\n    steps: *steps', IDLE_CHAT);
    const verdict = judge(smallResult(), parseExpectations(gated(['janitor.jobs.*.deletion = janitor'], text)));
    expect(verdict.conditions[0]?.outcome).toBe('pass');
    expect(verdict.conditions[0]?.findings.map(({ comparison }) => comparison.label)).toEqual([
      'janitor.jobs.sync.deletion',
    ]);
  });

  it('lets a warning pass, and not the error beside it', () => {
    const warn = `{ that: ${ACTIVE} > 100, level: warn }`;
    expect(judged([warn])).toMatchObject({ passed: true, conditions: [{ outcome: 'warn' }] });
    expect(judged([warn, `${LEGACY} > 100`])).toMatchObject({
      passed: false,
      conditions: [{ outcome: 'warn' }, { outcome: 'fail' }],
    });
  });

  it('is the same for the same result', () => {
    const conditions = [`${ACTIVE} < 5`, `${ACTIVE} <= 20% of legacy`, 'janitor.jobs.*.deletion = janitor'];
    expect(JSON.stringify(judged(conditions))).toBe(JSON.stringify(judged(conditions)));
  });
});

describe('no data', () => {
  it('never passes: of a condition that compares nothing', () => {
    const nothing = { that: 'x', reason: undefined, level: 'error', line: undefined, comparisons: [] } as const;
    expect(judge(smallResult(), [nothing])).toMatchObject({ passed: false, conditions: [{ outcome: 'no data' }] });
  });

  it('never passes: without any condition', () => {
    expect(judge(smallResult(), [])).toEqual({ passed: false, conditions: [] });
  });

  it.each([
    ['legacy.jobs.*.deletion = sleep-in-pool', 2],
    ['janitor.jobs.sync.deletion = janitor', 1],
    ['janitor.jobs.sync.deletion != sleep-in-pool', 1],
  ])('never passes: of how a job kind deletes that defers no blob: %s', (item, count) => {
    const text = changed('      - defer\n', '');
    const [condition] = judge(smallResult(), parseExpectations(gated([item], text))).conditions;
    expect(condition?.outcome).toBe('no data');
    expect(condition?.findings).toHaveLength(count);
    expect(condition?.findings[0]).toMatchObject({ holds: null, why: 'job sync defers no blob' });
  });

  it.each([
    [
      'of a measure that is null',
      `${ACTIVE} < 100`,
      withActive(null, null),
      'nothing was observed in the measured time',
    ],
    [
      'of a bound that is null',
      `${LEGACY} >= 20% of janitor`,
      withActive(null, null),
      'nothing was observed in the measured time',
    ],
    [
      'of a line that grows',
      'janitor.pools.storage.queueDepth.mean < 100',
      growing('pools.storage.queueDepth', ({ queueDepth }) => queueDepth),
      'unstable: `pools.storage.queueDepth` grows by 190 an hour, so it has no mean',
    ],
    [
      'of the wait in a line that grows',
      '{ that: janitor.pools.storage.queueWait.mean < 100s, level: warn }',
      growing('pools.storage.queueDepth', ({ queueWait }) => queueWait),
      'unstable: `pools.storage.queueDepth` grows by 190 an hour, so `pools.storage.queueWait` has no mean',
    ],
    [
      'of a design that the result does not have',
      `${ACTIVE} < 100`,
      changedResult(({ designs }) => {
        delete designs.janitor;
      }),
      'the result has no design `janitor`',
    ],
    [
      'of tasks that never ran',
      'janitor.pools.storage.tasks.sync.decode.holding.p50 < 1h',
      changedResult(({ designs }) => {
        Object.assign(designs.janitor?.pools.storage as object, { tasks: {} });
      }),
      'the result has no `janitor.pools.storage.tasks.sync.decode.holding.p50`: nothing of the kind happened',
    ],
  ])('never passes: %s', (_what, text, result, why) => {
    const verdict = judged([text], result);
    expect(verdict.passed).toBe(false);
    expect(verdict.conditions[0]?.outcome).toBe('no data');
    expect(verdict.conditions[0]?.findings[0]).toMatchObject({ holds: null, why, clearance: null, missedBy: null });
  });
});

/** The small result in which a line of the janitor's pool grows. */
function growing(line: string, of: (pool: NonNullable<Result['designs'][string]['pools'][string]>) => object): Result {
  return changedResult(({ designs }) => {
    const design = designs.janitor;
    const pool = design?.pools.storage;
    if (design === undefined || pool === undefined) throw new Error('no pool');
    design.stability = {
      stable: false,
      growing: [{ line, perHour: 190.4, halfWidth95: 3, reaches: [line, 'pools.storage.queueWait'] }],
      undecided: [],
    };
    Object.assign(of(pool), { mean: null, meanHalfWidth95: null });
  });
}

/** The small result with another utilization of the janitor's pool. */
function withUtilization(mean: number): Result {
  return changedResult(({ designs }) => {
    Object.assign(designs.janitor?.pools.storage?.utilization as object, { mean });
  });
}

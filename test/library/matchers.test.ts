import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { ScenarioChanges } from '../../src/library/scenario.ts';
import { defineScenario, parseScenario, type Simulation, simulate } from '../../src/library/vitest.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';

/** One task of 2 s every 4 s in a pool of two threads, and a deletion 10 s later: every figure is exact. */
const STEADY = {
  name: 'steady',
  question: 'How many threads are held?',
  duration: '10m',
  warmUp: '1m',
  replications: 3,
  pools: { storage: 2, spare: 1 },
  store: { upload: '0s', delete: '1s' },
  deletion: { delay: '10s', pool: 'storage' },
  jobs: {
    sync: {
      arrivals: { constant: '15/min' },
      steps: [{ task: { name: 'decode', pool: 'storage', steps: [{ work: '2s' }, 'upload'] } }, 'defer'],
    },
    never: {
      arrivals: { times: ['24h'] },
      steps: [{ task: { pool: 'spare', steps: [{ work: '1s' }] } }],
    },
  },
  designs: { sleepers: { deletion: 'sleep-in-pool', pools: { storage: 8 } }, janitor: { deletion: 'janitor' } },
} satisfies ScenarioInput;

const HOLD = 'janitor.pools.storage.active.max = 1';
const FAIL = 'janitor.pools.storage.active.mean < 0.25';
const NO_DATA = 'janitor.pools.spare.queueWait.max < 1s';

async function expecting(conditions: ScenarioInput['expect'], changes: ScenarioChanges = {}): Promise<Simulation> {
  return simulate(defineScenario({ ...STEADY, ...(conditions === undefined ? {} : { expect: conditions }) }, changes));
}

/** The message of a failed assertion; it has to fail. */
function failureOf(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the assertion held');
}

describe('simulate', () => {
  it('runs what `check` of the scenario says, unless it is told otherwise', async () => {
    const scenario = defineScenario({ ...STEADY, check: { replications: 2, duration: '5m' } });
    expect((await simulate(scenario)).result).toMatchObject({ replications: 2, scenario: { durationSeconds: 300 } });
    const changed = await simulate(scenario, { replications: 1, duration: '4m' });
    expect(changed.result).toMatchObject({ replications: 1, scenario: { durationSeconds: 240 } });
  });
});

describe('toMeetExpectations', () => {
  it('holds when every condition holds', async () => {
    const simulation = await expecting([HOLD, 'sleepers.pools.storage.parked.mean > 2']);
    expect(simulation).toMeetExpectations();
    const message = failureOf(() => expect(simulation).not.toMeetExpectations());
    expect(message).toContain('steady: 2 of 2 conditions hold, and at least one was expected to fail\n');
  });

  it('fails with every condition, its reason and the table', async () => {
    const simulation = await expecting([HOLD, { that: FAIL, reason: 'the pool is shared' }]);
    const message = failureOf(() => expect(simulation).toMeetExpectations());
    expect(message).toContain('steady: 1 of 2 conditions hold\n');
    expect(message).toContain(`pass    ${HOLD}`);
    expect(message).toMatch(new RegExp(`FAIL    ${FAIL}\n.*expected < 0\\.25, found 0\\.5`));
    expect(message).toContain('the pool is shared');
    expect(message).toMatch(/Pool storage\n.*threads in the pool +8 +2/);
    expect(message).toContain('Seed 1, 3 replications');
    expect(simulation).not.toMeetExpectations();
  });

  it('names the file and the line of what failed, where there are any', async () => {
    const text = `${stringify(STEADY)}expect:\n  - ${HOLD}\n  - ${FAIL}\n`;
    const line = text.split('\n').indexOf(`  - ${FAIL}`) + 1;
    const simulation = await simulate(parseScenario(text, 'steady.yaml'), { seed: 2 });
    const message = failureOf(() => expect(simulation).toMeetExpectations());
    expect(message).toContain('steady (steady.yaml): 1 of 2 conditions hold\n');
    expect(message).toContain(`pass    ${HOLD}\n`);
    expect(message).toContain(`FAIL    ${FAIL}  steady.yaml:${line}\n`);
    const part = simulation.design('janitor').pool('storage');
    expect(failureOf(() => expect(part).toStayBelow({ active: 1 }))).toContain('janitor.pools.storage (steady.yaml): ');
  });

  it.each([
    ['a promise', () => expecting([HOLD]), 'found:    a Promise\n  hint:     await it: `simulate` gives a promise'],
    ['nothing', () => undefined, 'found:    undefined'],
    ['null', () => null, 'found:    null'],
    ['a list', () => [], 'found:    an Array'],
    ['a text', () => 'omi-sync', 'found:    a string'],
    ['a thing without a class', () => Object.create(null), 'found:    an object'],
  ])('says what it was given instead of a simulation: %s', (_what, given, text) => {
    expect(failureOf(() => expect(given()).toMeetExpectations())).toContain(text);
    expect(failureOf(() => expect(given()).toStayBelow({} as never))).toContain(text);
  });

  it('holds with a warning', async () => {
    expect(await expecting([HOLD, { that: FAIL, level: 'warn' }])).toMeetExpectations();
  });

  it('passes neither way without data', async () => {
    const simulation = await expecting([HOLD, NO_DATA]);
    expect(failureOf(() => expect(simulation).toMeetExpectations())).toContain('no data');
    expect(failureOf(() => expect(simulation).not.toMeetExpectations())).toContain('no data');
    expect(await expecting([FAIL, NO_DATA])).not.toMeetExpectations();
  });

  it('passes neither way without conditions, nor for what is no simulation', async () => {
    const simulation = await expecting(undefined);
    expect(failureOf(() => expect(simulation).toMeetExpectations())).toContain('has no expectations');
    expect(failureOf(() => expect(simulation).not.toMeetExpectations())).toContain('has no expectations');
    expect(failureOf(() => expect(simulation.result).not.toMeetExpectations())).toContain('a simulation');
  });
});

describe('toStayBelow', () => {
  let simulation: Simulation;
  beforeAll(async () => {
    simulation = await expecting(undefined);
  });

  it('limits the maximum, strictly', () => {
    const pool = simulation.design('janitor').pool('storage');
    expect(pool.measures.active.max).toBe(1);
    expect(pool).toStayBelow({ active: 1.001 });
    expect(pool).not.toStayBelow({ active: 1 });
  });

  it('limits other statistics, plain numbers, times, shares and shares of other designs', () => {
    const pool = simulation.design('janitor').pool('storage');
    expect(pool).toStayBelow({
      active: { mean: 0.51, p99: 2 },
      queueWait: { p95: '1ms' },
      fullFraction: '1%',
      parked: '20% of sleepers',
      usefulUtilization: { mean: '26%' },
      threads: 3,
    });
    expect(simulation.design('janitor').deletions).toStayBelow({ lateness: '100ms', pending: 5, failed: 1 });
    expect(simulation.design('sleepers')).toStayBelow({ threads: 10 });
  });

  it('fails when one limit of several is reached, with what was found and the states of the pool', () => {
    const pool = simulation.design('sleepers').pool('storage');
    const message = failureOf(() => expect(pool).toStayBelow({ active: 3, working: 5 }));
    expect(message).toContain('sleepers.pools.storage: 1 of 2 conditions hold');
    expect(message).toContain('FAIL    sleepers.pools.storage.active.max < 3');
    expect(message).toContain('pass    sleepers.pools.storage.working.max < 5');
    expect(message).toMatch(/P parked, mean +2\.5/);
    expect(message).not.toContain('Jobs');
    expect(pool).not.toStayBelow({ active: 3, working: 5 });
    expect(failureOf(() => expect(pool).not.toStayBelow({ active: 100 }))).toContain(
      '1 of 1 conditions hold, and at least one was expected to fail\n',
    );
    const deletions = simulation.design('sleepers').deletions;
    expect(failureOf(() => expect(deletions).toStayBelow({ pending: 1 }))).toContain('Jobs');
  });

  it('passes neither way without data', () => {
    const spare = simulation.design('janitor').pool('spare');
    expect(spare.measures.queueWait.max).toBeNull();
    expect(failureOf(() => expect(spare).toStayBelow({ queueWait: '1s' }))).toContain('no data');
    expect(failureOf(() => expect(spare).not.toStayBelow({ queueWait: '1s' }))).toContain('no data');
  });

  it('passes neither way with limits that mean nothing', () => {
    const pool = simulation.design('janitor').pool('storage');
    const expectBoth = (limits: object, text: string) => {
      expect(failureOf(() => expect(pool).toStayBelow(limits))).toContain(text);
      expect(failureOf(() => expect(pool).not.toStayBelow(limits))).toContain(text);
    };
    expectBoth({}, 'there is no limit');
    expectBoth({ active: 30, parked: {} }, 'parked\n  there is no limit');
    expectBoth({ actve: 3 }, 'did you mean `active`?');
    expectBoth({ active: { p98: 3 } }, 'did you mean');
    expectBoth({ queueWait: 3 }, 'a time needs its unit: 3s');
    expectBoth({ active: Number.NaN }, 'NaN');
    expectBoth({ active: undefined }, 'undefined');
    expectBoth({ active: [15], parked: null }, 'parked\n  this is no limit');
    expectBoth({ active: { max: true } }, 'active.max\n  this is no limit\n  expected: a number or a text, such as');
    expect(failureOf(() => expect(pool.measures).not.toStayBelow({} as never))).toContain('a part of a simulation');
  });
});

describe('toMeet', () => {
  const FEW = 'sleepers.pools.storage.parked.mean < 2';

  it('judges a simulation, and a result alone, by conditions that stand in no scenario', async () => {
    const simulation = await expecting(undefined);
    expect(simulation).toMeet(HOLD, 'sleepers.pools.storage.parked.mean > 2');
    expect(simulation.result).toMeet(HOLD);
    expect(simulation.result).not.toMeet(HOLD, FEW);
    const told = failureOf(() => expect(simulation.result).toMeet(HOLD, FEW));
    expect(told).toContain('steady: 1 of 2 conditions hold');
    expect(told).toContain(`FAIL    ${FEW}`);
  });

  it('passes neither way without data', async () => {
    const { result } = await expecting(undefined);
    failureOf(() => expect(result).toMeet(NO_DATA));
    failureOf(() => expect(result).not.toMeet(NO_DATA));
  });

  it('refuses what is no result, and conditions on what it does not have', async () => {
    const { result } = await expecting(undefined);
    expect(failureOf(() => expect({ designs: {} }).toMeet(HOLD))).toContain('a result, such as');
    expect(failureOf(() => expect(result).toMeet())).toContain('there is no condition');
    expect(failureOf(() => expect(result).toMeet([HOLD] as never))).toContain('this is no condition');
    expect(failureOf(() => expect(result).toMeet('janitor.pools.stroage.active.max = 1'))).toContain(
      'unknown pool `stroage`',
    );
  });
});

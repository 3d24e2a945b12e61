import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../sim/simulate.ts';
import { comparisonTables } from '../../src/report/table.ts';
import { verdictOf } from '../../src/report/verdict.ts';
import type { Result } from '../../src/result/schema.ts';
import { buildScenario } from '../../src/scenario/parse.ts';
import { type MadeUpDesign, madeUpResult } from './made-up-result.ts';

const headlineOf = (result: Result) => verdictOf(result).headline;
const LEGACY: MadeUpDesign = { threads: 128, working: 7.3, parked: 84.8, blocked: 0.3 };
const JANITOR: MadeUpDesign = { threads: 128, working: 7.3, parked: 0, blocked: 0.3 };
const of = (designs: Readonly<Record<string, MadeUpDesign>>) => headlineOf(madeUpResult({ designs }));

/** What the table shows in a row: of each design the first number of its cell. */
function shown(result: Result, row: RegExp): Map<string, string> {
  const names = Object.keys(result.designs);
  for (const { columns, groups } of comparisonTables(result)) {
    const rows = groups.flatMap((group) => group.rows);
    if (columns[0] === '') {
      const found = rows.find(({ head }) => row.test(head.text));
      if (found === undefined) continue;
      return new Map(names.map((name) => [name, found.cells[columns.indexOf(name) - 1]?.text.split(' ')[0] as string]));
    }
    const column = columns.findIndex((head) => row.test(head));
    if (column < 1) continue;
    return new Map(rows.map(({ head, cells }) => [head.text, cells[column - 1]?.text.split(' ')[0] as string]));
  }
  throw new Error(`no row ${row}`);
}

/** As many words as a headline ever has, with five designs that all differ and lose work. */
const LONGEST_WORDS = 95;

/** Every way in which a sentence could say something else than the table below it. */
function checkAgainstTable(result: Result): void {
  const headline = headlineOf(result);
  const mean = new Map(
    Object.entries(result.designs).map(([name, { pools }]) => [name, pools.storage?.active.mean ?? 0]),
  );
  const carrying = Object.entries(result.designs).filter(
    ([, { stability, starved }]) => stability.stable !== false && starved.length === 0,
  );
  const meanOf = (name: string | undefined) => mean.get(name as string) as number;
  const says = (pattern: RegExp) => pattern.exec(headline)?.[1];

  const fewest = says(/`([^`]+)` needs the fewest active threads/);
  if (fewest !== undefined) for (const [name] of carrying) expect(meanOf(fewest)).toBeLessThanOrEqual(meanOf(name));
  const none = says(/No design needs fewer active threads than `([^`]+)`/);
  if (none !== undefined) for (const [name] of carrying) expect(meanOf(none)).toBeLessThanOrEqual(meanOf(name));
  const best = says(/^`([^`]+)` carries the load with \d+ threads/);
  if (best !== undefined) {
    expect(carrying.map(([name]) => name)).toContain(best);
    const refused = Object.values(result.designs[best]?.pools ?? {}).map(({ rejected }) => rejected ?? 0);
    expect(Math.max(...refused)).toBe(0);
  }
  const compared = /^`([^`]+)` needs ([\d.]+) active threads.*? where `([^`]+)` needs ([\d.]+)(.*)/.exec(headline);
  if (compared !== null) {
    const [, after, , before, , rest] = compared;
    expect(rest?.includes('more, not fewer')).toBe(meanOf(after) > meanOf(before));
  }
  // Its figures are those of the table, which gives fewer digits where there is an interval.
  const active = shown(result, /^active(?: threads, mean)?$/);
  for (const [, name, figure] of headline.matchAll(/`([^`]+)` needs ([\d.]+)/g)) {
    const told = active.get(name as string) as string;
    const step = Math.max(...[told, figure as string].map((text) => 10 ** -(text.split('.')[1]?.length ?? 0)));
    expect(Math.abs(Number(figure) - Number(told))).toBeLessThan(step * 1.01);
  }

  for (const [name, { jobs, pools, deletions, stability, starved }] of Object.entries(result.designs)) {
    const lost =
      Object.values(jobs).some(({ failed }) => failed > 0) ||
      Object.values(pools).some(({ rejected }) => (rejected ?? 0) > 0);
    const isTold = new RegExp(`with (every design|[^;]*\`${name}\`)|\\d more`);
    if (lost) {
      const clauses = headline.split(';').filter((clause) => /failed|refused|refuses|\d more/.test(clause));
      expect(clauses.some((clause) => isTold.test(clause))).toBe(true);
    }
    // What does not carry the load is said to fail, and what a run cannot tell is said.
    if (starved.length > 0 || stability.stable === false)
      expect(headline).toMatch(new RegExp(`\`${name}\`|and \\d more`));
    if (stability.stable === null) expect(headline).toContain('cannot tell');
    if (
      carrying.some(([other]) => other === name) &&
      deletions.aliveAfterUrl > 0 &&
      name !== Object.keys(result.designs)[0]
    ) {
      const first = Object.values(result.designs)[0]?.deletions.aliveAfterUrl ?? 0;
      if (deletions.aliveAfterUrl > first) expect(headline).toMatch(/outlived (its|their) signed URL|\d more/);
    }
  }
  expect(headline).not.toMatch(/undefined|NaN|null|\.\.|;;|, and,/);
  expect(headline.endsWith('.')).toBe(true);
  expect(headline.split(' ').length).toBeLessThanOrEqual(LONGEST_WORDS);
}

const design: fc.Arbitrary<MadeUpDesign> = fc.record(
  {
    threads: fc.constantFrom(32, 64, 128),
    working: fc.double({ min: 0.1, max: 20, noNaN: true }),
    parked: fc.constantFrom(0, 0.2, 5, 9.99),
    blocked: fc.constantFrom(0, 0.3),
    queue: fc.constantFrom(0, 0.02, 3),
    growsPerHour: fc.constantFrom(12, 127),
    starved: fc.boolean(),
    failedFraction: fc.constantFrom(0, 0.0001, 0.05, 0.63),
    refused: fc.constantFrom(0, 1, 630),
    violations: fc.constantFrom(0, 1, 40),
    jobSeconds: fc.constantFrom(3, 30, 31, 90),
    hasNoLog: fc.boolean(),
    latenessSeconds: fc.constantFrom(0, 0.1, 90),
  },
  { requiredKeys: ['threads', 'working', 'parked', 'blocked'] },
);

const carryingDesign = design.map(
  ({ growsPerHour: _grows, starved: _starved, failedFraction: _failed, ...rest }): MadeUpDesign => rest,
);

describe('the headline', () => {
  it.each([
    ['of any kind', 1, design],
    ['that all do the work', 3, carryingDesign],
  ])('never says anything else than the table below it, of made-up designs %s', (_what, minLength, arbitrary) => {
    fc.assert(
      fc.property(
        fc.array(arbitrary, { minLength, maxLength: 5 }),
        fc.integer({ min: 1, max: 3 }),
        (list, replications) => {
          const designs = Object.fromEntries(list.map((made, i) => [`d${i}`, made]));
          checkAgainstTable(madeUpResult({ designs, replications }));
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each([
    ['of a service that is large enough', [16, 12], undefined],
    ['of queues that refuse', [16, 5, 4], 0],
    ['of one that falls behind', [12, 3], undefined],
    ['of designs that are the same', [12, 12, 12], undefined],
  ])('nor of simulated ones: %s', (_what, sizes, bound) => {
    const queue = bound === undefined ? {} : { queue: { bound } };
    const scenario = buildScenario({
      name: 'service',
      question: 'How many threads?',
      duration: '30m',
      warmUp: '5m',
      replications: 2,
      pools: { storage: { threads: 16, ...queue } },
      jobs: {
        render: { arrivals: { poisson: '30/min' }, steps: [{ task: { pool: 'storage', steps: [{ work: '12s' }] } }] },
      },
      designs: Object.fromEntries(sizes.map((threads, i) => [`d${i}`, { pools: { storage: { threads } } }])),
    });
    const result = simulate(scenario, 'test');
    checkAgainstTable(result);
    const { headline, reasons } = verdictOf(result);
    expect([headline, ...reasons].join(' ')).not.toMatch(/delet|blob|log|timer|semaphore/i);
  });

  it('of a design that refuses work says that first, not that it needs fewer threads', () => {
    expect(of({ big: JANITOR, small: { ...JANITOR, working: 2, failedFraction: 0.63, refused: 630 } })).toMatch(
      /^`small` does not carry what `big` carries: pool `storage` refuses 2 % of its tasks; with `small` 63 % of the `sync` jobs failed/,
    );
  });

  it('says what a saving costs those who wait for their jobs, and what else it brings them', () => {
    const headline = (jobSeconds: number) => of({ a: { ...LEGACY, jobSeconds: 10 }, b: { ...JANITOR, jobSeconds } });
    expect(headline(20)).toMatch(/but with `b` the p99 job time of `sync` rises from .+ to .+ s\.$/);
    expect(headline(5)).toMatch(/; the p99 job time of `sync` falls from .+ to .+ s\.$/);
    expect(headline(10)).toMatch(/; job times stay as they are \(p99 of `sync` .+\)\.$/);
  });

  it('says that deletions are late where they were not', () => {
    expect(of({ a: LEGACY, b: { ...JANITOR, latenessSeconds: 90 } })).toMatch(
      /but with `b` deletions start up to .+ late\.$/,
    );
  });

  it('is about the pool in which the designs differ, or the one that is nearest to full', () => {
    const twoPools = (db: number) =>
      buildScenario({
        name: 'api',
        question: 'How many connections?',
        duration: '2m',
        replications: 2,
        pools: { web: 64, db: 8 },
        jobs: {
          request: {
            arrivals: { poisson: '40/s' },
            steps: [
              { task: { pool: 'web', steps: [{ work: '0.2s' }] } },
              { task: { pool: 'db', steps: [{ work: '0.1s' }] } },
            ],
          },
        },
        designs: { today: {}, wider: { pools: { db } } },
      });
    expect(headlineOf(simulate(twoPools(12), 'test'))).toMatch(/pool `db`/);
    expect(headlineOf(simulate(twoPools(8), 'test'))).toMatch(/pool `db`/);
  });

  it('sums up the pools where a design moves work from one into another, or has a pool of its own', () => {
    const part = (pool: string) => ({ fanOut: { name: 'part', pool, tasks: 3, steps: [{ work: '0.2s' }] } });
    const steps = (pool: string) => [{ task: { name: 'handle', pool: 'web', steps: [{ work: '0.1s' }, part(pool)] } }];
    const scenario = buildScenario({
      name: 'worker',
      question: 'Which pool?',
      duration: '2m',
      warmUp: '10s',
      replications: 3,
      pools: { web: 32 },
      jobs: { request: { arrivals: { poisson: '10/s' }, steps: steps('web') } },
      designs: {
        one: {},
        // As many threads are active, in two pools.
        two: { pools: { web: 16, parts: 16 }, jobs: { request: { steps: steps('parts') } } },
        three: {
          jobs: {
            request: { steps: [{ task: { name: 'handle', pool: 'web', steps: [{ work: '0.1s' }] } }, part('web')] },
          },
        },
      },
    });
    const result = simulate(scenario, 'test');
    const { headline } = verdictOf(result);
    const sum = (name: string) =>
      Object.values(result.designs[name]?.pools ?? {}).reduce((total, { active }) => total + (active.mean ?? 0), 0);
    const [, said, of] =
      /`three` needs the fewest active threads: ([\d.]+) of 32 where `one` needs ([\d.]+) of 32/.exec(headline) ?? [];
    expect(Number(said)).toBeCloseTo(sum('three'), 1);
    expect(Number(of)).toBeCloseTo(sum('one'), 1);
    expect(Math.abs(sum('two') - sum('one'))).toBeLessThan(0.5);
  });

  it('says once what every design loses alike, and of each design what it alone loses', () => {
    const losing = { ...JANITOR, failedFraction: 0.05 };
    expect(of({ a: losing, b: losing })).toMatch(/; with every design 5 % of the `sync` jobs failed and [^;]+\.$/);
    expect(of({ a: losing, b: losing, c: { ...losing, failedFraction: 0.07 } })).toMatch(
      /with `a` and `b` 5 % of the `sync` jobs failed.*but with `c` 7 %/,
    );
  });

  it('names all designs that the noise does not tell from the one with the fewest threads, each with its pool', () => {
    const headline = of({ a: LEGACY, b: JANITOR, c: { ...JANITOR, threads: 16 } });
    expect(headline).toMatch(
      /`b` and `c` need the fewest active threads: 7.6 of 128 and 7.6 of 16 where `a` needs 92.4 of 128/,
    );
  });
});

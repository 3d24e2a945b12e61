import { describe, expect, it } from 'vitest';
import { chartSections, chartsOf } from '../../../src/report/charts/charts.ts';
import { leftOutNotes } from '../../../src/report/left-out.ts';
import type { DesignResult, PoolResult, Result } from '../../../src/result/schema.ts';
import { type MadeUpDesign, madeUpResult } from '../made-up-result.ts';

const QUIET: MadeUpDesign = { threads: 64, working: 5, parked: 0, blocked: 0 };

const title = (result: Result, id: string) =>
  chartsOf(result)
    .find((chart) => chart.id === id)
    ?.title.replaceAll('`', '') ?? '';
const of = (designs: Readonly<Record<string, MadeUpDesign>>) => madeUpResult({ designs });

/** Adds pools like that of the design, with so many active threads each. */
function withPools(design: DesignResult, pools: Readonly<Record<string, number>>): void {
  for (const [name, mean] of Object.entries(pools)) {
    const pool: PoolResult = structuredClone(design.pools.storage as PoolResult);
    Object.assign(pool.active, { mean });
    Object.assign(design.pools, { [name]: pool });
    Object.assign(design.series.pools, { [name]: design.series.pools.storage });
  }
}

describe('the title of a chart', () => {
  it('says of every design the time that none exceeds', () => {
    const result = of({ a: { ...QUIET, jobSeconds: 20 }, b: { ...QUIET, jobSeconds: 20.1 } });
    const highest = Math.max(...Object.values(result.designs).map(({ jobs }) => jobs.sync?.time.p99 ?? 0));
    expect(title(result, 'latency')).toBe(
      `99 % of the sync jobs take at most ${highest.toFixed(1)} s with every design`,
    );
  });

  it.each(['latency', 'latency-sync', 'distribution-storage', 'lateness', 'blobs', 'threads-storage', 'threads-all'])(
    'names the first design, and the range of all others: %s',
    (id) => {
      const by = [5, 1, 9, 2, 3];
      const result = of(
        Object.fromEntries(
          by.map((factor, i) => [
            `d${i}`,
            { ...QUIET, working: 4 * factor, jobSeconds: factor, latenessSeconds: factor, threadsBeside: 10 * factor },
          ]),
        ),
      );
      Object.values(result.designs).forEach(({ blobs, series }, i) => {
        Object.assign(blobs.alive, { mean: by[i] });
        Object.assign(series.jobs.sync ?? {}, { p99: Array.from({ length: 100 }, () => by[i]) });
      });
      expect(title(result, id)).toMatch(/ with d0, and from [^,]+ with d1 to [^,]+ with d2/);
    },
  );

  it('says of job times that they are those of the completed ones, and how many failed', () => {
    expect(title(of({ a: { ...QUIET, failedFraction: 0.17 } }), 'latency')).toMatch(
      /^99 % of the completed sync jobs take at most .*; failed: 17 % with a$/,
    );
  });

  it('has no job time of a design that starved', () => {
    expect(title(of({ a: { ...QUIET, starved: true }, b: QUIET }), 'latency')).toMatch(/an unknown time with a and /);
  });

  it('tells of threads that are blocked as of those that sleep', () => {
    expect(title(of({ a: { ...QUIET, blocked: 12 }, b: QUIET }), 'threads-storage')).toBe(
      '12 of 64 threads are blocked with a, waiting for permits or other tasks, none with b',
    );
    expect(title(of({ a: { ...QUIET, blocked: 12, parked: 20 }, b: QUIET }), 'threads-storage')).toMatch(
      /^20 of 64 threads sleep with a, none with b; 12 of 64 threads are blocked with a/,
    );
    expect(title(of({ a: { ...QUIET, blocked: 0.6, parked: 20 } }), 'threads-storage')).not.toContain('blocked');
    expect(title(of({ a: { ...QUIET, blocked: 0.4 } }), 'threads-storage')).toMatch(
      /^Next to no thread .*; active: 5\.4 with a$/,
    );
  });
});

describe('the charts of a pool', () => {
  it('that only one design has are there, and say so', () => {
    const result = of({ a: QUIET, b: QUIET });
    withPools(result.designs.b as DesignResult, { janitor: 4 });
    const charts = chartsOf(result).filter(({ id }) => id.endsWith('-janitor'));
    expect(charts.map(({ id }) => id)).toContain('threads-janitor');
    for (const { id, subtitle, title: text, rows } of charts) {
      expect(rows).toHaveLength(1);
      if (!id.startsWith('production')) expect(subtitle).toContain('; only b has this pool');
      expect(text).not.toContain('every design');
    }
  });

  it('take the place of no other, however much their names are alike', () => {
    const result = of({ a: QUIET, b: { ...QUIET, threadsBeside: 30 } });
    for (const design of Object.values(result.designs)) {
      withPools(design, { 'a-b': 3, A_b: 4, all: 5 });
      Object.assign(design.threads, { max: 400 });
    }
    const ids = chartsOf(result).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => /^threads-(a-b|all)/.test(id))).toHaveLength(4);
  });
});

describe('what is left out', () => {
  it('is named, with the place where it is found', () => {
    const result = of({ a: QUIET });
    const design = result.designs.a as DesignResult;
    expect(leftOutNotes(result)).toEqual([]);
    withPools(design, { p1: 4, p2: 3, p3: 2, p4: 1, p5: 0.5 });
    Object.assign(design.jobs, { rare: { ...design.jobs.sync, arrived: 1 } });
    const [pools, kinds] = leftOutNotes(result);
    expect(pools).toMatch(/^Pools `p4` and `p5` are not shown.*`result.json`/);
    expect(kinds).toMatch(/`rare`.*`result.json`/);
    const why = chartSections(result).flatMap(({ leftOut }) => leftOut);
    expect(why).toContain(pools);
    expect(why).toContain(kinds);
  });
});

describe('a title is of what was measured', () => {
  it('tells of a state that has a large share of few active threads, and of none where there is none', () => {
    const few = { threads: 64, working: 0.3, parked: 0.4, blocked: 0 };
    expect(title(of({ a: few }), 'threads-storage')).toBe('0.4 of 64 threads sleep with a');
    expect(title(of({ a: QUIET }), 'threads-storage')).toMatch(/^No thread of pool storage sleeps or is blocked/);
    expect(title(of({ a: { ...QUIET, parked: 0.1 } }), 'threads-storage')).toMatch(/^Next to no thread/);
    const all = { threads: 64, working: 1, parked: 20, blocked: 0 };
    expect(title(of({ a: all, b: all, c: all }), 'threads-storage')).toMatch(/sleep with every design$/);
  });

  it('leaves the warm-up out of the slowest span, and a design whose times lack some that never ended', () => {
    const result = of({ a: QUIET, b: { ...QUIET, starved: true } });
    const { series } = result.designs.a as DesignResult;
    const warm = Math.ceil(series.warmUpSeconds / series.spanSeconds);
    expect(warm).toBeGreaterThan(0);
    const times = Array.from({ length: warm + 3 }, (_, span) => (span < warm ? 500 : 7));
    Object.assign(series.jobs.sync ?? {}, { p99: times });
    expect(title(result, 'latency-sync')).toBe(
      'The slowest span of sync has a p99 of 7 s with a and an unknown time with b',
    );
  });
});

it.each([
  [0.1, ' s'],
  [0.3, ' min'],
  [1.5, ' min'],
  [24, ' h'],
])('tells the times of a run of %d hours in the unit that fits: %s', (hours, unit) => {
  const result = madeUpResult({ hours, designs: { a: QUIET } });
  const { series } = result.designs.a as DesignResult;
  Object.assign(series, { binSeconds: (hours * 3_600) / series.threads.mean.length });
  const table = chartsOf(result).find(({ id }) => id === 'threads-storage')?.table;
  const from = table?.rows.map((row) => row[1] ?? '') ?? [];
  expect(new Set(from).size).toBe(from.length);
  for (const text of from) expect(text.endsWith(unit)).toBe(true);
});

import { describe, expect, it } from 'vitest';
import { chartSections, chartsOf } from '../../../src/report/charts/charts.ts';
import type { ChartSpec } from '../../../src/report/charts/spec.ts';
import { niceTicks, yTicks } from '../../../src/report/charts/ticks.ts';
import type { Result } from '../../../src/result/schema.ts';
import { beforeAfter, madeUpResult, poolHistory } from '../made-up-result.ts';

const chart = (charts: readonly ChartSpec[], id: string) => charts.find((spec) => spec.id === id)!;
const plain = (title: string) => title.replaceAll('`', '');

describe('the charts of a result', () => {
  it.each([
    ['two designs', beforeAfter],
    ['six designs', poolHistory],
  ])('have names for files, a row for each design in their order, units and a table: %s', (_what, result) => {
    const charts = chartsOf(result());
    expect(new Set(charts.map(({ id }) => id)).size).toBe(charts.length);
    for (const spec of charts) {
      expect(spec.id).toMatch(/^[a-z0-9-]+$/);
      const names =
        spec.id === 'latency'
          ? spec.rows[0]!.layers.map(({ label }) => label)
          : spec.rows.map((row) => row.label.split(':')[0]);
      expect(names).toEqual(Object.keys(result().designs));
      for (const text of [spec.title, spec.subtitle, spec.x.label, spec.y.label]) expect(text).toMatch(/\w/);
      expect(spec.table.rows.length).toBeGreaterThan(0);
      for (const row of spec.table.rows) expect(row).toHaveLength(spec.table.columns.length);
    }
  });

  it('over time have a bounded number of points, whatever the duration', () => {
    for (const { rows } of chartsOf(
      madeUpResult({ hours: 2_400, designs: { a: { threads: 8, working: 3, parked: 2, blocked: 0 } } }),
    )) {
      for (const { values } of rows.flatMap((row) => row.layers)) expect(values.length).toBeLessThanOrEqual(400);
    }
  });

  it('stack the states of a pool up to its size, which is a line', () => {
    const { rows } = chart(chartsOf(beforeAfter()), 'threads-storage');
    const areas = rows[0]!.layers.filter(({ kind }) => kind === 'area');
    expect(areas.map(({ ink }) => ink)).toEqual(['working', 'blocked', 'parked', 'idle']);
    for (let bin = 0; bin < 288; bin += 1) {
      expect(areas.reduce((sum, { values }) => sum + (values[bin] ?? 0), 0)).toBeCloseTo(128, 0);
    }
    expect(rows[0]!.marks).toMatchObject([{ axis: 'y', value: 128, label: 'pool size 128' }]);
  });

  it('each say one finding', () => {
    const two = chartsOf(beforeAfter());
    expect(plain(chart(two, 'threads-storage').title)).toBe('84.8 of 128 threads sleep with legacy, none with janitor');
    expect(plain(chart(two, 'production-storage').title)).toBe(
      'The log shows 98.4 active threads with legacy; the true mean is 92.4',
    );
    const six = chartsOf(poolHistory());
    expect(plain(chart(six, 'threads-storage').title)).toBe(
      '70 % to 94 % of the threads sleep with 5 of 6 designs, none with janitor-32',
    );
    expect(plain(chart(six, 'admission-queue').title)).toContain('grows by 794/h with legacy-32');
    expect(plain(chart(six, 'lateness').title)).toMatch(/with legacy-32, and from .+ with .+ to .+ with /);
  });

  it('draw the job times of every design on one logarithmic axis', () => {
    const { rows, y, x, title } = chart(chartsOf(beforeAfter()), 'latency');
    expect(x.names).toEqual(['p50', 'p95', 'p99', 'max']);
    for (const { values } of rows.flatMap(({ layers }) => layers)) {
      expect(values).toHaveLength(4);
      for (const value of values) expect(value).toBeGreaterThanOrEqual(y.logFrom!);
      for (const value of values) expect(value).toBeLessThanOrEqual(y.max * 1.001);
    }
    expect(plain(title)).toMatch(/^99 % of the .+ jobs take at most .+ with every design$/);
  });

  it('say of a peak that leaves the picture how high it is', () => {
    const { rows } = chart(chartsOf(poolHistory()), 'distribution-storage');
    const labels = rows.map(({ label }) => label);
    expect(labels.filter((label) => label.endsWith('cut off here')).length).toBeGreaterThan(0);
    expect(labels.at(-1)).toBe('janitor-32');
  });

  it('are left out where there is nothing to see, and the section says why', () => {
    const quiet = { threads: 64, working: 3, parked: 0, blocked: 0, nothingDeferred: true };
    const sections = chartSections(madeUpResult({ designs: { a: quiet, b: quiet } }));
    const why = Object.fromEntries(sections.map(({ id, leftOut }) => [id, leftOut.join(' ')]));
    expect(why.queue).toContain('No task ever waited for a thread of pool `storage`');
    expect(why.production).toContain('the log stays empty');
    expect(why.threads).toContain('No design starts threads beside its pools');
  });

  it('say nothing of deletions where nothing is deleted, and nothing of a log where none is kept', () => {
    const ids = (result: Result) => chartSections(result).map(({ id }) => id);
    expect(ids(beforeAfter())).toEqual(['threads', 'latency', 'distribution', 'queue', 'cost', 'production']);
    const quiet = { threads: 64, working: 60, parked: 0, blocked: 0, nothingDeferred: true, hasNoLog: true };
    expect(ids(madeUpResult({ designs: { a: quiet, b: quiet } }))).toEqual([
      'threads',
      'latency',
      'distribution',
      'queue',
    ]);
  });
});

describe('the ticks of an axis', () => {
  it.each([
    [24.5, 10, 'hours', [0, 3, 6, 9, 12, 15, 18, 21, 24]],
    [1.5, 10, 'hours', [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5]],
    [338, 4, 'seconds', [0, 120, 240]],
    [6.1, 5, 'seconds', [0, 2, 4, 6]],
    [0.5, 5, 'seconds', [0, 0.1, 0.2, 0.3, 0.4, 0.5]],
    [192, 4, 'number', [0, 50, 100, 150]],
    [0.13, 4, 'percent', [0, 0.05, 0.1]],
  ])('up to %d, about %d of them, as %s', (max, about, format, expected) => {
    expect(niceTicks(0, max, about, format)).toEqual(expected);
  });

  it.each([
    [10, 505, 4, [10, 20, 50, 100, 200, 500]],
    [0.001, 505, 4, [0.001, 0.1, 10]],
    [0.1, 505, 5, [0.1, 1, 10, 100]],
  ])('on a logarithmic axis from %d to %d', (logFrom, max, about, expected) => {
    expect(yTicks({ label: '', format: 'seconds', logFrom, max }, about)).toEqual(expected);
  });

  it('are one where there is nothing to measure', () => {
    expect(niceTicks(0, 0, 5, 'number')).toEqual([0]);
  });
});

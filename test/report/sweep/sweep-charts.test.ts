import { describe, expect, it } from 'vitest';
import { chartCsv } from '../../../src/report/charts/csv.ts';
import { sweepCharts } from '../../../src/report/sweep/sweep-charts.ts';
import { renderSweepPage } from '../../../src/report/sweep/sweep-page.ts';
import { renderSweepTerminal } from '../../../src/report/sweep/sweep-words.ts';
import { sweepCsv } from '../../../src/result/sweep/sweep-text.ts';
import { madeUpSweep } from './made-up-sweep.ts';

const THREADS = { path: 'pools.storage.threads', values: ['8', '16', '32'] };
const RATE = { path: 'jobs.sync.arrivals.poisson', values: ['4/min', '8/min'] };
const DELAY = { path: 'deletion.delay', values: ['60s', '480s'] };

const only = (table: ReturnType<typeof madeUpSweep>) => {
  const { charts } = sweepCharts(table);
  expect(charts).toHaveLength(1);
  return (charts[0] as (typeof charts)[number]).chart;
};

describe('the chart of a sweep', () => {
  it('over one thing has a line for each design, with a gap where there is no data, and its title says what becomes of each', () => {
    const chart = only(
      madeUpSweep([THREADS], (design, [x = 0]) => (design === 'janitor' ? 2 : x === 0 ? null : 100 / x)),
    );
    expect(chart.rows.map(({ layers }) => layers.map(({ label, values }) => [label, ...values]))).toEqual([
      [
        ['legacy', null, 100, 50],
        ['janitor', 2, 2, 2],
      ],
    ]);
    expect(chart.x.names).toEqual(['8', '16', '32']);
    expect(chart.title).toBe(
      '`pools.storage.queueWait.p99` falls from 100 s to 50 s, without data at 1 of 3 with `legacy`, stays at 2 s with `janitor`',
    );
    expect(chart.table.rows[1]).toEqual(['16', '100 [99, 101] s', '2 [1, 3] s']);
  });

  it.each([
    [[1, 2, 4], 'rises from 1 s to 4 s'],
    [[4, 1, 2], 'lies between 1 s and 4 s'],
    [[null, null, null], 'has no data'],
  ])('of %j says that it %s', (line, course) => {
    const chart = only(madeUpSweep([THREADS], (design, [x = 0]) => (design === 'legacy' ? (line[x] ?? null) : 1)));
    expect(chart.title).toContain(course);
  });

  it('has a logarithmic axis where values are very different and none is 0', () => {
    const spread = (least: number) =>
      only(madeUpSweep([THREADS], (_, [x = 0]) => [least, 10, 1_000][x] as number)).y.logFrom;
    expect([spread(0.5), spread(0), spread(500)]).toEqual([0.1, undefined, undefined]);
  });

  it('over two things is a heat map for each design, each value in the cell of its point, all in one scale', () => {
    const chart = only(
      madeUpSweep([THREADS, RATE], (design, [x = 0, y = 0]) => (design === 'legacy' ? 10 * x + y : 100)),
    );
    expect(
      chart.rows.map(({ label, layers }) => [
        label,
        ...layers.map(({ kind, label, values }) => [kind, label, ...values]),
      ]),
    ).toEqual([
      ['legacy', ['cells', '4/min', 0, 10, 20], ['cells', '8/min', 1, 11, 21]],
      ['janitor', ['cells', '4/min', 100, 100, 100], ['cells', '8/min', 100, 100, 100]],
    ]);
    expect(chart.cells).toEqual({ min: 0, max: 100, isLog: false, format: 'seconds' });
    expect(chart.title).toContain(
      'goes from 0 s (8 × 4/min) to 21 s (32 × 8/min) with `legacy`; stays at 100 s with `janitor`',
    );
    expect(chart.table.rows).toHaveLength(6);
    // What the page saves has every cell.
    expect(chartCsv(chart).split('\r\n')[2]).toBe('legacy,16,10,11');
  });

  it('over three things is a heat map for each value of the third', () => {
    const chart = only(
      madeUpSweep([THREADS, RATE, DELAY], (design, [x = 0, y = 0, z = 0]) =>
        design === 'legacy' ? 100 * z + 10 * x + y : null,
      ),
    );
    expect(chart.rows.map(({ label }) => label)).toEqual([
      'legacy, deletion.delay = 60s',
      'janitor, deletion.delay = 60s',
      'legacy, deletion.delay = 480s',
      'janitor, deletion.delay = 480s',
    ]);
    expect(chart.rows[2]?.layers.map(({ values }) => values)).toEqual([
      [100, 110, 120],
      [101, 111, 121],
    ]);
  });

  it('is left out where there would be too many maps, or no data at all, and that is said', () => {
    const many = { path: 'seed', values: ['1', '2', '3', '4', '5', '6', '7'] };
    expect(sweepCharts(madeUpSweep([THREADS, RATE, many], () => 1))).toEqual({
      charts: [],
      leftOut: [expect.stringContaining('sweep.csv')],
    });
    const { charts, leftOut } = sweepCharts(madeUpSweep([THREADS], () => null));
    expect([charts, leftOut]).toEqual([[], ['Without data at any point: `pools.storage.queueWait.p99`.']]);
  });
});

describe('a sweep', () => {
  it('is a page with the command that gives it again, and no markup but ours', () => {
    const page = renderSweepPage(
      madeUpSweep([{ ...THREADS, values: ['8', '<script>x</script>'] }], () => 1),
      'draw()',
    );
    expect(page).toContain('npx unpark sweep your-file.yaml --set');
    expect(page).not.toContain('<script>x');
    expect(page.match(/<script/g)).toHaveLength(2);
  });

  it('is CSV in which what is not known is empty, and no text is a formula', () => {
    const csv = sweepCsv(
      madeUpSweep([{ path: 'x', values: ['=1+1', 'b,c'] }], (design) => (design === 'legacy' ? 1.5 : null)),
    );
    expect(csv.split('\r\n').slice(0, 4)).toEqual([
      'point,design,x,pools.storage.queueWait.p99,pools.storage.queueWait.p99.low95,pools.storage.queueWait.p99.high95',
      "0,legacy,'=1+1,1.5,0.5,2.5",
      "0,janitor,'=1+1,,,",
      '1,legacy,"b,c",1.5,0.5,2.5',
    ]);
  });

  it('is told on a terminal with its first rows, and how many there are', () => {
    const long = { path: 'seed', values: Array.from({ length: 30 }, (_, index) => String(index)) };
    const text = renderSweepTerminal(madeUpSweep([long], () => 1));
    expect(text).toContain('made-up: 30 points (seed: 30), 2 designs, 3 replications each, seed 1');
    expect(text).toContain('… 20 more rows: sweep.csv and sweep.jsonl have all');
    for (const width of [40, 60, 80, 100]) {
      const lines = renderSweepTerminal(
        madeUpSweep([long], () => 1),
        { width, colour: false },
      ).split('\n');
      for (const line of lines) expect([...line].length).toBeLessThanOrEqual(width);
    }
  });
});

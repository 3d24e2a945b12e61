import { describe, expect, it } from 'vitest';
import { chartCsv } from '../../../src/report/charts/csv.ts';
import type { ChartSpec } from '../../../src/report/charts/spec.ts';
import { sizingCharts } from '../../../src/report/size/sizing-charts.ts';
import { renderSizingPage } from '../../../src/report/size/sizing-page.ts';
import { renderSizingTerminal } from '../../../src/report/size/sizing-terminal.ts';
import { headroomText, notesOf, pointText, sizingReproduction } from '../../../src/report/size/sizing-words.ts';
import { madeUpDesign, madeUpSizing, point } from './made-up-sizing.ts';

const sizing = madeUpSizing();
const text = (width: number) => renderSizingTerminal(sizing, { width, colour: false });

describe('a sizing on the terminal', () => {
  it('says first what each design needs, and fits 80 columns and 40', () => {
    const [first] = text(100).split('\n');
    expect(first).toBe('made-up: before needs 12 threads, after needs 11 threads for pools.web.fullFraction < 1%');
    for (const width of [80, 40]) {
      for (const line of text(width).split('\n')) expect([...line].length).toBeLessThanOrEqual(width);
    }
  });

  it('has an empty line between designs that do not stand beside each other', () => {
    const lines = text(50).split('\n');
    const after = lines.findIndex((line) => / after$/.test(line));
    expect(after).toBeGreaterThan(4);
    expect(lines[after - 1]).toBe('');
  });

  it('has the range, the objective with its interval, the room for more volume and what each rule led to', () => {
    const lines = text(100)
      .split('\n')
      .map((line) => line.replaceAll(/ {2,}/g, ' | '));
    expect(lines).toContain(' | 95 % range | 11–12 | 11');
    expect(lines).toContain(' | the objective there | 0.6 [0.48, 0.72] % | 1.01 [0.808, 1.21] %');
    expect(lines).toContain(' | room for more volume | over 10 × | –');
    expect(lines).toContain("Little's law | 8: 100 %, unstable | 8: 100 %, unstable");
    expect(lines).toContain('cores × (1 + wait/compute) | 2: starved | 2: starved');
    // A rule that has no answer for any design is no row.
    expect(text(100)).not.toContain('Erlang C');
  });

  it('says below it what a volume has changed, where no size helps, and where more was not better', () => {
    const notes = notesOf(madeUpSizing({ designs: [madeUpDesign({ notMonotone: [9, 14] })] }));
    expect(notes[0]).toBe(
      '`before`: 9 meets the objective and 14 does not, so more is not always better here and the least size is only that of the neighbourhood in which it was found.',
    );
    expect(notes).toContain(
      '* Limits that such a volume would fill, or nearly, whatever the size grow with it: `before` at 10 × slots to 20 (from 2).',
    );
    expect(notes).toContain('`before` at 10 ×: no size up to 400 meets it; what limits it there: nothing.');
    expect(notes).toContain('The objective is the default; --objective states another.');
  });
});

describe('what is noted below the tables', () => {
  const notes = (changes: Parameters<typeof madeUpDesign>[0]) =>
    notesOf(madeUpSizing({ designs: [madeUpDesign(changes)] }));

  it('is first that far more tasks wait than the pool is full of the time, with what to ask for instead', () => {
    const waiting = { pool: 'web', share: 0.9, p99: 9, holdingSeconds: 1 };
    expect(notes({ waiting })[0]).toMatch(
      /^`before` at 12: 90 % of the tasks wait for a thread of `web`, 1 % of them for 9 s or longer: .* `--objective 'pools\.web\.queueWait\.p99 <= 100ms'`\.$/,
    );
    expect(notes({ waiting: { ...waiting, holdingSeconds: 480 } })[0]).toContain('<= 50s');
  });

  it('is a warm-up that is missing, the peak that rules are for, and cores only where a rule asks for them', () => {
    const unsteady = { design: 'before', path: 'pools.web.active.mean', neededSeconds: 1_200, bias: -0.065 };
    expect(notes({ unsteady })[0]).toBe(
      'The warm-up of 60 s is too short: the start, not yet steady, lowers `before.pools.web.active.mean` by 6.5 %. MSER-5 finds 20m: write `warmUp: 20m` into the scenario, or add `--set warmUp=20m`.',
    );
    expect(notes({ offered: 4, offeredPeak: 12 })).toContain(
      'Rules of thumb with `before` are for the peak of what is offered, 12 erlangs; the mean over the run is 4.',
    );
    const cores = (size: number | null) =>
      notes({ rules: [{ rule: 'cores × (1 + wait/compute)', size, point: null }] }).some((note) =>
        note.includes('cores'),
      );
    expect([cores(2), cores(null)]).toEqual([true, false]);
  });

  it('is that a figure depends on the length of the run where nobody knows whether a line grows', () => {
    const why = 'a run of this length cannot tell whether `pools.web.queueDepth` grows or merely wanders';
    const curve = [point(8, 0.7, 'misses', why), point(12, 0.006, 'meets')];
    const design = madeUpDesign({ curve, rules: [{ rule: "Little's law", size: 8, point: 0 }] });
    const doubtful = madeUpSizing({ designs: [design] });
    expect(renderSizingTerminal(doubtful, { width: 100, colour: false })).toMatch(/Little's law +8: 70 %, missed †/);
    expect(notesOf(doubtful)).toContain(`† \`before\` at 8: ${why}; the figure depends on how long the run is.`);
    expect(notesOf(sizing).join()).not.toContain('†');
  });
});

describe('of jobs that come at recorded times a sizing', () => {
  const said = (...designs: Parameters<typeof madeUpDesign>[0][]) =>
    notesOf(madeUpSizing({ designs: designs.map((changes) => madeUpDesign(changes)) })).filter((note) =>
      /recorded|Simulated/.test(note),
    );
  const simulated = 'Simulated: 20 sizes and volumes, 80 replications.';

  it('says that more volume is of the others', () => {
    expect(said({ recorded: ['batch'] }, { design: 'after', recorded: ['batch'] })).toEqual([
      'More volume means more of the other arrivals: `batch` comes at recorded times, and as often at every volume.',
      simulated,
    ]);
    expect(said({ recorded: ['batch', 'nightly'] }, { design: 'after' })[0]).toBe(
      '`before`: More volume means more of the other arrivals: `batch` and `nightly` come at recorded times, and as often at every volume.',
    );
  });

  it('says why there is no more volume, on the page too, and counts no volumes', () => {
    const none = { recorded: ['batch'], volumes: [], headroom: null, headroomWritten: null };
    expect(said(none)).toEqual([
      'No room and no sizes for more volume: all jobs (`batch`) come at recorded times, which a larger volume does not change. Arrivals with a rate can be scaled.',
      'Simulated: 20 sizes, 80 replications.',
    ]);
    expect(renderSizingPage(madeUpSizing({ designs: [madeUpDesign(none)] }), 'client()')).toContain(
      'No room and no sizes for more volume: all jobs (<code>batch</code>)',
    );
  });
});

describe('the words of a sizing', () => {
  it('are of failures where the objective is not', () => {
    const designs = [madeUpDesign({ failing: { job: 'a', fraction: 0.006 } })];
    const lost = (name: string) => {
      const objective = { ...sizing.objective, measures: [{ name, unit: 'fraction' }] };
      return notesOf(madeUpSizing({ designs, objective })).filter((note) => note.includes('fail or are refused'));
    };
    expect(lost('jobs.a.time.p99')).toEqual([
      '`before` at 12: 0.6 % of the jobs of `a` fail or are refused, of which the objective says nothing.',
    ]);
    expect(lost('jobs.b.failedFraction')).toHaveLength(1);
    for (const measure of ['jobs.a.failedFraction', 'jobs.a.successFraction', 'pools.web.rejected']) {
      expect(lost(measure)).toEqual([]);
    }
  });

  it.each([
    [1, 1.03, '+0 to +3 %'],
    [1, 1.061, '+0 to +6 %'],
    [1.061, 1.061, '+6 %'],
    [1.9, 2.4, '1.9 to 2.4 ×'],
  ])('are of the room for more volume from %d to %d: %s', (volume, atMost, words) => {
    expect(headroomText({ volume, atMost, isAtLeast: false, breaks: null })).toBe(words);
  });

  it('are of several measures those of the one that is furthest beyond its bound', () => {
    const two = madeUpSizing({
      objective: {
        ...sizing.objective,
        measures: [sizing.objective.measures[0] as never, { name: 'jobs.a.donePerHour.mean', unit: '1/h' }],
        bounds: ['< 1%', '>= 90/h'],
      },
    });
    const [figure] = point(3, 0.011, 'misses').figures;
    const both = (value: number) => ({
      ...point(3, 0.011, 'misses'),
      figures: [figure as never, { value, low95: null, high95: null, bound: 90 }],
    });
    expect(pointText(both(30), two, false)).toBe('30/h');
    expect(pointText(both(89), two, false)).toBe('1.1 %');
    expect(pointText(both(500), two, false)).toBe('1.1 %');
  });

  it('have as many digits as tell a figure from the bound that it misses', () => {
    const near = {
      ...point(11, 0.0100003, 'close'),
      figures: [{ value: 0.0100003, low95: null, high95: null, bound: 0.01 }],
    };
    expect(pointText(near, sizing, true)).toBe('1.00003 %');
    expect(pointText({ ...near, standing: 'meets' }, sizing, true)).toBe('1 %');
  });

  it('say how to find the same again', () => {
    expect(sizingReproduction(sizing)).toBe(
      "npx unpark size your-file.yaml --objective 'pools.web.fullFraction < 1%' --vary pools.web.threads --least 1 --most 100000 --set pools.web.threads=40 --design before after --seed 1 --replications 4 --cores 2",
    );
  });
});

describe('the chart of a sizing', () => {
  const [chart] = sizingCharts(sizing) as [ChartSpec];

  it('has a row for each design, with the simulated sizes where they stand, the bound and the size that was chosen', () => {
    expect(chart.title).toBe(
      '`pools.web.fullFraction < 1%` is met from 12 threads on with `before` and from 11 threads on with `after`',
    );
    expect(chart.rows.map(({ label }) => label)).toEqual(['before', 'after']);
    const [band, line] = chart.rows[0]?.layers ?? [];
    // The size at which nobody waits would leave no room for the others.
    expect(line?.xs).toEqual([2, 8, 10, 11, 12, 40]);
    expect(line?.values.slice(0, 4)).toEqual([null, 1, 0.05, 0.0101]);
    expect(band?.lower?.[1]).toBe(0.8);
    expect(band?.values[1]).toBe(1);
    expect(chart.rows[0]?.marks.map(({ axis, value, label }) => [axis, value, label])).toEqual([
      ['y', 0.01, 'objective 1 %'],
      ['x', 12, '12 threads'],
      ['x', 40, 'as written: 40'],
    ]);
  });

  it('is logarithmic where the figures are far apart, and 0 lies on the axis', () => {
    expect(chart.y.logFrom).toBe(0.001);
    expect(chart.rows[0]?.layers[1]?.values.at(-1)).toBe(0.001);
  });

  it('has the figures as a table and as CSV, by the size', () => {
    expect(chart.table.rows.map(([size]) => size)).toEqual(['2', '8', '10', '11', '12', '40', '100000']);
    expect(chart.table.rows[3]).toEqual(['11', '1.01 [0.808, 1.21] %', '1.01 [0.808, 1.21] %']);
    expect(chartCsv(chart).split(/\r?\n/)[2]).toBe('before,8,0.8,1,1');
  });
});

it('is a page with the tables, the chart and the command, whatever its texts are', () => {
  const page = renderSizingPage(
    madeUpSizing({ scenario: { name: 'made-up', question: '<script>alert(1)</script>', hash: 'b'.repeat(64) } }),
    'client()',
  );
  expect(page).toContain('&lt;script&gt;alert(1)');
  expect(page).not.toContain('<script>alert');
  expect(page).toContain('What rules of thumb lead to');
  expect(page).toContain('id="chart-objective"');
  expect(page).toContain('npx unpark size your-file.yaml');
});

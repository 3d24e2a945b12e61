import { describe, expect, it } from 'vitest';
import { buildSeries } from '../../../src/observed/calibration/build-series.ts';
import { chooseSamples, type NamedLog } from '../../../src/observed/calibration/choose-samples.ts';
import { HealthReader } from '../../../src/observed/calibration/health-reader.ts';
import { samplingPace } from '../../../src/observed/calibration/sampling-pace.ts';
import { problemsThrownBy } from '../../scenario/small-scenario.ts';

/** A CSV log: seconds and active threads. */
function logOf(rows: readonly (readonly (number | string)[])[], file = 'pool.csv', header = 'time,active'): NamedLog {
  const reader = new HealthReader();
  reader.push(`${header}\n${rows.map((row) => row.join(',')).join('\n')}\n`);
  return { ...reader.end(), file };
}

const choose = (logs: readonly NamedLog[], options = {}) =>
  chooseSamples(logs, { pool: 'storage', isNamed: false, instance: undefined, threads: 128, ...options });

/** @param above null where every sample is printed. */
const build = (logs: readonly NamedLog[], above: number | null = 70) =>
  buildSeries(choose(logs), { everySeconds: 60, abovePercent: above ?? undefined, span: undefined });

describe('the samples of a log', () => {
  it('lie on an even pace, however the clock drifts: what is missing was not printed', () => {
    const { series } = build([
      logOf([
        [0, 95],
        [60.4, 96],
        [241.9, 97],
        [302.5, 98],
      ]),
    ]);
    expect(series.segments.map(({ active }) => [...active])).toEqual([[95, 96, -1, -1, 97, 98]]);
    expect(series).toMatchObject({ isPaced: true, least: 90, threads: 128 });
  });

  it('begin another series where the clock runs backwards, or after a day of silence', () => {
    const { series, leftOut } = build([
      logOf([
        [7_200, 95],
        [7_260, 96],
        [3_660, 97],
        [3_720, 98],
        [200_000, 99],
      ]),
    ]);
    expect(series.segments.map(({ active }) => [...active])).toEqual([[95, 96], [97, 98], [99]]);
    expect(leftOut.map(({ count, what, first }) => [count, what.slice(0, 30), first])).toEqual([
      [1, 'before which the clock runs ba', 'pool.csv:4'],
      [1, 'after more than a day of silen', 'pool.csv:6'],
    ]);
  });

  it('that were printed and cannot be used are missing, and not below the threshold', () => {
    const reader = new HealthReader();
    const line = (minute: number, text: string) => `2026-05-30T12:0${minute}:00Z executor_pool_health${text}\n`;
    const dict = (active: number, threads = 128) =>
      `: [{'name': 'storage', 'max_workers': ${threads}, 'active_count': ${active}, 'queue_depth': 0, 'utilization_pct': 80.0}]`;
    reader.push(line(0, dict(95)) + line(1, ": [{'name': 'sto"));
    reader.push(`${line(2, dict(96)) + line(3, dict(60, 64)) + line(4, dict(97))}2026-05-30T12:05:00Z executor_po\n`);
    reader.push(line(7, dict(98)));
    const { series } = build([{ ...reader.end(), file: 'app.log' }]);
    expect(series.segments.map(({ active }) => [...active])).toEqual([[95], [96], [97], [-1, 98]]);
    expect(series.segments.map(({ startUs }) => ((startUs as number) / 60e6) % 60)).toEqual([0, 2, 4, 6]);
  });

  it('that stand in two files count once', () => {
    const rows = [
      [0, 95],
      [60, 96],
      [120, 97],
    ] as const;
    const { samples, leftOut } = choose([logOf(rows), logOf(rows, 'again.csv')]);
    expect(samples.length).toBe(3);
    expect(leftOut).toEqual([expect.objectContaining({ count: 3, what: 'that stand in another file as well' })]);
  });

  it('of more threads than the pool has are refused where the log does not say another size', () => {
    const [problem] = problemsThrownBy(() =>
      choose([
        logOf([
          [0, 95],
          [60, 140],
        ]),
      ]),
    );
    expect(problem).toMatchObject({ message: 'more threads are active than the 128 of the pool', found: '140' });
  });

  it('that are nearer than the pace are left out', () => {
    const { series, leftOut } = build([
      logOf([
        [0, 95],
        [1, 91],
        [60, 96],
      ]),
    ]);
    expect(series.segments.map(({ active }) => [...active])).toEqual([[95, 96]]);
    expect(leftOut[0]).toMatchObject({ count: 1, first: 'pool.csv:3' });
  });

  it('are read oldest first, whatever the order of the files and of an export', () => {
    const later = logOf([
      [300, 99],
      [240, 98],
      [180, 97],
    ]);
    const earlier = logOf(
      [
        [0, 95],
        [60, 96],
      ],
      'old.csv',
    );
    expect([...(build([later, earlier]).series.segments[0]?.active ?? [])]).toEqual([95, 96, -1, 97, 98, 99]);
  });

  it('that no threshold cuts off have gaps, and no low utilization', () => {
    const { series } = build(
      [
        logOf([
          [0, 5],
          [60, 6],
          [240, 7],
        ]),
      ],
      null,
    );
    expect(series.segments.map(({ active }) => [...active])).toEqual([[5, 6], [7]]);
  });

  it('are as far apart as most of them are', () => {
    const rows = Array.from({ length: 40 }, (_, i) => [i * 30 + (i > 20 ? 600 : 0), 95]);
    expect(samplingPace(choose([logOf(rows)]).samples)).toBe(30);
    expect(samplingPace(choose([logOf(rows.slice(0, 5))]).samples)).toBeUndefined();
  });
});

describe('a threshold', () => {
  it('that contradicts the log is refused, with the first line', () => {
    const [problem] = problemsThrownBy(() =>
      build([
        logOf([
          [0, 95],
          [60, 70],
          [120, 66],
        ]),
      ]),
    );
    expect(problem).toMatchObject({ file: 'pool.csv', line: 3, found: '70 active threads' });
    expect(problem?.hint).toContain('--above 51%');
  });

  it('is not the only reason for a line: a long queue is another', () => {
    const log = logOf(
      [
        [0, 95, 0],
        [60, 70, 250],
        [120, 96, 0],
      ],
      'pool.csv',
      'time,active,queue',
    );
    expect([...(build([log]).series.segments[0]?.active ?? [])]).toEqual([95, -1, 96]);
  });
});

describe('the samples that are fitted', () => {
  const rows = [
    [0, 95, 128, 'storage', 'a'],
    [60, 90, 96, 'storage', 'a'],
    [60, 23, 24, 'db', 'a'],
    [120, 97, 128, 'storage', 'b'],
    [180, 98, 128, 'storage', 'a'],
  ];
  const header = 'time,active,threads,pool,instance';

  it('are of one pool, one instance and one pool size, and the others are counted', () => {
    const choice = choose([logOf(rows, 'pool.csv', header)]);
    expect(choice.samples.map(({ active }) => active)).toEqual([95, 98]);
    expect(choice).toMatchObject({ threads: 128, instance: 'a', pool: 'storage' });
    expect(choice.leftOut).toEqual([
      { count: 1, what: 'of other instances', first: 'pool.csv:5' },
      { count: 1, what: 'of another pool size than 128', first: 'pool.csv:3' },
    ]);
    expect(choose([logOf(rows, 'pool.csv', header)], { instance: 'b' }).samples).toHaveLength(1);
  });

  it('are named where they are not there', () => {
    const log = logOf(rows, 'pool.csv', header);
    expect(problemsThrownBy(() => choose([log], { pool: 'llm' }))[0]).toMatchObject({ found: 'storage, db' });
    expect(problemsThrownBy(() => choose([log], { instance: 'c' }))[0]).toMatchObject({ expected: 'one of: a, b' });
    const larger = logOf([[0, 129]]);
    expect(problemsThrownBy(() => choose([larger]))[0]).toMatchObject({ file: 'pool.csv', line: 2, found: '129' });
    expect(problemsThrownBy(() => choose([logOf([['x', 'y']])]))[0]).toMatchObject({ line: 2, found: 'x,y' });
  });

  it('may be of the only pool of the log, whatever it is called', () => {
    const log = logOf([[0, 95, 'files']], 'pool.csv', 'time,active,pool');
    expect(choose([log])).toMatchObject({ pool: 'files' });
    expect(problemsThrownBy(() => choose([log], { isNamed: true }))[0]).toMatchObject({ found: 'files' });
  });
});

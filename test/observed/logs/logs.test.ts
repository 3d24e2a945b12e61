import { describe, expect, it } from 'vitest';
import { csvCells } from '../../../src/csv.ts';
import { arrivalsOf, traceText } from '../../../src/observed/logs/arrivals.ts';
import { type RequestLog, RequestReader } from '../../../src/observed/logs/request-log.ts';
import { timeOf, timestampIn } from '../../../src/observed/logs/timestamp.ts';

const NOON = Date.UTC(2026, 4, 30, 12) * 1_000;

describe('a time in a log', () => {
  it.each([
    ['2026-05-30 12:00:00', NOON],
    ['x [2026/05/30 12:00:00.25] y', NOON + 250_000],
    ['2026-05-30T12:00:00.000001234Z', NOON + 1],
    ['2026-05-30T05:00:00-07:00', NOON],
    ['10.0.0.1 - - [30/May/2026:14:00:00 +0200] "GET /"', NOON],
    ['1780142400 x', NOON],
    ['1780142400000', NOON],
    ['1780142400000000', NOON],
    ['2026-13-30 12:00:00', undefined],
    ['30/Xyz/2026:12:00:00 +0000', undefined],
    ['12345', undefined],
    ['', undefined],
  ])('is read: %j', (text, us) => {
    expect(timestampIn(text)).toBe(us);
  });

  it('of a cell may be any number of seconds', () => {
    expect(timeOf('90.5')).toBe(90_500_000);
    expect(timeOf(12)).toBe(12_000_000);
    expect(timeOf('-1')).toBeUndefined();
    expect(timeOf(null)).toBeUndefined();
  });
});

describe('the cells of CSV', () => {
  it.each([
    ['a,b', ['a', 'b']],
    ['"a,""b""", c ,', ['a,"b"', 'c', '']],
    ['"open', ['open']],
    ['', ['']],
  ])('are %j', (line, cells) => {
    expect(csvCells(line)).toEqual(cells);
  });
});

function read(text: string, match?: RegExp, column?: string): RequestLog {
  const reader = new RequestReader(match, column);
  for (let at = 0; at < text.length; at += 11) reader.push(text.slice(at, at + 11));
  return reader.end();
}

describe('an access log', () => {
  it.each([
    [
      '10.0.0.1 - - [30/May/2026:12:00:00 +0000] "GET /a" 200 1\n\n10.0.0.2 - - [30/May/2026:12:00:05 +0000] "GET /b" 200 1\n',
    ],
    ['{"time":"2026-05-30T12:00:00Z","path":"/a"}\n{"time":1780142405,"path":"/b"}\n'],
    ['[\n {"timestamp":"2026-05-30T12:00:00Z"},\n {"timestamp":"2026-05-30T12:00:05Z"}\n]\n'],
    ['id,time\n1,2026-05-30 12:00:00\n2,2026-05-30 12:00:05\n'],
  ])('gives the times of its requests: %j', (text) => {
    expect(read(text)).toMatchObject({ timesUs: [NOON, NOON + 5e6], unread: 0, others: 0 });
  });

  it('counts what does not match, and what has no time', () => {
    const text = 'x 2026-05-30 12:00:00 POST /sync\ny POST /sync\nz 2026-05-30 12:00:01 GET /\n';
    expect(read(text, /POST \/sync/)).toMatchObject({
      timesUs: [NOON],
      others: 1,
      unread: 1,
      firstUnread: { line: 2, text: 'y POST /sync' },
    });
  });
});

describe('arrivals', () => {
  it('are in the order of their times, from the first on', () => {
    const arrivals = arrivalsOf([NOON + 2_500_000, NOON, NOON + 1_000_000]);
    expect([...arrivals.timesUs]).toEqual([0, 1_000_000, 2_500_000]);
    expect(arrivals).toMatchObject({ startUs: NOON, seconds: 2.5, perSecond: 0.8, isSpread: false, dispersion: null });
    expect(traceText(arrivals, 'access.log').split('\n')).toEqual([
      '# 3 arrivals, by unpark arrivals from access.log: seconds after 2026-05-30T12:00:00.000Z',
      '0.000000',
      '1.000000',
      '2.500000',
      '',
    ]);
  });

  it('of a log with whole seconds are spread over them', () => {
    const { timesUs, isSpread } = arrivalsOf([NOON, NOON + 1e6, NOON + 1e6, NOON + 1e6, NOON + 3e6]);
    expect([...timesUs]).toEqual([0, 1e6, 1_333_333, 1_666_666, 3e6]);
    expect(isSpread).toBe(true);
  });

  it('that come in bursts vary more than a Poisson stream', () => {
    const even = arrivalsOf(Array.from({ length: 601 }, (_, i) => NOON + i * 1e6 + 7));
    expect(even.dispersion).toBe(0);
    expect(even.perSecond).toBeCloseTo(1, 9);
    const bursts = arrivalsOf(
      Array.from({ length: 601 }, (_, i) => NOON + Math.floor(i / 120) * 120e6 + (i % 120) * 1_000),
    );
    expect(bursts.dispersion).toBeGreaterThan(50);
  });

  it('are of the time of the request, and not of one that it asks for', () => {
    const clf = (second: number) =>
      `10.0.0.1 - - [30/May/2026:12:00:0${second} +0000] "GET /a?from=2020-01-01T00:00:00Z HTTP/1.1" 200 1 "-" "x"`;
    const reader = new RequestReader();
    reader.push(`${clf(1)}\n${clf(2)}\n`);
    expect(reader.end().timesUs).toEqual([1, 2].map((second) => Date.UTC(2026, 4, 30, 12, 0, second) * 1_000));
    expect(timestampIn('31/Feb/2026:12:00:01 +0000')).toBeUndefined();
  });

  it('have the column that is named, or are refused', () => {
    const reader = new RequestReader(undefined, 'nope');
    expect(() => reader.push('time,path\n1,/a\n')).toThrow('no column of this name');
  });
});

import { describe, expect, it } from 'vitest';
import { atOneMoment, notRequests } from '../../../src/observed/logs/not-requests.ts';
import { RequestReader } from '../../../src/observed/logs/request-log.ts';
import { fixture } from '../read.ts';

function judge(text: string, column?: string): string | undefined {
  const reader = new RequestReader(undefined, column);
  reader.push(text);
  return notRequests(reader.end())?.message;
}

/** Not random, and without an order. */
const shuffled = (i: number) => (i * 7_919) % 1_009;
const csv = (header: string, row: (i: number) => string, rows = 200) =>
  `${header}\n${Array.from({ length: rows }, (_, i) => row(i)).join('\n')}\n`;
const iso = (ms: number) => new Date(Date.UTC(2026, 4, 30, 12) + ms).toISOString();

describe('what is no log of requests', () => {
  it.each([
    ['durations', csv('ms,path', (i) => `${300 + shuffled(i)},/pay`), 'ms', 'these are no times'],
    ['durations of JSON', csv('{"time":9}', (i) => `{"time":${shuffled(i)}}`), undefined, 'these are no times'],
    ['a sample a minute', csv('ts,busy', (i) => `${iso(60_000 * i)},3`), undefined, 'a series of samples'],
    [
      'samples that jitter',
      csv('ts,busy', (i) => `${iso(15_000 * i + (i % 7) * 20)},3`),
      undefined,
      'series of samples',
    ],
    ['a thread dump', fixture('jcmd-jdk25.txt'), undefined, 'this is a thread dump'],
    ['a dump of py-spy', fixture('py-spy.txt'), undefined, 'this is a thread dump'],
    ['prose', `begun at 2026-05-30 12:00:00\n${'a line\n'.repeat(60)}`, undefined, 'hardly any line has a time'],
  ])('is refused: %s', (_, text, column, message) => {
    expect(judge(text, column)).toContain(message);
  });

  it.each([
    ['seconds since a begin', csv('at', (i) => `${i * 0.37 + shuffled(i) / 1_000}`)],
    ['seconds since a begin, as requests end', csv('at', (i) => `${i + shuffled(i) / 50}`)],
    ['the newest first', csv('at', (i) => `${900 - i * 0.37 + shuffled(i) / 1_000}`)],
    ['two nodes, one after the other', csv('at', (i) => `${(i % 100) * 0.5}`)],
    ['requests of a CSV file', csv('ts', (i) => iso(1_000 * i + shuffled(i)))],
    ['whole seconds of a busy service', csv('ts', (i) => iso(1_000 * Math.floor(i / 9)))],
    ['a log that gives most of its lines to stack traces', csv('', (i) => (i % 4 === 0 ? iso(i * 997) : '\tat a.B.c'))],
    [
      'a service that printed a dump into its log',
      `${csv('', (i) => iso(i * 997))}${fixture('py-spy.txt').slice(0, 900)}`,
    ],
    [
      'a clock that asks, in an access log',
      csv('', (i) => `10.0.0.1 - - [30/May/2026:12:${String(i % 60).padStart(2, '0')}:00 +0000] "GET /"`, 60),
    ],
    ['a few rows', csv('ts', (i) => iso(60_000 * i), 5)],
  ])('is not: %s', (_, text) => {
    expect(judge(text)).toBeUndefined();
  });

  it('is what came at one moment', () => {
    expect(atOneMoment([5, 5, 5])?.message).toContain('all of these times are the same');
    expect(atOneMoment([5])).toBeUndefined();
    expect(atOneMoment([5, 5, 6])).toBeUndefined();
  });
});

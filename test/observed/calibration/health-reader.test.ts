import { describe, expect, it } from 'vitest';
import { type HealthLog, HealthReader } from '../../../src/observed/calibration/health-reader.ts';
import { healthLine } from '../../../src/record/health-line.ts';

const AT = Date.UTC(2026, 4, 30, 12, 0, 1) * 1_000;
const LIST = "[{'name': 'storage', 'max_workers': 128, 'active_count': 93, 'queue_depth': 2, 'utilization_pct': 72.7}]";
const LINE = `executor_pool_health: ${LIST}`;

/** Reads a text in pieces of so many characters. */
function read(text: string, size = 7, columns = {}): HealthLog {
  const reader = new HealthReader(columns);
  for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size));
  return reader.end();
}

const json = (value: unknown) => JSON.stringify(value);

describe('a line of a pool’s health', () => {
  it.each([
    ['2026-05-30 12:00:01,000 WARNING [executors] ', AT],
    ['2026-05-30T12:00:01Z ', AT],
    ['2026-05-30T14:00:01.000+02:00 app[7]: ', AT],
    ['30/May/2026:12:00:01 +0000 ', AT],
    ['1780142401.0 ', AT],
    ['May 30 12:00:01 host python[12]: ', Date.UTC(2000, 4, 30, 12, 0, 1) * 1_000],
    ['WARNING:executors:', undefined],
    ['', undefined],
  ])('is read behind what a logger puts before it: %j', (prefix, atUs) => {
    const log = read(`${prefix}${LINE}\n`);
    expect(log).toMatchObject({ format: 'lines', lines: 1, unread: 0 });
    expect(log.samples).toEqual([
      { pool: 'storage', active: 93, threads: 128, queued: 2, atUs, instance: undefined, line: 1 },
    ]);
  });

  it('is read as this project’s own services write it', () => {
    const pino = json({
      level: 'warn',
      time: '2026-05-30T12:00:01.000Z',
      design: 'legacy',
      at: 60,
      pool: 'storage',
      msg: healthLine({ name: 'storage', threads: 128 }, 93, 0),
    });
    expect(
      read(`${json({ level: 'info', time: '2026-05-30T11:00:00.000Z', msg: 'the warm-up is over' })}\n${pino}\n`),
    ).toMatchObject({
      format: 'JSON',
      span: [AT - 3_601e6, AT],
      samples: [{ pool: 'storage', active: 93, atUs: AT, instance: 'legacy', line: 2 }],
    });
  });

  it('names several pools, and keeps those that can be read', () => {
    const text = `executor_pool_health: [{'name': 'db', 'max_workers': 24, 'active_count': 24, 'queue_depth': 150, 'utilization_pct': 100.0}, {'name': 'storage', 'max_workers': 128, 'active_count': 129}, ${LIST.slice(1)}\n`;
    const log = read(text);
    expect(log.samples.map(({ pool, active }) => [pool, active])).toEqual([
      ['db', 24],
      ['storage', 93],
    ]);
    expect(log).toMatchObject({
      unread: 1,
      firstUnread: { line: 1, why: '`active_count` is larger than `max_workers`' },
    });
  });

  it.each([
    [LINE.slice(0, -1), 1, 'it is cut off'],
    [LINE.slice(0, -30), 0, 'it is cut off'],
    ['executor_pool_health: []', 0, 'it names no pool'],
    ['executor_pool_health', 0, 'it names no pool'],
    [LINE.replace('93', '-3'), 0, '`active_count` is not a whole number of at least 0'],
    [LINE.replace('93', 'None'), 0, '`active_count` is not a whole number of at least 0'],
    [LINE.replace('128', '0'), 0, '`max_workers` is not a whole number of at least 1'],
  ])('that is cut off or wrong is counted, and shown: %j', (line, samples, why) => {
    const log = read(`started\n${line}\n`);
    expect(log.samples).toHaveLength(samples);
    expect(log).toMatchObject({ unread: 1, firstUnread: { line: 2, text: line.slice(0, 200), why } });
  });

  it('lets nothing hostile in, and takes no time over it', () => {
    const log = read(
      `\u001b[31m${'{'.repeat(5_000)}\nexecutor_pool_health: ${'[{'.repeat(2_000)}\nexecutor_pool_health: [{'__proto__': 'x', 'active_count': 91, 'name': '\u001b[2J', 'max_workers': 128}]\n${'x'.repeat(3_000_000)}\n`,
      65_536,
    );
    expect(log.samples).toMatchObject([{ active: 91, pool: '\u001b[2J' }]);
    expect(log.lines).toBe(4);
  });
});

describe('an export of Cloud Logging', () => {
  const entry = (minute: number, payload: object) => ({
    insertId: 'x',
    ...payload,
    resource: { type: 'cloud_run_revision', labels: { service_name: 'sync' } },
    labels: { instanceId: `00${minute % 2}` },
    timestamp: new Date(AT / 1_000 + minute * 60_000).toISOString(),
  });
  const entries = [
    entry(0, { textPayload: `WARNING ${LINE}` }),
    entry(1, { jsonPayload: { message: LINE.replace('93', '94'), logger: 'executors' } }),
    entry(2, { textPayload: 'something else' }),
    entry(3, {
      jsonPayload: {
        message: 'executor_pool_health',
        pools: [{ name: 'storage', max_workers: 128, active_count: 95, queue_depth: 0 }],
      },
    }),
  ];

  it.each([
    ['a list over many lines', json(entries).replaceAll('},{', '},\n  {')],
    ['a list on one line', json(entries)],
    ['a list with indents', JSON.stringify(entries, null, 2)],
    ['JSON lines', entries.map(json).join('\n')],
    ['maps with indents, one after the other', entries.map((one) => JSON.stringify(one, null, 2)).join('\n')],
  ])('is read: %s', (_, text) => {
    for (const size of [text.length, 4_096]) {
      const log = read(text, size);
      expect(log.format).toBe('JSON');
      expect(log.samples.map(({ active, atUs, instance }) => [active, atUs, instance])).toEqual([
        [93, AT, '000'],
        [94, AT + 60e6, '001'],
        [95, AT + 180e6, '001'],
      ]);
      expect(log.span).toEqual([AT, AT + 180e6]);
    }
  });

  it('that is cut off gives what it has', () => {
    const text = JSON.stringify(entries, null, 2);
    const log = read(text.slice(0, text.indexOf('"service_name"', 900)), 64);
    expect(log.samples.length).toBeGreaterThan(0);
    expect(log).toMatchObject({ unread: 1, firstUnread: { why: 'it is cut off, or too long' } });
    const line = read(`${json(entries[0])}\n${json(entries[1]).slice(0, 120)}\n`, 64);
    expect(line).toMatchObject({ samples: [{ active: 93 }], unread: 1, firstUnread: { line: 2 } });
  });

  it('that is JSON of another kind has no sample, and no error', () => {
    expect(read('[{"a": 1}, {"b": [2]}]')).toMatchObject({ samples: [], unread: 0, firstOther: { line: 1 } });
    expect(read('{"pools": {"storage": 3}}\n')).toMatchObject({ samples: [], unread: 0, firstOther: { line: 1 } });
    expect(read('[1, 2, 3]')).toMatchObject({ samples: [] });
  });
});

describe('a CSV file', () => {
  it.each([
    ['time,active,queue depth\n2026-05-30 12:00:01,93,2\n', {}],
    ['Timestamp;Active Count;Queue Depth\r\n2026-05-30T12:00:01Z;"93";2\r\n', {}],
    ['ts\tbusy\twaiting\n1780142401\t93\t2\n', {}],
    ['when,b,q\n2026-05-30 12:00:01,93,2\n', { time: 'when', active: 'b', queue: 'q' }],
    ['x,used,time,queue_size\n1,93.0,1780142401000,2\n', {}],
  ])('is read by the names of its columns: %j', (text, columns) => {
    expect(read(text, 5, columns)).toMatchObject({
      format: 'CSV',
      unread: 0,
      samples: [{ active: 93, queued: 2, atUs: AT, line: 2, pool: undefined }],
    });
  });

  it('counts rows that cannot be read', () => {
    const log = read('time,active\n2026-05-30 12:00:01,93\nnever,94\n2026-05-30 12:02:01,many\n2026-05-30 12:03:01\n');
    expect(log.samples.map(({ active }) => active)).toEqual([93]);
    expect(log).toMatchObject({
      unread: 3,
      firstUnread: { line: 3, text: 'never,94', why: 'its time cannot be read' },
    });
  });
});

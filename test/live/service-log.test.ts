import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { simulateReplication } from '../../sim/replication.ts';
import { type LogLevel, ServiceLog } from '../../src/live/service-log.ts';
import type { Design } from '../../src/scenario/model.ts';
import { scenarioOf } from '../sim/run-scenario.ts';

const SCENARIO = scenarioOf({
  duration: '1h',
  pools: { storage: { threads: 4, healthLog: { every: '60s', above: '70%' } } },
  store: { upload: '1s', delete: { latency: '30s', fail: '20%' } },
  deletion: { by: 'janitor', delay: '60s' },
  jobs: {
    sync: {
      arrivals: { poisson: '5/min' },
      steps: [{ task: { name: 'up', pool: 'storage', steps: [{ work: '40s' }, { fail: '10%' }, 'upload'] } }, 'defer'],
    },
  },
});

/** What a run logs, which hears the very events that a live service hears. */
function logged(level: LogLevel) {
  const folder = mkdtempSync(join(tmpdir(), 'unpark-log-'));
  try {
    const file = join(folder, 'service.log');
    let log: ServiceLog | undefined;
    const record = simulateReplication(SCENARIO, SCENARIO.designs[0] as Design, 0, undefined, (layout) => {
      log = new ServiceLog({ file, level }, 'janitor', layout);
      return log.listener;
    });
    log?.close();
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    return { record, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>), failure: log?.failure };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the log of a service', () => {
  const { record, lines, failure } = logged('debug');
  const count = (text: string) => lines.filter(({ msg }) => String(msg).startsWith(text)).length;

  it('has a JSON object a line, with a level, a time and the design', () => {
    expect(failure).toBeUndefined();
    for (const line of lines) {
      expect(line).toMatchObject({
        design: 'janitor',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        at: expect.any(Number),
      });
      expect(['debug', 'info', 'warn', 'error']).toContain(line.level);
    }
  });

  it('has everything that happened, by the counts of the record', () => {
    expect(count('job failed')).toBe(record.counts['jobs.sync.failed']);
    expect(count('job done')).toBe(record.counts['jobs.sync.done']);
    expect(count('deletion scheduled')).toBe(record.counts['deletions.scheduled']);
    expect(count('deletion given up')).toBe(record.counts['deletions.failed']);
    expect(count('janitor thread started')).toBe(1);
    expect(count('job failed')).toBeGreaterThan(5);
    expect(count('deletion starts late')).toBeGreaterThan(5);
  });

  it('has the pool’s line as production prints it, and as often', () => {
    const health = record.health.storage;
    const printed = lines.filter(({ msg }) => String(msg).startsWith('executor_pool_health'));
    expect(printed).toHaveLength(health?.lines ?? 0);
    expect(printed.slice(0, 12).map(({ msg }) => msg)).toEqual(health?.firstLines);
    expect(printed.every(({ level }) => level === 'warn')).toBe(true);
    expect(printed.length).toBeGreaterThan(5);
  });

  it('tells the janitor’s lines apart', () => {
    const janitors = lines.filter(({ logger }) => logger === 'janitor');
    expect(janitors.every(({ msg }) => /deletion|janitor thread/.test(String(msg)))).toBe(true);
    expect(
      lines.filter(({ msg }) => String(msg).startsWith('deletion')).every(({ logger }) => logger === 'janitor'),
    ).toBe(true);
  });

  it('has no more than its level', () => {
    expect(new Set(logged('warn').lines.map(({ level }) => level))).toEqual(new Set(['warn']));
  });
});

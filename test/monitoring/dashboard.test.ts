import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DesignResult, Result } from '../../src/result/schema.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { toSeconds } from '../../src/units.ts';
import { EPOCH_S, metered } from './metered.ts';
import { hasPrometheus, type PrometheusServer, prometheusOf } from './prometheus-server.ts';

interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly expr: string }[];
}

const panels = (JSON.parse(readFileSync('monitoring/dashboard.json', 'utf8')) as { panels: readonly Panel[] }).panels;
const queries = panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const));
const EVERY_S = 15;

describe.skipIf(!hasPrometheus)('omi-sync in a Prometheus', () => {
  const scenario = loadScenario('scenarios/omi-sync.yaml', { overrides: ['duration=4h', 'replications=1'] });
  const start = EPOCH_S + toSeconds(scenario.warmUpUs);
  const measured = toSeconds(scenario.durationUs);
  const end = start + measured;
  const folder = mkdtempSync(join(tmpdir(), 'unpark-test-'));
  let result: Result;
  let server: PrometheusServer;

  beforeAll(async () => {
    const file = join(folder, 'metrics.txt');
    result = metered(scenario, file, EVERY_S);
    server = await prometheusOf(file);
  });

  afterAll(async () => {
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const designs = () => Object.entries(result.designs) as [string, DesignResult][];
  const one = async (expr: string, time = end): Promise<number> => {
    const [value, ...others] = (await server.at(expr, time)).values();
    expect(others, expr).toEqual([]);
    return value as number;
  };

  it('answers every query of the dashboard, for every design that it is about', async () => {
    expect(queries.length).toBeGreaterThan(20);
    for (const [title, expr] of queries) {
      for (const design of expr.includes('strategy="janitor"') ? ['janitor'] : ['legacy', 'janitor']) {
        const query = expr.replaceAll('$design', design).replaceAll('$pool', '.*').replaceAll('$__rate_interval', '5m');
        expect(query).not.toContain('$');
        const answers = await server.over(query, start, end, 300);
        const numbers = answers.flatMap(({ values }) => values.map(([, value]) => Number(value)));
        expect(numbers.filter(Number.isFinite).length, `${title}, ${design}: ${query}`).toBeGreaterThan(10);
      }
    }
  });

  it('gives back the means of the result: exactly by thread-seconds, and nearly by samples', async () => {
    for (const [design, { pools }] of designs()) {
      for (const state of ['working', 'parked', 'blocked'] as const) {
        const labels = `{design="${design}",pool="storage",state="${state}"}`;
        const mean = pools.storage?.[state].mean as number;
        const spent = `unpark_pool_thread_time_seconds_total${labels}`;
        expect(await one(`(${spent} - ${spent} offset ${measured}s) / ${measured}`)).toBeCloseTo(mean, 6);
        const sampled = await one(`avg_over_time(unpark_pool_threads${labels}[${measured}s])`);
        // A sample of 15 s is one of a level that changes more slowly, save for work of some seconds.
        expect(Math.abs(sampled - mean)).toBeLessThan(0.02 * Math.max(mean, 15));
      }
    }
    expect(result.designs.legacy?.pools.storage?.parked.mean as number).toBeGreaterThan(50);
  });

  it('gives back its counts and sums', async () => {
    const since = (metric: string) => one(`sum(${metric}) - sum(${metric} offset ${measured}s)`);
    for (const [design, { jobs, deletions, pools }] of designs()) {
      for (const [kind, { arrived, done }] of Object.entries(jobs)) {
        expect(await since(`unpark_jobs_arrived_total{design="${design}",job_kind="${kind}"}`)).toBe(arrived);
        const ended = `unpark_job_duration_seconds_count{design="${design}",job_kind="${kind}",outcome="done"}`;
        expect(await since(ended)).toBe(done);
      }
      expect(await since(`unpark_deletions_scheduled_total{design="${design}"}`)).toBe(deletions.scheduled);
      const waited = `{design="${design}",pool="storage"}`;
      const count = await since(`unpark_pool_queue_wait_seconds_count${waited}`);
      const total = await since(`unpark_pool_queue_wait_seconds_sum${waited}`);
      expect(total / count).toBeCloseTo(pools.storage?.queueWait.mean as number, 6);
    }
  });

  it('starts at the stated epoch, and ends with the run', async () => {
    const [answer] = await server.over('unpark_jobs_running{design="legacy"}', EPOCH_S - 3_600, end + 3_600, EVERY_S);
    const times = answer?.values.map(([time]) => time) ?? [];
    expect(times[0]).toBe(EPOCH_S);
    // Prometheus shows a last sample for five minutes.
    expect(times.at(-1)).toBe(end + 300);
  });
});

import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { simulateReplication } from '../../sim/replication.ts';
import { METRICS, type MetricName, prometheusName } from '../../src/metrics/catalogue.ts';
import { Samples } from '../../src/metrics/samples.ts';
import { Value } from '../../src/metrics/series.ts';
import type { Design, Scenario } from '../../src/scenario/model.ts';
import { US_PER_MINUTE } from '../../src/units.ts';
import { shipped } from '../facts/shipped.ts';
import { hasPrometheus, promtool } from './prometheus-server.ts';

type Alert = 'UnparkOccupancyWithoutWork' | 'UnparkJanitorFallsBehind';

/** What the rules read. */
const READ: readonly MetricName[] = [
  'unpark.pool.threads_limit',
  'unpark.pool.thread_time',
  'unpark.deletions.oldest_overdue',
];

describe.skipIf(!hasPrometheus)('the alert rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unpark-test-'));
  beforeAll(() => copyFileSync('monitoring/alerts.yml', join(folder, 'alerts.yml')));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The minutes at which an alert fires in a run of a design, by `promtool test rules`: it is asked for none, and names those that there are. */
  function firing(scenario: Scenario, design: string, alert: Alert, minutes: readonly number[]): number[] {
    const series = seriesOf(scenario, scenario.designs.find(({ name }) => name === design) as Design);
    return minutes.filter((minute) => {
      const test = {
        rule_files: ['alerts.yml'],
        evaluation_interval: '1m',
        tests: [
          {
            interval: '1m',
            input_series: series,
            alert_rule_test: [{ eval_time: `${minute}m`, alertname: alert, exp_alerts: [] }],
          },
        ],
      };
      writeFileSync(join(folder, 'test.yml'), stringify(test, { lineWidth: 0 }));
      try {
        promtool(['test', 'rules', 'test.yml'], folder);
        return false;
      } catch (error) {
        expect((error as { stderr: string }).stderr).toContain(`alertname="${alert}"`);
        return true;
      }
    });
  }

  it('pass the tests that stand beside them', () => {
    expect(promtool(['test', 'rules', 'alerts.test.yml'], 'monitoring')).toContain('SUCCESS');
    expect(promtool(['check', 'rules', 'alerts.yml'], 'monitoring')).toContain('2 rules found');
    expect(promtool(['check', 'config', 'prometheus.yml'], 'monitoring')).toContain('SUCCESS');
  });

  it('find occupancy without work in every hour of the legacy design, and never in that of the janitor', () => {
    const scenario = shipped('omi-sync');
    const minutes = [60, 180, 360, 720];
    expect(firing(scenario, 'legacy', 'UnparkOccupancyWithoutWork', minutes)).toEqual(minutes);
    expect(firing(scenario, 'janitor', 'UnparkOccupancyWithoutWork', minutes)).toEqual([]);
    expect(firing(scenario, 'janitor', 'UnparkJanitorFallsBehind', minutes)).toEqual([]);
  });

  it('find it under a full queue too, and not in a pool of a quarter of the threads that works', () => {
    const scenario = shipped('omi-pool-history');
    expect(firing(scenario, 'legacy-96', 'UnparkOccupancyWithoutWork', [120, 240])).toEqual([120, 240]);
    expect(firing(scenario, 'janitor-32', 'UnparkOccupancyWithoutWork', [120, 240])).toEqual([]);
  });

  it('find a janitor that falls behind while its store is slow, and neither before nor when it catches up', () => {
    const scenario = shipped('store-brownout');
    const minutes = Array.from({ length: 20 }, (_, i) => 80 + 5 * i);
    // The store is slow in minutes 90 to 120.
    expect(firing(scenario, 'janitor', 'UnparkJanitorFallsBehind', minutes)).toEqual([105, 110, 115, 120]);
  });
});

/** A run of a design as the input of a test of rules, a sample a minute. */
function seriesOf(scenario: Scenario, design: Design): { series: string; values: string }[] {
  const endUs = scenario.warmUpUs + scenario.durationUs;
  let samples: Samples | undefined;
  simulateReplication(scenario, design, 0, undefined, (layout) => {
    samples = new Samples(layout, endUs, US_PER_MINUTE);
    return samples.listener;
  });
  samples?.end(endUs);
  return (samples as Samples).sampled
    .filter(({ series }) => READ.includes(series.metric) && series instanceof Value)
    .map(({ series: { metric, labels }, rows }) => {
      const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
      const total = METRICS[metric].type === 'counter' ? '_total' : '';
      return {
        series: `${prometheusName(metric)}${total}{${pairs.join(',')}}`,
        values: [...(rows[0] ?? [])].join(' '),
      };
    });
}

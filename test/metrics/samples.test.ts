import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateReplication } from '../../sim/replication.ts';
import { METRIC_NAMES, METRICS } from '../../src/metrics/catalogue.ts';
import { Samples } from '../../src/metrics/samples.ts';
import type { ReplicationRecord } from '../../src/record/replication-record.ts';
import { levelMean } from '../../src/result/statistics.ts';
import type { Design, Scenario } from '../../src/scenario/model.ts';
import { US_PER_SECOND } from '../../src/units.ts';
import { randomSystem } from '../contract/random-system.ts';
import { shipped } from '../facts/shipped.ts';
import { load, SMALL } from '../scenario/small-scenario.ts';
import { lastOf, type Read } from './read-samples.ts';

/** Runs a design without a warm-up, so that what is measured is the whole run. */
function sampled(scenario: Scenario, design: Design, everyUs: number): { record: ReplicationRecord; read: Read } {
  const endUs = scenario.durationUs;
  let samples: Samples | undefined;
  const record = simulateReplication({ ...scenario, warmUpUs: 0 }, design, 0, undefined, (layout) => {
    samples = new Samples(layout, endUs, everyUs);
    return samples.listener;
  });
  samples?.end(endUs);
  return { record, read: lastOf(samples as Samples) };
}

/** The last sample of a run, at its end, says what the recorder measured of all of it. */
function expectTheSame({ system }: Design, { counts, levels, ...record }: ReplicationRecord, read: Read): void {
  const seconds = record.measuredUs / US_PER_SECOND;
  for (const { name: pool } of system.pools) {
    for (const state of ['working', 'parked', 'blocked']) {
      const mean = levelMean(levels[`pools.${pool}.${state}`]!) ?? 0;
      expect(read('unpark.pool.thread_time', { pool, state })).toBeCloseTo(mean * seconds, 3);
    }
    expect(read('unpark.pool.starved', { pool })).toBe(counts[`pools.${pool}.starved`]);
    expect(read('unpark.tasks.refused', { pool })).toBe(counts[`pools.${pool}.rejected`]);
  }
  const sum = (what: string) =>
    system.jobs.reduce((total, { name }) => total + (counts[`jobs.${name}.${what}`] ?? 0), 0);
  for (const { name } of system.jobs) {
    expect(read('unpark.jobs.arrived', { job_kind: name })).toBe(counts[`jobs.${name}.arrived`]);
    for (const outcome of ['done', 'failed']) {
      expect(read('unpark.job.duration', { job_kind: name, outcome })).toBe(counts[`jobs.${name}.${outcome}`]);
    }
  }
  expect(read('unpark.jobs.running', {})).toBe(sum('runningAtEnd'));
  expect(read('unpark.jobs.waiting', {})).toBe(sum('waitingAtEnd'));
  expect(read('unpark.blobs.uploaded', {})).toBe(counts['blobs.uploaded']);
  expect(read('unpark.blobs.abandoned', {})).toBe(counts['blobs.neverDeferred']);
  for (const what of ['scheduled', 'rejected', 'retried'] as const) {
    expect(read(`unpark.deletions.${what}`, {})).toBe(counts[`deletions.${what}`]);
  }
  for (const outcome of ['deleted', 'gone', 'superseded', 'failed']) {
    expect(read('unpark.deletions.settled', { outcome })).toBe(counts[`deletions.${outcome}`]);
  }
  const pending = counts['deletions.pendingAtEnd'] as number;
  expect(read('unpark.deletions.pending', {})).toBe(pending);
  expect(read('unpark.deletions.open', {})).toBe(pending + (counts['deletions.inFlightAtEnd'] as number));
  expect(read('unpark.strategy.thread_starts', {})).toBe(counts['deletions.driverStarts']);
}

describe('the metrics of a run', () => {
  it('say what its result says, of every system', () => {
    let jobs = 0;
    fc.assert(
      fc.property(randomSystem, (scenario) => {
        for (const design of scenario.designs) {
          const { record, read } = sampled(scenario, design, scenario.durationUs);
          expectTheSame(design, record, read);
          jobs += read('unpark.jobs.arrived', {});
        }
      }),
      { numRuns: 60, seed: 12 },
    );
    expect(jobs).toBeGreaterThan(1_000);
  });

  it.each(['store-brownout', 'janitor-death', 'voice-burst'])('say what the result of %s says', (name) => {
    const scenario = shipped(name);
    for (const design of scenario.designs) {
      const { record, read } = sampled(scenario, design, scenario.durationUs);
      expectTheSame(design, record, read);
    }
  });

  it('are sampled at a fixed interval, each with all that has happened until then', () => {
    const scenario = load(SMALL, { replications: 1 });
    const design = scenario.designs[0] as Design;
    const endUs = scenario.warmUpUs + scenario.durationUs;
    const arrivals: number[] = [];
    let samples: Samples | undefined;
    simulateReplication(scenario, design, 0, undefined, (layout) => {
      const made = new Samples(layout, endUs, 7 * US_PER_SECOND);
      samples = made;
      const { jobArrived } = made.listener;
      return {
        ...made.listener,
        jobArrived: (row, kind, atUs) => {
          arrivals.push(atUs);
          jobArrived(row, kind, atUs);
        },
      };
    });
    samples?.end(endUs);
    const counted = samples?.sampled.filter(({ series }) => series.metric === 'unpark.jobs.arrived') ?? [];
    expect(samples?.count).toBe(Math.floor(3_900 / 7) + 1);
    for (let at = 0; at < (samples?.count as number); at += 1) {
      const found = counted.reduce((sum, { rows }) => sum + (rows[0]?.[at] as number), 0);
      expect(found).toBe(arrivals.filter((atUs) => atUs <= at * 7 * US_PER_SECOND).length);
    }
    expect(arrivals.length).toBeGreaterThan(300);
  });

  it('have a series for every entry of the catalogue, with its labels', () => {
    const { designs, durationUs } = shipped('omi-sync');
    let samples: Samples | undefined;
    simulateReplication(
      { ...shipped('omi-sync'), durationUs: US_PER_SECOND },
      designs[1] as Design,
      0,
      undefined,
      (layout) => {
        samples = new Samples(layout, durationUs, durationUs);
        return samples.listener;
      },
    );
    const series = (samples as Samples).sampled.map((one) => one.series);
    expect(new Set(series.map(({ metric }) => metric))).toEqual(new Set(METRIC_NAMES));
    for (const { metric, labels } of series) expect(Object.keys(labels)).toEqual(METRICS[metric].labels);
    const identities = series.map(({ metric, labels }) => JSON.stringify([metric, labels]));
    expect(new Set(identities).size).toBe(identities.length);
  });
});

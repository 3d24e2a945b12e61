import { describe, expect, it } from 'vitest';
import { simulateReplication } from '../../sim/replication.ts';
import type { ReplicationRecord } from '../../src/record/replication-record.ts';
import { durationMeanUs, levelMean } from '../../src/result/statistics.ts';
import { scenarioOf } from '../sim/run-scenario.ts';
import { relativeError, zScore } from './z-score.ts';

const REPLICATIONS = 20;

type Work = 'exponential' | 'constant';

/** Replications of one pool with Poisson tasks: the rate is a second, the mean service time 1 s. */
function replications(
  threads: number,
  perSecond: number,
  work: Work,
  hours: number,
  more: object = {},
): ReplicationRecord[] {
  const scenario = scenarioOf({
    duration: `${hours}h`,
    warmUp: '20m',
    seed: 42,
    pools: { pool: { threads, ...more } },
    jobs: {
      job: {
        arrivals: { poisson: `${perSecond}/s` },
        steps: [
          { task: { name: 'task', steps: [{ work: work === 'constant' ? '1s' : { exponential: { mean: '1s' } } }] } },
        ],
      },
    },
  });
  return Array.from({ length: REPLICATIONS }, (_, i) => simulateReplication(scenario, scenario.designs[0]!, i));
}

const waits = (records: readonly ReplicationRecord[]) =>
  records.map((record) => (durationMeanUs(record.durations['pools.pool.queueWait']!) ?? 0) / 1e6);
const depths = (records: readonly ReplicationRecord[]) =>
  records.map((record) => levelMean(record.levels['pools.pool.queueDepth']!) ?? 0);

/** Seeds are fixed, so these tests always give the same scores: |z| ≤ 3 is a bound on the model, not on luck. */
describe('the simulator against closed forms', () => {
  it.each([
    // Wq and Lq of anchors: M/M/1 ρ 0.9, M/D/1 ρ 0.9, M/M/10 and M/D/10 at 8 erlangs.
    ['M/M/1', 1, 0.9, 'exponential', 9, 8.1, 6],
    ['M/D/1', 1, 0.9, 'constant', 4.5, 4.05, 6],
    ['M/M/10', 10, 8, 'exponential', 1.6367206 / 8, 1.6367206, 2],
    ['M/D/10', 10, 8, 'constant', 0.878622318 / 8, 0.878622318, 2],
  ] as const)('%s: wait and queue depth', (_name, threads, perSecond, work, wait, depth, hours) => {
    const records = replications(threads, perSecond, work, hours);
    expect(Math.abs(zScore(waits(records), wait))).toBeLessThanOrEqual(3);
    expect(Math.abs(zScore(depths(records), depth))).toBeLessThanOrEqual(3);
    // A model that is wrong by 15 % would be seen.
    expect(relativeError(waits(records))).toBeLessThan(0.05);
  });

  it('Erlang B: the share of the tasks that a pool without a queue refuses', () => {
    const records = replications(10, 8, 'exponential', 2, { queue: { bound: 0 } });
    const refused = records.map(({ counts }) => counts['pools.pool.rejected']! / counts['pools.pool.submitted']!);
    expect(Math.abs(zScore(refused, 0.121661064))).toBeLessThanOrEqual(3);
    expect(relativeError(refused)).toBeLessThan(0.01);
  });

  it('M/G/∞: sleeping threads are Poisson, whatever the law of their sleep', () => {
    const scenario = scenarioOf({
      duration: '24h',
      warmUp: '30m',
      seed: 42,
      pools: { pool: 1_000 },
      store: { upload: '0s', delete: '0s' },
      deletion: { by: 'sleep-in-pool', pool: 'pool', delay: '480s' },
      jobs: { job: { arrivals: { poisson: '20/min' }, steps: ['upload', 'defer'] } },
    });
    const parked = Array.from(
      { length: REPLICATIONS },
      (_, i) => simulateReplication(scenario, scenario.designs[0]!, i).levels['pools.pool.parked']!,
    );
    const means = parked.map((level) => levelMean(level) ?? 0);
    expect(Math.abs(zScore(means, 160))).toBeLessThanOrEqual(3);
    // The variance over time is that of a Poisson number, 160; and a day's time average has the variance 0.887.
    const variances = parked.map(({ heldUs }, i) => {
      const total = heldUs.reduce((sum, us) => sum + us, 0);
      return heldUs.reduce((sum, us, level) => sum + (us / total) * (level - (means[i] ?? 0)) ** 2, 0);
    });
    expect(Math.abs(zScore(variances, 160 - 0.887))).toBeLessThanOrEqual(3);
    const over = parked.map(({ heldUs }) => {
      const total = heldUs.reduce((sum, us) => sum + us, 0);
      return heldUs.slice(129).reduce((sum, us) => sum + us, 0) / total;
    });
    expect(Math.abs(zScore(over, 0.994854))).toBeLessThanOrEqual(3);
  });

  it.each([
    ['1m', 20],
    ['4m', 80],
    ['8m', 160],
  ])('M/D/∞ from empty: after %s %i threads sleep on average', (until, expected) => {
    const scenario = scenarioOf({
      // The last second of the time is the measured one.
      duration: '1s',
      warmUp: until,
      seed: 42,
      pools: { pool: 1_000 },
      store: { upload: '0s', delete: '0s' },
      deletion: { by: 'sleep-in-pool', pool: 'pool', delay: '480s' },
      jobs: { job: { arrivals: { poisson: '20/min' }, steps: ['upload', 'defer'] } },
    });
    const levels = Array.from(
      { length: 400 },
      (_, i) => levelMean(simulateReplication(scenario, scenario.designs[0]!, i).levels['pools.pool.parked']!) ?? 0,
    );
    // Half a second later 1/6 of a thread more sleeps, until the first ones end.
    expect(Math.abs(zScore(levels, expected + (expected < 160 ? 1 / 6 : 0)))).toBeLessThanOrEqual(3);
  });
});

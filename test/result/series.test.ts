import { describe, expect, it } from 'vitest';
import { simulateReplication } from '../../sim/replication.ts';
import { run, scenarioOf } from '../sim/run-scenario.ts';

const PLAIN = {
  duration: '2h',
  warmUp: '10m',
  seed: 3,
  pools: { storage: 6 },
  concurrency: { jobs: 3 },
  jobs: {
    sync: {
      arrivals: { poisson: '40/h' },
      concurrency: 'jobs',
      steps: [{ task: { pool: 'storage', steps: [{ work: { exponential: { mean: '90s' } } }, { park: '60s' }] } }],
    },
  },
};

describe('the series of a result', () => {
  it('are the mean over the replications, with the lowest and the highest of each bin', () => {
    const scenario = scenarioOf({ ...PLAIN, replications: 5 });
    const { series } = run({ ...PLAIN, replications: 5 }).designs.only!;
    const records = [0, 1, 2, 3, 4].map((replication) =>
      simulateReplication(scenario, scenario.designs[0]!, replication),
    );
    expect(series.replications).toBe(5);
    const { active, activeMax } = series.pools.storage!;
    for (let bin = 0; bin < 288; bin += 1) {
      const means = records.map(({ levels }) => levels['pools.storage.active']!.binMeans[bin]!);
      expect(active.mean[bin]).toBeCloseTo(means.reduce((sum, mean) => sum + mean, 0) / 5, 4);
      expect(active.low[bin]).toBeCloseTo(Math.min(...means), 4);
      expect(active.high[bin]).toBeCloseTo(Math.max(...means), 4);
      expect(activeMax[bin]).toBe(
        Math.max(...records.map(({ levels }) => levels['pools.storage.active']!.binMaxima[bin]!)),
      );
    }
    expect(Math.max(...series.jobsWaiting.high)).toBeGreaterThan(Math.max(...series.jobsWaiting.mean));
  });

  it('have no range where there is one run, and job times by the span in which the jobs ended', () => {
    const { series, jobs } = run(PLAIN).designs.only!;
    expect(series.pools.storage!.active.low).toEqual([]);
    const { p50, p95, p99 } = series.jobs.sync!;
    expect(p50).toHaveLength(48);
    p50.forEach((median, span) => {
      if (median === null) return;
      expect(median).toBeLessThanOrEqual(p95[span]!);
      expect(p95[span]!).toBeLessThanOrEqual(p99[span]!);
      // The warm-up is in the series, and not in the measure.
      if (span >= 4) expect(p99[span]!).toBeLessThanOrEqual(jobs.sync!.time.max! * 1.03);
    });
  });
});

import { describe, expect, it } from 'vitest';
import { simulateReplication } from '../../sim/replication.ts';
import { SERIES_BINS } from '../../src/record/level-recorder.ts';
import { DesignAccumulator } from '../../src/result/design-accumulator.ts';
import type { Level } from '../../src/result/schema.ts';
import { LEAST_REPLICATIONS, neededReplications, nextLook } from '../../src/run/until/stopping-rule.ts';
import type { Design, Scenario } from '../../src/scenario/model.ts';
import { mm1SojournSecondsQuantile, mmck, poissonQuantile } from '../../src/theory/index.ts';
import { scenarioOf } from '../sim/run-scenario.ts';

const RUNS = 1_000;
const TIMEOUT_MS = 1_800_000;

/** Tasks of a mean of 1 s, with as many arrivals as make the load. */
const queue = (threads: number, erlangs: number, times: object, more: object = {}) =>
  scenarioOf({
    ...times,
    seed: 11,
    pools: { pool: { threads, ...more } },
    jobs: {
      job: {
        arrivals: { poisson: `${erlangs}/s` },
        steps: [{ task: { name: 'task', steps: [{ work: { exponential: { mean: '1s' } } }] } }],
      },
    },
  });

/** Replications of which no two runs share one. */
function pooled(scenario: Scenario) {
  const endUs = scenario.warmUpUs + scenario.durationUs;
  const accumulator = new DesignAccumulator(scenario.warmUpUs, endUs, SERIES_BINS);
  return {
    accumulator,
    add: (replication: number) =>
      accumulator.add(simulateReplication(scenario, scenario.designs[0] as Design, replication)),
  };
}

/** Lets the watchdog see that the test goes on. */
const breathe = () => new Promise((resolve) => setImmediate(resolve));

/** The share of the runs of `--until` that cover the truth, and how many replications they took on average. */
async function untilCoverage(scenario: Scenario, precision: number, truth: number) {
  let covered = 0;
  let replications = 0;
  for (let run = 0; run < RUNS; run += 1) {
    await breathe();
    const { accumulator, add } = pooled(scenario);
    let n = 0;
    let total = LEAST_REPLICATIONS;
    for (;;) {
      for (; n < total; n += 1) add(run * 1_000 + n);
      const { mean, meanHalfWidth95 } = accumulator.level('pools.pool.active');
      const [value, halfWidth] = [mean as number, meanHalfWidth95 as number];
      const needed = neededReplications(n, halfWidth / value / precision);
      if (needed > n) {
        total = nextLook(n, needed, 1_000);
        continue;
      }
      if (Math.abs(value - truth) <= halfWidth) covered += 1;
      replications += n;
      break;
    }
  }
  return { covered: covered / RUNS, replications: replications / RUNS };
}

describe('intervals of `--until 1%`', () => {
  // Both take about 60 replications: far from the least and the bound, so that the rule decides.
  it.each([
    ['evenly spread: M/M/4/4, a = 4', queue(4, 4, { duration: '2m', warmUp: '30s' }, { queue: { bound: 0 } }), 4, 4, 0],
    ['skewed: M/M/2/8, a = 1', queue(2, 1, { duration: '20m', warmUp: '30s' }, { queue: { bound: 6 } }), 2, 1, 6],
  ])(
    '%s: 93 to 97 of 100 cover the truth',
    async (_name, scenario, threads, erlangs, bound) => {
      const truth = mmck({ threads, arrivalsPerSecond: erlangs, holdingSeconds: 1 }, bound).activeMean;
      const { covered, replications } = await untilCoverage(scenario, 0.01, truth);
      process.stderr.write(`${covered} with ${replications} replications\n`);
      expect(replications).toBeGreaterThan(1.5 * LEAST_REPLICATIONS);
      expect(covered).toBeGreaterThanOrEqual(0.93);
      expect(covered).toBeLessThanOrEqual(0.97);
    },
    TIMEOUT_MS,
  );
});

/** Of the intervals that there are, the share that covers the truth. */
async function quantileCoverage(
  scenario: Scenario,
  of: (pooled: DesignAccumulator) => Pick<Level, 'p50Interval95' | 'p95Interval95' | 'p99Interval95'>,
  truth: (p: number) => number,
) {
  const found = { p50: { covered: 0, seen: 0 }, p95: { covered: 0, seen: 0 }, p99: { covered: 0, seen: 0 } };
  for (let run = 0; run < RUNS; run += 1) {
    await breathe();
    const { accumulator, add } = pooled(scenario);
    for (let n = 0; n < REPLICATIONS; n += 1) add(run * REPLICATIONS + n);
    const { p50Interval95, p95Interval95, p99Interval95 } = of(accumulator);
    for (const [key, value, interval] of [
      ['p50', truth(0.5), p50Interval95],
      ['p95', truth(0.95), p95Interval95],
      ['p99', truth(0.99), p99Interval95],
    ] as const) {
      if (interval === null) continue;
      found[key].seen += 1;
      // Durations are kept within 0.2 %.
      if (interval[0] <= value * 1.002 && value <= interval[1] * 1.002) found[key].covered += 1;
    }
  }
  process.stderr.write(`${JSON.stringify(found)}\n`);
  return Object.values(found).map(({ covered, seen }) => ({ seen, share: covered / seen }));
}

const REPLICATIONS = 20;

describe('intervals of quantiles over 20 replications', { timeout: TIMEOUT_MS }, () => {
  it('of a time: 92 to 98 of 100 cover that of M/M/1, and nearly all runs have one', async () => {
    const shares = await quantileCoverage(
      queue(1, 0.5, { duration: '20m', warmUp: '30s' }),
      (accumulator) => accumulator.durations('jobs.job.time'),
      (p) => mm1SojournSecondsQuantile(0.5, 1, p),
    );
    for (const { share, seen } of shares) {
      expect(seen).toBeGreaterThan(0.95 * RUNS);
      expect(share).toBeGreaterThanOrEqual(0.92);
      expect(share).toBeLessThanOrEqual(0.98);
    }
  });

  it('of a level: at least 92 of 100 cover that of M/M/∞, and most do, since its ends are whole numbers', async () => {
    const shares = await quantileCoverage(
      queue(60, 16, { duration: '2m', warmUp: '15s' }),
      (accumulator) => accumulator.level('pools.pool.active'),
      (p) => poissonQuantile(p, 16),
    );
    for (const { share, seen } of shares) {
      expect(seen).toBeGreaterThan(0.95 * RUNS);
      expect(share).toBeGreaterThanOrEqual(0.92);
    }
  });
});

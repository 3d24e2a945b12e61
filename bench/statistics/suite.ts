/** How often what the statistics say is true, where the truth is known. */
import type { DesignAccumulator } from '../../src/result/design-accumulator.ts';
import type { Level } from '../../src/result/schema.ts';
import { stabilityOf } from '../../src/result/stability.ts';
import type { Design, Scenario } from '../../src/scenario/model.ts';
import { poissonQuantile } from '../../src/theory/poisson.ts';
import { printTable } from '../table.ts';
import { groupsOf, queue, replicationsOf } from './queues.ts';

const SIZES = [1, 5, 20];
const QUANTILES = [0.5, 0.95, 0.99];

type Quantiles = Pick<Level, 'p50Interval95' | 'p95Interval95' | 'p99Interval95'>;

export function statisticsSuite(): void {
  verdicts('M/M/4, empty at the start: stable / cannot tell / unstable, in % of the verdicts');
  coverage();
}

function verdicts(heading: string): void {
  const rows = ['30m', '2h', '24h'].flatMap((duration) =>
    [0.5, 0.8, 0.9, 0.95, 1, 1.02, 1.05, 1.2].map((load) => {
      const scenario = queue(4, load, duration, '0s');
      const records = [...replicationsOf(scenario, 200)];
      const { system } = scenario.designs[0] as Design;
      const cells = SIZES.map((size) => {
        const found = [...groupsOf(scenario, records, size)].map((pooled) =>
          stabilityOf(pooled, system, scenario.durationUs),
        );
        const share = (stable: boolean | null) =>
          Math.round((found.filter((one) => one.stable === stable).length / found.length) * 100);
        return `${share(true)} / ${share(null)} / ${share(false)}`;
      });
      return [duration, String(load), ...cells];
    }),
  );
  printTable(heading, ['run', 'load', ...SIZES.map((size) => `${size} replications`)], rows);
}

/** Of the time in an M/M/1 at a load of 0.5, which is exponential with a mean of 2 min, and of the threads that an M/M/∞ holds, which are Poisson. */
function coverage(): void {
  const groups = 300;
  const rows = [5, 10, 20].flatMap((size) => {
    const single = queue(1, 0.5, '10h', '30m');
    const many = queue(100, 0.08, '3h', '20m');
    const covered = (
      scenario: Scenario,
      of: (pooled: DesignAccumulator) => Quantiles,
      truth: (p: number) => number,
    ) => {
      const right = QUANTILES.map(() => 0);
      const seen = QUANTILES.map(() => 0);
      for (const pooled of groupsOf(scenario, replicationsOf(scenario, size * groups), size)) {
        const { p50Interval95, p95Interval95, p99Interval95 } = of(pooled);
        [p50Interval95, p95Interval95, p99Interval95].forEach((interval, i) => {
          if (interval === null) return;
          const value = truth(QUANTILES[i] as number);
          seen[i] = (seen[i] as number) + 1;
          // Durations are known within 0.2 %.
          if (interval[0] <= value * 1.002 && value <= interval[1] * 1.002) right[i] = (right[i] as number) + 1;
        });
      }
      return QUANTILES.map((_, i) => `${(((right[i] as number) / (seen[i] as number)) * 100).toFixed(1)} (${seen[i]})`);
    };
    const times = (pooled: DesignAccumulator) => pooled.durations('jobs.customer.time');
    const levels = (pooled: DesignAccumulator) => pooled.level('pools.server.active');
    return [
      ['time in M/M/1, exponential', String(size), ...covered(single, times, (p) => -120 * Math.log(1 - p))],
      ['threads of M/M/∞, Poisson', String(size), ...covered(many, levels, (p) => poissonQuantile(p, 8))],
    ];
  });
  printTable(
    `Intervals that cover the true quantile, in % (intervals that there were, of ${groups})`,
    ['quantile of', 'replications', 'p50', 'p95', 'p99'],
    rows,
  );
}

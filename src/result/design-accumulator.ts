import { entryOf } from '../map-entry.ts';
import type { ReplicationRecord, StarvationRecord } from '../record/replication-record.ts';
import { USAGE_STATES } from '../record/usage-recorder.ts';
import { toSeconds, US_PER_HOUR } from '../units.ts';
import { batchHalfWidth95 } from './batch-means.ts';
import { type Course, courseOf } from './growth.ts';
import { quantileSeconds } from './latency-quantiles.ts';
import { PooledDistribution } from './pooled-distribution.ts';
import { PooledDurations } from './pooled-durations.ts';
import { isWatched } from './reach.ts';
import type { Durations, Level } from './schema.ts';
import { SeriesAccumulator } from './series-accumulator.ts';
import { estimate, levelMean } from './statistics.ts';

interface PooledLevel {
  readonly distribution: PooledDistribution;
  readonly means: (number | null)[];
}

/** A quantile of durations has an interval where so many of them lie beyond it: with fewer the interval would be too narrow (bench/statistics). */
export const LEAST_BEYOND = 50;
/** Quantiles of these are kept of each replication. */
const CLIENT_TIMES = /^jobs\..*\.(time|admissionWait)$/;
const JOB_QUANTILES = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

/**
 * Pools the replications of one design, one after another in their order, so that the sums are always the same ones, on any number of cores. What it keeps does not grow with
 * the replications, save one mean a measure and replication.
 */
export class DesignAccumulator {
  /** The first replication: the kinds of tasks, and the lines that are shown of a log, are its own. */
  first: ReplicationRecord | undefined;
  replications = 0;
  readonly series = new SeriesAccumulator();
  readonly #starvations = new Map<string, StarvationRecord & { readonly replications: number }>();
  /** Whether the intervals of levels are made within the one run there is, and not over replications. */
  hasBatches = false;
  /** The measures that have neither a mean nor quantiles, since growth without end reaches them: both would be those of a run of this length. */
  withoutMean: ReadonlySet<string> = new Set();
  readonly #levels = new Map<string, PooledLevel>();
  readonly #durations = new Map<string, PooledDurations>();
  readonly #counts = new Map<string, number[]>();
  /** Quantiles of job times and of waits for admission in each replication, by their paths, for paired differences: designs share their draws, and what they share cancels out. */
  readonly #quantiles = new Map<string, (number | null)[]>();
  readonly #usage = new Map<string, number[]>();
  readonly #courses = new Map<string, Course[]>();
  readonly #binUs: number;
  /** How long a run is before it is measured. */
  readonly warmUpUs: number;
  #measuredUs = 0;

  /** How long each replication measured, in µs, on average. */
  get measuredUs(): number {
    return this.#measuredUs / this.replications;
  }

  /** @param endUs the length of a run in µs, warm-up included. */
  constructor(warmUpUs: number, endUs: number, bins: number) {
    this.warmUpUs = warmUpUs;
    this.#binUs = endUs / bins;
  }

  /** The pools that starved in any replication, as in the one that did so the earliest, and in how many. */
  get starvations(): readonly (StarvationRecord & { readonly replications: number })[] {
    return [...this.#starvations.values()];
  }

  add(record: ReplicationRecord): void {
    for (const starvation of record.starved) {
      const known = this.#starvations.get(starvation.pool);
      const earliest = known === undefined || starvation.atUs < known.atUs ? starvation : known;
      this.#starvations.set(starvation.pool, {
        ...earliest,
        replications: (known?.replications ?? 0) + 1,
      });
    }
    this.first ??= record;
    this.replications += 1;
    this.#measuredUs += record.measuredUs;
    this.series.add(record);
    for (const [path, level] of Object.entries(record.levels)) {
      this.#addLevel(path, level.heldUs, levelMean(level));
      if (isWatched(path)) {
        listOf(this.#courses, path).push(courseOf(level.binMeans, this.#binUs, this.warmUpUs));
      }
    }
    for (const [path, durations] of Object.entries(record.durations)) {
      entryOf(this.#durations, path, () => new PooledDurations()).add(durations);
      if (!CLIENT_TIMES.test(path)) continue;
      for (const [key, p] of JOB_QUANTILES) {
        listOf(this.#quantiles, `${path}.${key}`).push(quantileSeconds(durations, p));
      }
    }
    for (const [path, count] of Object.entries(record.counts)) listOf(this.#counts, path).push(count);
    this.#addUsage(record);
    this.#addHealth(record);
  }

  /** The pooled level; a measure of nothing has only nulls. @param divisor of every figure (the threads, for a utilization): divided last, a full pool is exactly 1. */
  level(path: string, divisor = 1): Level {
    const pooled = this.#levels.get(path);
    const { mean, halfWidth95: overReplications } = estimate(pooled?.means ?? []);
    const halfWidth95 = this.hasBatches ? this.#withinRun(path) : overReplications;
    const grows = this.withoutMean.has(path);
    const over = (value: number | null | undefined) => (value === null || value === undefined ? null : value / divisor);
    const quantile = (p: number) => over(grows ? null : pooled?.distribution.quantile(p));
    const interval = (p: number): [number, number] | null => {
      const found = grows ? null : (pooled?.distribution.interval95(p) ?? null);
      return found === null ? null : [found[0] / divisor, found[1] / divisor];
    };
    return {
      mean: over(grows ? null : mean),
      meanHalfWidth95: over(grows ? null : halfWidth95),
      p5: quantile(0.05),
      p5Interval95: interval(0.05),
      p50: quantile(0.5),
      p50Interval95: interval(0.5),
      p95: quantile(0.95),
      p95Interval95: interval(0.95),
      p99: quantile(0.99),
      p99Interval95: interval(0.99),
      max: over(pooled?.distribution.quantile(1)),
      maxLowest: over(pooled?.distribution.maxLowest),
    };
  }

  /** The pooled weights of a level: how long each value was held, in all replications. */
  weights(path: string): Float64Array {
    return this.#levels.get(path)?.distribution.weights ?? new Float64Array(0);
  }

  /** The share of the time in which the level was in the range, ends included. */
  fraction(path: string, least: number, most = Number.POSITIVE_INFINITY): number {
    let inside = 0;
    let total = 0;
    this.weights(path).forEach((weight, value) => {
      total += weight;
      if (value >= least && value <= most) inside += weight;
    });
    return total > 0 ? inside / total : 0;
  }

  durations(path: string): Durations {
    const pooled = this.#durations.get(path);
    const { mean, halfWidth95 } = estimate(pooled?.means ?? []);
    const grows = this.withoutMean.has(path);
    const count = estimate(pooled?.counts ?? []).mean ?? 0;
    const quantile = (p: number) => {
      const us = grows || pooled === undefined ? null : pooled.quantileUs(p);
      return us === null ? null : toSeconds(us);
    };
    const interval = (p: number): [number, number] | null => {
      if (grows || pooled === undefined || count * pooled.counts.length * Math.min(p, 1 - p) < LEAST_BEYOND)
        return null;
      const interval = pooled.interval95Us(p);
      return interval === null ? null : [toSeconds(interval[0]), toSeconds(interval[1])];
    };
    const several = (pooled?.means.filter((one) => one !== null).length ?? 0) > 1;
    return {
      count,
      mean: grows ? null : mean,
      meanHalfWidth95: grows ? null : halfWidth95,
      p50: quantile(0.5),
      p50Interval95: interval(0.5),
      p95: quantile(0.95),
      p95Interval95: interval(0.95),
      p99: quantile(0.99),
      p99Interval95: interval(0.99),
      max: pooled === undefined || pooled.maxUs < 0 ? null : toSeconds(pooled.maxUs),
      maxLowest: pooled === undefined || !several ? null : toSeconds(pooled.maxLowestUs),
    };
  }

  /** A count in each replication. */
  counts(path: string): readonly number[] {
    return this.#counts.get(path) ?? [];
  }

  /** A count per replication: the mean over the replications, 0 where nothing was counted. */
  count(path: string): number {
    return estimate(this.counts(path)).mean ?? 0;
  }

  /** The share of one count in the sum of two, in each replication; null where both are 0. */
  shares(path: string, rest: string): (number | null)[] {
    const others = this.counts(rest);
    return this.counts(path).map((count, i) =>
      count > 0 || others[i] !== 0 ? count / (count + (others[i] ?? 0)) : null,
    );
  }

  /** Thread-hours of a pool's tasks of one kind in one state, per replication. */
  threadHours(pool: string, taskKind: string, state: (typeof USAGE_STATES)[number]): number {
    return estimate(this.#usage.get(`${pool}/${taskKind}/${state}`) ?? []).mean ?? 0;
  }

  /** The courses of the lines that are watched for growth, by path: one for each replication. */
  get courses(): ReadonlyMap<string, readonly Course[]> {
    return this.#courses;
  }

  /** The mean of each measure in each replication, by path. */
  perReplication(): Record<string, (number | null)[]> {
    const means: Record<string, (number | null)[]> = {};
    for (const [path, pooled] of this.#levels) means[`${path}.mean`] = pooled.means;
    for (const [path, pooled] of this.#durations) means[`${path}.mean`] = pooled.means;
    for (const [path, counts] of this.#counts) {
      means[path] = counts;
      const [, job] = /^jobs\.(.+)\.done$/.exec(path) ?? [];
      if (job === undefined) continue;
      means[`jobs.${job}.successFraction`] = this.shares(path, `jobs.${job}.failed`);
      means[`jobs.${job}.failedFraction`] = this.shares(`jobs.${job}.failed`, path);
    }
    for (const [path, quantiles] of this.#quantiles) means[path] = quantiles;
    return means;
  }

  #withinRun(path: string): number | null {
    const level = this.first?.levels[path];
    return level === undefined ? null : batchHalfWidth95(level.binMeans, Math.ceil(this.warmUpUs / this.#binUs));
  }

  #addLevel(path: string, weights: Float64Array, mean: number | null): void {
    const pooled = entryOf(this.#levels, path, () => ({
      distribution: new PooledDistribution(),
      means: [],
    }));
    pooled.distribution.add(weights);
    pooled.means.push(mean);
  }

  #addUsage(record: ReplicationRecord): void {
    for (const { pool, threadUs } of record.usage) {
      record.taskKinds.forEach(({ name }, kind) => {
        USAGE_STATES.forEach((state, column) => {
          const hours = (threadUs[kind * USAGE_STATES.length + column] as number) / US_PER_HOUR;
          listOf(this.#usage, `${pool}/${name}/${state}`).push(hours);
        });
      });
    }
  }

  #addHealth(record: ReplicationRecord): void {
    for (const [pool, health] of Object.entries(record.health)) {
      const path = `pools.${pool}.health`;
      listOf(this.#counts, `${path}.samples`).push(health.samples);
      listOf(this.#counts, `${path}.lines`).push(health.lines);
      const mean = (heldUs: Float64Array) => levelMean({ heldUs, binMeans: heldUs, binMaxima: heldUs });
      this.#addLevel(`${path}.activeAbove`, health.activeAbove, mean(health.activeAbove));
      this.#addLevel(`${path}.queueDepthAbove`, health.queueAbove, mean(health.queueAbove));
    }
  }
}

function listOf<T>(map: Map<string, T[]>, key: string): T[] {
  return entryOf(map, key, () => []);
}

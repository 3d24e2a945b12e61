import { toSeconds, US_PER_HOUR } from '../units.ts';
import { batchHalfWidth95 } from './batch-means.ts';
import type { Growth } from './growth.ts';
import { growthOf, growthPerHour } from './growth.ts';
import type { ReplicationRecord } from './replication-record.ts';
import type { Durations, Level } from './schema.ts';
import { SeriesAccumulator } from './series-accumulator.ts';
import { addWeights, durationMeanUs, durationQuantileUs, estimate, levelMean, weightedQuantile } from './statistics.ts';
import { USAGE_STATES } from './usage-recorder.ts';

interface PooledLevel {
  weights: Float64Array;
  readonly means: (number | null)[];
}

interface PooledDurations {
  cells: Float64Array;
  maxUs: number;
  readonly counts: number[];
  readonly means: (number | null)[];
}

/**
 * Pools the replications of one design, one after another in their order, so that the sums are always the same ones, on any number of cores. What it keeps does not grow with
 * the replications, save one mean a measure and replication.
 */
export class DesignAccumulator {
  /** The first replication: the kinds of tasks, and the lines that are shown of a log, are its own. */
  first: ReplicationRecord | undefined;
  replications = 0;
  readonly series = new SeriesAccumulator();
  /** Whether the intervals of levels are made within the one run there is, and not over replications. */
  hasBatches = false;
  readonly #levels = new Map<string, PooledLevel>();
  readonly #durations = new Map<string, PooledDurations>();
  readonly #counts = new Map<string, number[]>();
  readonly #usage = new Map<string, number[]>();
  readonly #growth = new Map<string, Growth[]>();
  readonly #binUs: number;
  readonly #warmUpUs: number;

  /** @param endUs the length of a run in µs, warm-up included. */
  constructor(warmUpUs: number, endUs: number, bins: number) {
    this.#warmUpUs = warmUpUs;
    this.#binUs = endUs / bins;
  }

  add(record: ReplicationRecord): void {
    this.first ??= record;
    this.replications += 1;
    this.series.add(record);
    for (const [path, level] of Object.entries(record.levels)) {
      this.#addLevel(path, level.heldUs, levelMean(level));
      if (path.endsWith('.queueDepth') || path.endsWith('.outside') || path.endsWith('.waiting')) {
        listOf(this.#growth, path).push(growthOf(level.binMeans, this.#binUs, this.#warmUpUs));
      }
    }
    for (const [path, durations] of Object.entries(record.durations)) {
      const pooled = this.#durations.get(path) ?? { cells: new Float64Array(0), maxUs: -1, counts: [], means: [] };
      pooled.cells = addWeights(pooled.cells, durations.cells);
      pooled.maxUs = Math.max(pooled.maxUs, durations.maxUs);
      pooled.counts.push(durations.count);
      const meanUs = durationMeanUs(durations);
      pooled.means.push(meanUs === null ? null : toSeconds(meanUs));
      this.#durations.set(path, pooled);
    }
    for (const [path, count] of Object.entries(record.counts)) listOf(this.#counts, path).push(count);
    this.#addUsage(record);
    this.#addHealth(record);
  }

  /** The pooled level; a measure of nothing has only nulls. @param scale multiplies every figure (1 ÷ threads for a utilization). */
  level(path: string, scale = 1): Level {
    const pooled = this.#levels.get(path);
    const { mean, halfWidth95: overReplications } = estimate(pooled?.means ?? []);
    const halfWidth95 = this.hasBatches ? this.#withinRun(path) : overReplications;
    const weights = pooled?.weights ?? new Float64Array(0);
    const quantile = (p: number) => scaled(weightedQuantile(weights, p), scale);
    return {
      mean: scaled(this.growing(path) === undefined ? mean : null, scale),
      meanHalfWidth95: scaled(this.growing(path) === undefined ? halfWidth95 : null, scale),
      p5: quantile(0.05),
      p50: quantile(0.5),
      p95: quantile(0.95),
      p99: quantile(0.99),
      max: quantile(1),
    };
  }

  /** The pooled weights of a level: how long each value was held, in all replications. */
  weights(path: string): Float64Array {
    return this.#levels.get(path)?.weights ?? new Float64Array(0);
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

  /** @param line the level whose growth, where it grows without end, leaves these durations without a mean. */
  durations(path: string, line?: string): Durations {
    const pooled = this.#durations.get(path);
    const { mean, halfWidth95 } = estimate(pooled?.means ?? []);
    const grows = line !== undefined && this.growing(line) !== undefined;
    const quantile = (p: number) => {
      const us = pooled === undefined ? null : durationQuantileUs(pooled.cells, pooled.maxUs, p);
      return us === null ? null : toSeconds(us);
    };
    return {
      count: estimate(pooled?.counts ?? []).mean ?? 0,
      mean: grows ? null : mean,
      meanHalfWidth95: grows ? null : halfWidth95,
      p50: quantile(0.5),
      p95: quantile(0.95),
      p99: quantile(0.99),
      max: pooled === undefined || pooled.maxUs < 0 ? null : toSeconds(pooled.maxUs),
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

  /** Thread-hours of a pool's tasks of one kind in one state, per replication. */
  threadHours(pool: string, taskKind: string, state: (typeof USAGE_STATES)[number]): number {
    return estimate(this.#usage.get(`${pool}/${taskKind}/${state}`) ?? []).mean ?? 0;
  }

  /** How a line grows, when it grows without end; otherwise undefined. */
  growing(path: string): { readonly perHour: number; readonly halfWidth95: number | null } | undefined {
    const growth = this.#growth.get(path);
    return growth === undefined ? undefined : growthPerHour(growth);
  }

  /** The lines that were watched for growth. */
  get lines(): readonly string[] {
    return [...this.#growth.keys()];
  }

  /** The mean of each measure in each replication, by path. */
  perReplication(): Record<string, (number | null)[]> {
    const means: Record<string, (number | null)[]> = {};
    for (const [path, pooled] of this.#levels) means[`${path}.mean`] = pooled.means;
    for (const [path, pooled] of this.#durations) means[`${path}.mean`] = pooled.means;
    for (const [path, counts] of this.#counts) means[path] = counts;
    return means;
  }

  #withinRun(path: string): number | null {
    const level = this.first?.levels[path];
    return level === undefined ? null : batchHalfWidth95(level.binMeans, Math.ceil(this.#warmUpUs / this.#binUs));
  }

  #addLevel(path: string, weights: Float64Array, mean: number | null): void {
    const pooled = this.#levels.get(path) ?? { weights: new Float64Array(0), means: [] };
    pooled.weights = addWeights(pooled.weights, weights);
    pooled.means.push(mean);
    this.#levels.set(path, pooled);
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
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}

function scaled(value: number | null, scale: number): number | null {
  return value === null ? null : value * scale;
}

import { COURSE_SPANS, type CourseRecord, courseQuantilesUs, sumOfCourses } from '../record/duration-course.ts';
import type { ReplicationRecord } from '../record/replication-record.ts';
import type { System } from '../scenario/model.ts';
import { toSeconds } from '../units.ts';
import type { Band, Series } from './schema.ts';

/** Digits that the points of a series keep: more than any chart shows. */
const DIGITS = 6;

/** The times of a run in µs. */
interface RunTimes {
  readonly warmUpUs: number;
  readonly durationUs: number;
}

/** Pools the courses of replications, bin by bin: the mean over them, and the lowest and the highest. What it keeps does not grow with the replications. */
export class SeriesAccumulator {
  #replications = 0;
  #bins = 0;
  readonly #bands = new Map<string, PooledBand>();
  readonly #maxima = new Map<string, Float64Array>();
  readonly #courses = new Map<string, CourseRecord>();

  add(record: ReplicationRecord): void {
    this.#replications += 1;
    this.#bins = record.latenessMaxima.length;
    for (const [path, level] of Object.entries(record.levels)) {
      this.#addBand(path, level.binMeans);
      this.#addMaxima(path, level.binMaxima);
    }
    this.#addBand(ADMISSION, sumOf(Object.entries(record.levels).filter(isAdmissionQueue), this.#bins));
    this.#addMaxima(LATENESS, record.latenessMaxima);
    for (const [path, course] of Object.entries(record.courses)) {
      const pooled = this.#courses.get(path);
      this.#courses.set(path, pooled === undefined ? course : sumOfCourses(pooled, course));
    }
  }

  /** The course of a level over the whole run, the mean over the replications, by bins; empty where there is no such level. */
  courseOf(path: string): Float64Array {
    return this.#bands.get(path)?.sum.map((sum) => sum / this.#replications) ?? new Float64Array(0);
  }

  /** At least one replication was added. */
  series(system: System, times: RunTimes): Series {
    const endSeconds = toSeconds(times.warmUpUs + times.durationUs);
    return {
      replications: this.#replications,
      binSeconds: endSeconds / this.#bins,
      spanSeconds: endSeconds / COURSE_SPANS,
      warmUpSeconds: toSeconds(times.warmUpUs),
      pools: Object.fromEntries(system.pools.map(({ name }) => [name, this.#pool(`pools.${name}`)])),
      threads: this.#band('threads'),
      pending: this.#band('deletions.pending'),
      blobsAlive: this.#band('blobs.alive'),
      jobsWaiting: this.#band(ADMISSION),
      latenessMax: Array.from(this.#maximaOf(LATENESS), (us) => (us < 0 ? null : toSeconds(us))),
      jobs: Object.fromEntries(system.jobs.map(({ name }) => [name, this.#jobTimes(`jobs.${name}.time`)])),
    };
  }

  #pool(path: string): Series['pools'][string] {
    return {
      working: this.#band(`${path}.working`).mean,
      parked: this.#band(`${path}.parked`).mean,
      blocked: this.#band(`${path}.blocked`).mean,
      active: this.#band(`${path}.active`),
      activeMax: Array.from(this.#maximaOf(`${path}.active`)),
      queueDepth: this.#band(`${path}.queueDepth`),
      queueDepthMax: Array.from(this.#maximaOf(`${path}.queueDepth`)),
    };
  }

  #jobTimes(path: string): Series['jobs'][string] {
    const course = this.#courses.get(path);
    const quantiles = (p: number) =>
      course === undefined ? [] : courseQuantilesUs(course, p).map((us) => (us === null ? null : rounded(us / 1e6)));
    return { p50: quantiles(0.5), p95: quantiles(0.95), p99: quantiles(0.99) };
  }

  #band(path: string): Band {
    const band = this.#bands.get(path);
    if (band === undefined) return { mean: [], low: [], high: [] };
    const mean = Array.from(band.sum, (sum) => rounded(sum / this.#replications));
    // Of a single run the range would be the run once more.
    if (this.#replications === 1) return { mean, low: [], high: [] };
    return { mean, low: Array.from(band.low, rounded), high: Array.from(band.high, rounded) };
  }

  #maximaOf(path: string): Float64Array {
    return this.#maxima.get(path) ?? new Float64Array(0);
  }

  #addBand(path: string, values: Float64Array): void {
    const band = this.#bands.get(path);
    if (band === undefined) {
      this.#bands.set(path, { sum: values.slice(), low: values.slice(), high: values.slice() });
      return;
    }
    const { sum, low, high } = band;
    for (let bin = 0; bin < values.length; bin += 1) {
      const value = values[bin] as number;
      sum[bin] = (sum[bin] as number) + value;
      if (value < (low[bin] as number)) low[bin] = value;
      if (value > (high[bin] as number)) high[bin] = value;
    }
  }

  #addMaxima(path: string, values: Float64Array): void {
    const maxima = this.#maxima.get(path);
    if (maxima === undefined) {
      this.#maxima.set(path, values.slice());
      return;
    }
    for (let bin = 0; bin < values.length; bin += 1) {
      const value = values[bin] as number;
      if (value > (maxima[bin] as number)) maxima[bin] = value;
    }
  }
}

interface PooledBand {
  readonly sum: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** The admission queues of all limits together. */
const ADMISSION = 'admission';
const LATENESS = 'lateness';

function isAdmissionQueue([path]: [string, unknown]): boolean {
  return path.startsWith('concurrency.') && path.endsWith('.waiting');
}

function sumOf(levels: readonly [string, { readonly binMeans: Float64Array }][], bins: number): Float64Array {
  const sum = new Float64Array(bins);
  for (const [, { binMeans }] of levels) {
    for (let bin = 0; bin < bins; bin += 1) sum[bin] = (sum[bin] as number) + (binMeans[bin] ?? 0);
  }
  return sum;
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

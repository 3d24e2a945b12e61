import { US_PER_SECOND } from '../units.ts';
import { BUCKETS_S, type LabelName, type MetricName } from './catalogue.ts';

export type Labels = Readonly<Partial<Record<LabelName, string>>>;

/** One line of a metric: a gauge or a counter with its labels. */
export class Value {
  /** In the unit of the metric. */
  value = 0;
  readonly metric: MetricName;
  readonly labels: Labels;

  constructor(metric: MetricName, labels: Labels) {
    this.metric = metric;
    this.labels = labels;
  }
}

/** A level and its integral over time: how many threads are in a state, and the thread-seconds that they have spent in it. */
export class TimedLevel {
  level = 0;
  #sinceUs = 0;
  #integralUs = 0;

  change(by: number, atUs: number): void {
    this.#integralUs += this.level * (atUs - this.#sinceUs);
    this.#sinceUs = atUs;
    this.level += by;
  }

  /** The integral up to a time, in seconds. */
  secondsUntil(atUs: number): number {
    return (this.#integralUs + this.level * Math.max(0, atUs - this.#sinceUs)) / US_PER_SECOND;
  }
}

const BUCKETS_US = BUCKETS_S.map((seconds) => seconds * US_PER_SECOND);

/** How long something took, by buckets. */
export class Histogram {
  /** By bucket, not added up; the last one has no upper end. */
  readonly counts = new Float64Array(BUCKETS_S.length + 1);
  readonly metric: MetricName;
  readonly labels: Labels;
  #sumUs = 0;

  constructor(metric: MetricName, labels: Labels) {
    this.metric = metric;
    this.labels = labels;
  }

  observe(us: number): void {
    let bucket = 0;
    while (bucket < BUCKETS_US.length && us > (BUCKETS_US[bucket] as number)) bucket += 1;
    this.counts[bucket] = (this.counts[bucket] as number) + 1;
    this.#sumUs += us;
  }

  get count(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  /** In seconds. */
  get sum(): number {
    return this.#sumUs / US_PER_SECOND;
  }
}

export type Series = Value | Histogram;

import { EVENT_NAMES, type EventName } from '../events/catalogue.ts';
import type { Layout } from '../service/layout.ts';
import type { RunObserver } from '../service/observer.ts';
import { MetricValues } from './metric-values.ts';
import { type Series, Value } from './series.ts';

/** The numbers of a series, each at every sample. */
export interface SampledSeries {
  readonly series: Series;
  /** Of a value its one row; of a histogram its buckets, not added up, and then its sum in seconds. */
  readonly rows: readonly Float64Array[];
}

/** The metrics of a run as a server would have scraped them: at its start, and then at a fixed interval of its own time. */
export class Samples {
  /** Hears the events in the order of time. */
  readonly listener: RunObserver;
  readonly sampled: readonly SampledSeries[];
  readonly #everyUs: number;
  readonly #values: MetricValues;
  /** How many there are so far. */
  count = 0;

  /** @param endUs when the run ends. @param everyUs the interval; both in µs. */
  constructor(layout: Layout, endUs: number, everyUs: number) {
    this.#everyUs = everyUs;
    this.#values = new MetricValues(layout);
    const most = sampleCount(endUs, everyUs);
    this.sampled = this.#values.series.map((series) => {
      const rows = series instanceof Value ? 1 : series.counts.length + 1;
      return { series, rows: Array.from({ length: rows }, () => new Float64Array(most)) };
    });
    const { listener } = this.#values;
    const sampling: Partial<Record<EventName, (...values: never[]) => void>> = {};
    for (const name of EVENT_NAMES) {
      sampling[name] = (...values: never[]) => {
        this.#sampleBefore(values.at(-1) as unknown as number);
        (listener[name] as (...same: never[]) => void)(...values);
      };
    }
    this.listener = sampling as RunObserver;
  }

  /** The run has ended. @param atUs when: the last sample is at this time or before it. */
  end(atUs: number): void {
    this.#sampleBefore(atUs + 1);
  }

  /** A sample has seen everything up to its own time. */
  #sampleBefore(atUs: number): void {
    for (let timeUs = this.count * this.#everyUs; timeUs < atUs; timeUs += this.#everyUs) {
      this.#values.bringUpTo(timeUs);
      for (const { series, rows } of this.sampled) keep(series, rows, this.count);
      this.count += 1;
    }
  }
}

/** How many samples a run has. */
export function sampleCount(endUs: number, everyUs: number): number {
  return Math.floor(endUs / everyUs) + 1;
}

function keep(series: Series, rows: readonly Float64Array[], at: number): void {
  if (series instanceof Value) {
    (rows[0] as Float64Array)[at] = series.value;
    return;
  }
  series.counts.forEach((count, bucket) => {
    (rows[bucket] as Float64Array)[at] = count;
  });
  (rows.at(-1) as Float64Array)[at] = series.sum;
}

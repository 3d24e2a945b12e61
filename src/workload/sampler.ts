import { type DurationDistribution, durationQuantileUs } from './distribution.ts';
import type { Stream } from './streams.ts';

/** Where durations come from: a distribution in a forecast, a recording in a replay. */
export interface DurationSource {
  /**
   * @param job the serial number of the job.
   * @param item what distinguishes draws of one job.
   * @returns integer µs, at least 0.
   */
  drawUs(job: number, item: number): number;
}

/** Draws durations of one distribution, by address. */
export class DurationSampler implements DurationSource {
  readonly #distribution: DurationDistribution;
  readonly #stream: Stream;
  readonly #constantUs: number;

  constructor(distribution: DurationDistribution, stream: Stream) {
    this.#distribution = distribution;
    this.#stream = stream;
    this.#constantUs = distribution.kind === 'constant' ? Math.round(distribution.valueUs) : -1;
  }

  drawUs(job: number, item: number): number {
    if (this.#constantUs >= 0) return this.#constantUs;
    return Math.round(durationQuantileUs(this.#distribution, this.#stream.uniform(job, item)));
  }

  /** As `drawUs`, but by another distribution at the same uniform number: a fault makes the same operation slower, it does not draw another one. */
  drawByUs(distribution: DurationDistribution, job: number, item: number): number {
    return Math.round(durationQuantileUs(distribution, this.#stream.uniform(job, item)));
  }
}

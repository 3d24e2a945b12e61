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
  /** As `drawUs`, under a fault that makes the same operation slower: it does not make it another one. */
  drawByUs(distribution: DurationDistribution, job: number, item: number): number;
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

  /** At the same uniform number, so that a slower distribution gives a longer time. */
  drawByUs(distribution: DurationDistribution, job: number, item: number): number {
    return Math.round(durationQuantileUs(distribution, this.#stream.uniform(job, item)));
  }
}

import { nearest } from './arithmetic.ts';
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

/** How many durations are drawn at once. */
const RUN = 64;

/**
 * Draws durations of one distribution, by address.
 *
 * Most draws of a step have the same item and the next job's number. Where two come one after the other so, the durations of the jobs that follow are drawn with them: nothing
 * of one waits for another then, and a processor works on several at once. What is drawn for an address is the same either way.
 */
export class DurationSampler implements DurationSource {
  readonly #distribution: DurationDistribution;
  readonly #stream: Stream;
  readonly #constantUs: number;
  /** Those of the jobs from `#firstJob` on with the item `#item`; empty before there are any. */
  #run = new Float64Array(0);
  #firstJob = 0;
  #item = 0;
  // Of the last draw that was made alone.
  #lastJob = 0;
  #lastItem = -1;

  constructor(distribution: DurationDistribution, stream: Stream) {
    this.#distribution = distribution;
    this.#stream = stream;
    this.#constantUs = distribution.kind === 'constant' ? nearest(distribution.valueUs) : -1;
  }

  drawUs(job: number, item: number): number {
    if (this.#constantUs >= 0) return this.#constantUs;
    const place = job - this.#firstJob;
    if (item === this.#item) {
      if (place >= 0 && place < this.#run.length) return this.#run[place] as number;
      if (place === RUN) return this.#drawRun(job, item);
    }
    if (item === this.#lastItem && job === this.#lastJob + 1) return this.#drawRun(job, item);
    this.#lastJob = job;
    this.#lastItem = item;
    return this.drawByUs(this.#distribution, job, item);
  }

  /** At the same uniform number, so that a slower distribution gives a longer time. */
  drawByUs(distribution: DurationDistribution, job: number, item: number): number {
    return nearest(durationQuantileUs(distribution, this.#stream.uniform(job, item)));
  }

  #drawRun(firstJob: number, item: number): number {
    if (this.#run.length === 0) this.#run = new Float64Array(RUN);
    const run = this.#run;
    const distribution = this.#distribution;
    this.#stream.uniforms(firstJob, item, run);
    for (let i = 0; i < RUN; i += 1) run[i] = nearest(durationQuantileUs(distribution, run[i] as number));
    this.#firstJob = firstJob;
    this.#item = item;
    return run[0] as number;
  }
}

import type { HealthLog as Options } from '../scenario/model.ts';
import type { Clock } from './clock.ts';

/** Samples a pool at its interval, as production does. */
export class HealthLog {
  readonly #everyUs: number;
  readonly #clock: Clock;
  readonly #sample: (atUs: number) => void;
  #cancel: (() => void) | undefined;

  /** @param sample is called with the time of each sample, on the common clock. */
  constructor(options: Options, clock: Clock, sample: (atUs: number) => void) {
    this.#everyUs = options.everyUs;
    this.#clock = clock;
    this.#sample = sample;
  }

  /** Samples in a span of time on the common clock; the first sample is one interval after its begin. */
  start(fromUs: number, untilUs: number): void {
    const nextUs = fromUs + this.#everyUs;
    if (nextUs > untilUs) return;
    this.#cancel = this.#clock.wakeAt(nextUs, () => {
      // One at the last moment still belongs to the run.
      this.#sample(Math.min(nextUs, untilUs - 1));
      this.start(nextUs, untilUs);
    });
  }

  stop(): void {
    this.#cancel?.();
  }
}

import type { HealthLog as Options } from '../src/scenario/model.ts';
import type { RunObserver } from '../src/service/observer.ts';
import type { ThreadPool } from '../src/service/thread-pool.ts';
import type { Engine } from './engine.ts';

/** Samples a pool at its interval, in virtual time. */
export class HealthLog {
  readonly #everyUs: number;
  readonly #engine: Engine;
  readonly #sample: number;

  /** @param number the pool's. */
  constructor(number: number, pool: ThreadPool, options: Options, engine: Engine, observer: RunObserver) {
    this.#everyUs = options.everyUs;
    this.#engine = engine;
    this.#sample = engine.handler(() => {
      this.start();
      observer.poolSampled(number, pool.active, pool.queue.length, engine.nowUs);
    });
  }

  /** Begins to sample: the first sample is one interval from now. */
  start(): void {
    this.#engine.schedule(this.#engine.nowUs + this.#everyUs, this.#sample, 0);
  }
}

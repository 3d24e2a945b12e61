import type { HealthRecord } from '../src/record/health-record.ts';
import { HealthRecorder } from '../src/record/health-recorder.ts';
import type { HealthLog as Options, Pool } from '../src/scenario/model.ts';
import type { ThreadPool } from '../src/service/thread-pool.ts';
import type { Engine } from './engine.ts';

/** Samples a pool in virtual time. */
export class HealthLog {
  readonly poolName: string;
  readonly #pool: ThreadPool;
  readonly #everyUs: number;
  readonly #recorder: HealthRecorder;
  readonly #engine: Engine;
  readonly #sample: number;

  constructor(pool: ThreadPool, model: Pool, options: Options, engine: Engine) {
    this.poolName = model.name;
    this.#pool = pool;
    this.#everyUs = options.everyUs;
    this.#recorder = new HealthRecorder(model, options);
    this.#engine = engine;
    this.#sample = engine.handler(() => {
      this.start();
      this.#recorder.sample(this.#pool.active, this.#pool.queue.length);
    });
  }

  /** Begins to sample: the first sample is one interval from now. */
  start(): void {
    this.#engine.schedule(this.#engine.nowUs + this.#everyUs, this.#sample, 0);
  }

  record(): HealthRecord {
    return this.#recorder.record();
  }
}

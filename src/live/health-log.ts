import type { HealthRecord } from '../record/health-record.ts';
import { HealthRecorder } from '../record/health-recorder.ts';
import type { HealthLog as Options, Pool } from '../scenario/model.ts';
import type { ThreadPool } from '../service/thread-pool.ts';
import type { Clock } from './clock.ts';
import type { Threads } from './pool/threads.ts';

/** Samples a pool at its interval, as production does: what its threads say of themselves at that moment. */
export class HealthLog {
  readonly poolName: string;
  readonly #threads: Threads;
  readonly #pool: ThreadPool;
  readonly #everyUs: number;
  readonly #clock: Clock;
  readonly #recorder: HealthRecorder;
  #cancel: (() => void) | undefined;

  constructor(threads: Threads, pool: ThreadPool, model: Pool, options: Options, clock: Clock) {
    this.poolName = model.name;
    this.#threads = threads;
    this.#pool = pool;
    this.#everyUs = options.everyUs;
    this.#clock = clock;
    this.#recorder = new HealthRecorder(model, options);
  }

  /** Samples in a span of time on the common clock; the first sample is one interval after its begin. */
  start(fromUs: number, untilUs: number): void {
    const nextUs = fromUs + this.#everyUs;
    if (nextUs > untilUs) return;
    this.#cancel = this.#clock.wakeAt(nextUs, () => {
      this.#recorder.sample(this.#threads.sample().active, this.#pool.queue.length);
      this.start(nextUs, untilUs);
    });
  }

  stop(): void {
    this.#cancel?.();
  }

  record(): HealthRecord {
    return this.#recorder.record();
  }
}

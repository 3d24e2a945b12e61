import type { Semaphore } from '../scenario/model.ts';
import { Histogram, type Series, Value } from './series.ts';

/** What is kept of the permits of a semaphore. */
export class SemaphoreMetrics {
  readonly series: readonly Series[];
  readonly inUse: Value;
  readonly waiting: Value;
  readonly #wait: Histogram;

  constructor({ name: semaphore, limit }: Semaphore) {
    this.inUse = new Value('unpark.semaphore.permits_in_use', { semaphore });
    this.waiting = new Value('unpark.semaphore.waiting', { semaphore });
    this.#wait = new Histogram('unpark.semaphore.wait', { semaphore });
    const permits = new Value('unpark.semaphore.permits_limit', { semaphore });
    permits.value = limit;
    this.series = [this.inUse, permits, this.waiting, this.#wait];
  }

  /** @param fromQueue whether there was a wait. */
  granted(permits: number, waitedUs: number, fromQueue: boolean): void {
    if (fromQueue) this.waiting.value -= 1;
    this.inUse.value += permits;
    this.#wait.observe(waitedUs);
  }
}

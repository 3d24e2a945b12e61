import { systemClock } from '../clock.ts';
import { type BlobAccount, BucketSightings, type BucketVerdict } from './bucket-sightings.ts';
import type { OutsideClient } from './outside-client.ts';

/**
 * Looks at the bucket from outside during a run, and proves at its end that nothing was lost and nothing went early. It keeps two numbers a blob, however long the run.
 *
 * A look that fails (the store is down for a while) is counted and left out; it proves nothing and disproves nothing.
 */
export class BucketWatch {
  readonly #client: OutsideClient;
  readonly #bucket: string;
  readonly #intervalMs: number;
  readonly #sightings = new BucketSightings();
  #looking: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #failedLooks = 0;

  /** @param intervalMs from the end of a look to the start of the next, ms over 0. */
  constructor(client: OutsideClient, bucket: string, intervalMs: number) {
    this.#client = client;
    this.#bucket = bucket;
    this.#intervalMs = intervalMs;
  }

  /** How many looks failed. */
  get failedLooks(): number {
    return this.#failedLooks;
  }

  /** Looks now, and again and again until `stop`. */
  start(): void {
    this.#looking = this.#tryToLook().then(() => {
      if (this.#isStopped) return;
      this.#timer = setTimeout(() => this.start(), this.#intervalMs);
      this.#timer.unref();
    });
  }

  /** Looks no more; resolves when the look that is under way has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#looking;
  }

  /**
   * Stops, looks a last time, and holds the run's account against everything that was seen.
   * @throws StoreError when the last look fails: then nothing is proved.
   */
  async verdict(blobs: Iterable<BlobAccount>): Promise<BucketVerdict> {
    await this.stop();
    await this.#look();
    return this.#sightings.verdict(blobs);
  }

  async #tryToLook(): Promise<void> {
    try {
      await this.#look();
    } catch {
      this.#failedLooks += 1;
    }
  }

  async #look(): Promise<void> {
    const startUs = systemClock.nowUs();
    const names = await this.#client.names(this.#bucket);
    this.#sightings.add({ startUs, endUs: systemClock.nowUs(), names });
  }
}

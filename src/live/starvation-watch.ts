import type { StarvationRecord } from '../result/replication-record.ts';
import { US_PER_SECOND } from '../units.ts';
import type { ThreadPool } from './pool/thread-pool.ts';

/** How long a pool has to be blocked through and through before it counts as starved. The simulated world proves it instead; here only time tells. */
const PATIENCE_US = 5 * US_PER_SECOND;

/** Recognises a pool whose threads all wait for tasks or permits while tasks wait for a thread. */
export class StarvationWatch {
  readonly starved: StarvationRecord[] = [];
  readonly #pools: readonly ThreadPool[];
  readonly #stuckSinceUs = new Map<ThreadPool, number>();

  constructor(pools: readonly ThreadPool[]) {
    this.#pools = pools;
  }

  /** @param nowUs since the start of the run. */
  look(nowUs: number): void {
    for (const pool of this.#pools) {
      if (pool.queueLength === 0 || pool.sample().blocked < pool.threads) {
        this.#stuckSinceUs.delete(pool);
        continue;
      }
      const sinceUs = this.#stuckSinceUs.get(pool) ?? nowUs;
      this.#stuckSinceUs.set(pool, sinceUs);
      if (nowUs - sinceUs < PATIENCE_US || this.starved.some((known) => known.pool === pool.name)) continue;
      this.starved.push({
        pool: pool.name,
        atUs: sinceUs,
        reason:
          `all ${pool.threads} threads have waited for tasks or permits for ${PATIENCE_US / US_PER_SECOND} s, ` +
          `and ${pool.queueLength} tasks wait for a thread`,
      });
    }
  }
}

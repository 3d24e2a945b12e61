import type { HealthRecord } from '../src/result/health-record.ts';
import type { Pool } from '../src/scenario/model.ts';
import type { Engine } from './engine.ts';
import type { ThreadPool } from './thread-pool.ts';

/** The most lines that are kept as text. */
const KEPT_LINES = 12;

/** Samples a pool as production does: at a fixed interval, and only what is above the threshold leaves a line. */
export class HealthLog {
  readonly #pool: ThreadPool;
  readonly #options: Pool;
  readonly #engine: Engine;
  readonly #sample: number;
  #samples = 0;
  #lines = 0;
  #activeAbove = new Map<number, number>();
  #queueAbove = new Map<number, number>();
  #firstLines: string[] = [];

  constructor(pool: ThreadPool, options: Pool, engine: Engine) {
    this.#pool = pool;
    this.#options = options;
    this.#engine = engine;
    this.#sample = engine.handler(() => this.#take());
  }

  /** Begins to sample: the first sample is one interval from now. */
  start(): void {
    this.#engine.schedule(this.#engine.nowUs + this.#options.health.everyUs, this.#sample, 0);
  }

  record(): HealthRecord {
    return {
      samples: this.#samples,
      lines: this.#lines,
      activeAbove: weights(this.#activeAbove),
      queueAbove: weights(this.#queueAbove),
      firstLines: this.#firstLines,
    };
  }

  #take(): void {
    this.start();
    this.#samples += 1;
    const active = this.#pool.activeThreads;
    const depth = this.#pool.queue.length;
    const percent = Math.round((active / this.#pool.threads) * 1000) / 10;
    if (!((active / this.#pool.threads) * 100 > this.#options.health.abovePercent)) return;
    this.#lines += 1;
    this.#activeAbove.set(active, (this.#activeAbove.get(active) ?? 0) + 1);
    this.#queueAbove.set(depth, (this.#queueAbove.get(depth) ?? 0) + 1);
    if (this.#firstLines.length === KEPT_LINES) return;
    this.#firstLines.push(
      `executor_pool_health: [{'name': '${this.#pool.name}', 'max_workers': ${this.#pool.threads}, 'active_count': ${active}, ` +
        `'queue_depth': ${depth}, 'utilization_pct': ${percent.toFixed(1)}}]`,
    );
  }
}

function weights(counts: Map<number, number>): Float64Array {
  const array = new Float64Array(Math.max(-1, ...counts.keys()) + 1);
  for (const [value, count] of counts) array[value] = count;
  return array;
}

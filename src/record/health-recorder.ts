import type { HealthLog, Pool } from '../scenario/model.ts';
import { healthLine, isPrinted } from './health-line.ts';
import type { HealthRecord } from './health-record.ts';

/** The most lines that are kept as text. */
const KEPT_LINES = 12;

/** Keeps a pool's own log as production does: samples at a fixed interval, of which only those above the threshold leave a line. */
export class HealthRecorder {
  readonly #pool: Pool;
  readonly #abovePercent: number;
  #samples = 0;
  #lines = 0;
  #activeAbove = new Map<number, number>();
  #queueAbove = new Map<number, number>();
  #firstLines: string[] = [];

  constructor(pool: Pool, { abovePercent }: HealthLog) {
    this.#pool = pool;
    this.#abovePercent = abovePercent;
  }

  /** Takes a sample. */
  sample(active: number, queueDepth: number): void {
    this.#samples += 1;
    if (!isPrinted(active, this.#pool.threads, this.#abovePercent)) return;
    this.#lines += 1;
    this.#activeAbove.set(active, (this.#activeAbove.get(active) ?? 0) + 1);
    this.#queueAbove.set(queueDepth, (this.#queueAbove.get(queueDepth) ?? 0) + 1);
    if (this.#firstLines.length === KEPT_LINES) return;
    this.#firstLines.push(healthLine(this.#pool, active, queueDepth));
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
}

function weights(counts: Map<number, number>): Float64Array {
  const array = new Float64Array(Math.max(-1, ...counts.keys()) + 1);
  for (const [value, count] of counts) array[value] = count;
  return array;
}

/** The thread states in which a thread holds a task, in the order of the columns. */
export const USAGE_STATES = ['working', 'parked', 'blocked'] as const;
const STATES = USAGE_STATES.length;

export interface UsageRecord {
  readonly pool: string;
  /** Thread-time in µs: row = task kind, column = state. */
  readonly threadUs: Float64Array;
}

/**
 * Records how much thread-time each kind of task spent in each state. A thread that enters a state takes the time off its cell and one that leaves adds it, so a cell lacks
 * only the time of the threads that are in the state now. In µs the sums stay whole numbers far below 2^53.
 */
export class UsageRecorder {
  readonly #pool: string;
  readonly #threads: Int32Array;
  readonly #threadUs: Float64Array;

  constructor(pool: string, taskKinds: number) {
    this.#pool = pool;
    this.#threads = new Int32Array(taskKinds * STATES);
    this.#threadUs = new Float64Array(taskKinds * STATES);
  }

  /** @param state the index of the state in `USAGE_STATES`. */
  change(taskKind: number, state: number, delta: number, nowUs: number): void {
    const cell = taskKind * STATES + state;
    this.#threads[cell] = (this.#threads[cell] as number) + delta;
    this.#threadUs[cell] = (this.#threadUs[cell] as number) - delta * nowUs;
  }

  /** Begins the measured time. */
  reset(nowUs: number): void {
    this.#threads.forEach((threads, cell) => {
      this.#threadUs[cell] = -threads * nowUs;
    });
  }

  record(nowUs: number): UsageRecord {
    const threadUs = this.#threadUs.map((us, cell) => us + (this.#threads[cell] as number) * nowUs);
    return { pool: this.#pool, threadUs };
  }
}

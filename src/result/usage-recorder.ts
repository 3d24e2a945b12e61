/** The thread states in which a thread holds a task, in the order of the columns. */
export const USAGE_STATES = ['working', 'parked', 'blocked'] as const;
const STATES = USAGE_STATES.length;

export interface UsageRecord {
  readonly pool: string;
  /** Thread-time in µs: row = task kind, column = state. */
  readonly threadUs: Float64Array;
}

/** Records how much thread-time each kind of task spent in each state. */
export class UsageRecorder {
  readonly #pool: string;
  readonly #threads: Int32Array;
  readonly #sinceUs: Float64Array;
  readonly #threadUs: Float64Array;

  constructor(pool: string, taskKinds: number) {
    this.#pool = pool;
    this.#threads = new Int32Array(taskKinds * STATES);
    this.#sinceUs = new Float64Array(taskKinds * STATES);
    this.#threadUs = new Float64Array(taskKinds * STATES);
  }

  /** @param state the index of the state in `USAGE_STATES`. */
  change(taskKind: number, state: number, delta: number, nowUs: number): void {
    const cell = taskKind * STATES + state;
    this.#observe(cell, nowUs);
    this.#threads[cell] = (this.#threads[cell] as number) + delta;
  }

  reset(nowUs: number): void {
    for (let cell = 0; cell < this.#threads.length; cell += 1) this.#observe(cell, nowUs);
    this.#threadUs.fill(0);
  }

  record(nowUs: number): UsageRecord {
    for (let cell = 0; cell < this.#threads.length; cell += 1) this.#observe(cell, nowUs);
    return { pool: this.#pool, threadUs: this.#threadUs.slice() };
  }

  #observe(cell: number, nowUs: number): void {
    const heldUs = (this.#threads[cell] as number) * (nowUs - (this.#sinceUs[cell] as number));
    this.#threadUs[cell] = (this.#threadUs[cell] as number) + heldUs;
    this.#sinceUs[cell] = nowUs;
  }
}

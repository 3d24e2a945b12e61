/** The states of a thread of the live world, by the number that it writes. The first three are those in which it holds a task. */
export const threadState = { working: 0, parked: 1, blocked: 2, idle: 3 } as const;

const BELL = 0;
const STATE = 1;
const WRITTEN = 2;
const SLEEP = 3;
const HEADER_WORDS = 4;
const HEADER_BYTES = HEADER_WORDS * Int32Array.BYTES_PER_ELEMENT;
/** How many changes of state a thread can be ahead of their reader, a power of two. */
const ENTRIES = 512;
const ENTRY_NUMBERS = 5;

/** One change of a thread's state, as the thread saw it. */
export interface Transition {
  /** On the common clock. */
  readonly atUs: number;
  /** A `threadState`. */
  readonly state: number;
  /** The kind of the task that the thread holds, or held until now. */
  readonly taskKind: number;
  /** When that task was submitted, on the common clock. */
  readonly submittedUs: number;
  /** Whether that task had waited in the queue of its pool. */
  readonly fromQueue: boolean;
}

/**
 * The memory that one thread shares with the service: its bell, its state as it stands, and a ring of its last changes of state. The thread writes, the service reads; neither
 * ever waits for the other.
 */
export class ThreadCell {
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #ring: Float64Array;
  #read = 0;

  /** @param buffer that of the same cell on the other side. */
  constructor(buffer?: SharedArrayBuffer) {
    const bytes = HEADER_BYTES + ENTRIES * ENTRY_NUMBERS * Float64Array.BYTES_PER_ELEMENT;
    this.buffer = buffer ?? new SharedArrayBuffer(bytes);
    this.#words = new Int32Array(this.buffer, 0, HEADER_WORDS);
    this.#ring = new Float64Array(this.buffer, HEADER_BYTES);
    if (buffer === undefined) this.#words[STATE] = threadState.idle;
  }

  /** The state of the thread as it stands: what a sample sees. */
  get state(): number {
    return Atomics.load(this.#words, STATE);
  }

  /** The thread enters a state. Called by the thread alone. */
  enter(state: number, taskKind: number, submittedUs: number, fromQueue: boolean, nowUs: number): void {
    const written = this.#words[WRITTEN] as number;
    const first = (written & (ENTRIES - 1)) * ENTRY_NUMBERS;
    this.#ring[first] = nowUs;
    this.#ring[first + 1] = state;
    this.#ring[first + 2] = taskKind;
    this.#ring[first + 3] = submittedUs;
    this.#ring[first + 4] = fromQueue ? 1 : 0;
    Atomics.store(this.#words, STATE, state);
    // The entry stands before the counter says so.
    Atomics.store(this.#words, WRITTEN, (written + 1) | 0);
  }

  /**
   * Reads the changes since the last call, in their order. Called by the service alone.
   * @returns how many were overwritten before they could be read: 0, unless the service stood still.
   */
  drain(callback: (transition: Transition) => void): number {
    const written = Atomics.load(this.#words, WRITTEN);
    const lost = Math.max(0, ((written - this.#read) | 0) - ENTRIES);
    this.#read = (this.#read + lost) | 0;
    for (; this.#read !== written; this.#read = (this.#read + 1) | 0) {
      const first = (this.#read & (ENTRIES - 1)) * ENTRY_NUMBERS;
      callback({
        atUs: this.#ring[first] as number,
        state: this.#ring[first + 1] as number,
        taskKind: this.#ring[first + 2] as number,
        submittedUs: this.#ring[first + 3] as number,
        fromQueue: this.#ring[first + 4] === 1,
      });
    }
    return lost;
  }

  /** Tells the thread that a message waits for it. */
  ring(): void {
    Atomics.add(this.#words, BELL, 1);
    Atomics.notify(this.#words, BELL);
  }

  /** The thread blocks until `look` finds something; it does not spin. */
  await<T>(look: () => T | undefined): T {
    for (;;) {
      const heard = Atomics.load(this.#words, BELL);
      const found = look();
      if (found !== undefined) return found;
      Atomics.wait(this.#words, BELL, heard);
    }
  }

  /** The thread blocks until a time on the common clock. */
  sleepUntil(timeUs: number, nowUs: () => number): void {
    for (let leftUs = timeUs - nowUs(); leftUs > 0; leftUs = timeUs - nowUs()) {
      Atomics.wait(this.#words, SLEEP, 0, leftUs / 1_000);
    }
  }
}

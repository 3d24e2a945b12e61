import type { ThreadTimeline } from './timeline-record.ts';
import { USAGE_STATES } from './usage-recorder.ts';

const LETTERS = USAGE_STATES.map((state) => (state[0] as string).toUpperCase());
const IDLE = -1;

/** What one thread does, interval by interval. */
export class ThreadIntervals {
  readonly #lengthsUs: number[] = [];
  #states = '';
  readonly #tasks: number[] = [];
  /** One of `processState`, or idle. */
  #state = IDLE;
  #kind = 0;
  #sinceUs = 0;
  /** Whether the interval under way is the first of its task. */
  #isFirst = false;
  /** Whether its task has yet to be named. */
  #isUnnamed = false;

  get isHeld(): boolean {
    return this.#state !== IDLE;
  }

  /** The window begins: what is under way goes on in it. */
  cut(atUs: number): void {
    this.#sinceUs = atUs;
    this.#isFirst = false;
  }

  /** @returns how many intervals it closed, here as below: 0 or 1. */
  started(kind: number, working: number, atUs: number, counts: boolean): number {
    // A thread that goes straight on has begun to work when its last task ended.
    const closed = this.#isUnnamed ? 0 : this.#close(atUs, counts);
    if (!this.#isUnnamed) this.#isFirst = true;
    this.#isUnnamed = false;
    this.#state = working;
    this.#kind = kind;
    return closed;
  }

  changed(state: number, atUs: number, counts: boolean): number {
    const closed = this.#close(atUs, counts);
    if (closed > 0 || !counts) this.#isFirst = false;
    this.#state = state;
    return closed;
  }

  /** @param goesOn whether it takes a task of the queue at once; `working` is its state until then. */
  ended(goesOn: boolean, working: number, atUs: number, counts: boolean): number {
    const closed = this.#close(atUs, counts);
    this.#state = goesOn ? working : IDLE;
    this.#isFirst = goesOn;
    this.#isUnnamed = goesOn;
    return closed;
  }

  /** What it did until then, the interval under way among it; undefined when it never held a task. */
  record(thread: number, untilUs: number): ThreadTimeline | undefined {
    const isOpen = this.isHeld && untilUs > this.#sinceUs;
    const kept = isOpen || !this.#states.endsWith('I') ? this.#states.length : this.#states.length - 1;
    if (kept === 0 && !isOpen) return undefined;
    const names = isOpen && this.#namesItsTask();
    return {
      thread,
      lengthsUs: [...this.#lengthsUs.slice(0, kept), ...(isOpen ? [untilUs - this.#sinceUs] : [])],
      states: this.#states.slice(0, kept) + (isOpen ? this.#letter() : ''),
      tasks: names ? [...this.#tasks, this.#kind] : [...this.#tasks],
    };
  }

  #close(atUs: number, counts: boolean): number {
    const lengthUs = atUs - this.#sinceUs;
    this.#sinceUs = atUs;
    if (!counts || lengthUs === 0) return 0;
    // A task that took no time leaves no trace.
    if (!this.isHeld && this.#states.endsWith('I')) {
      this.#lengthsUs[this.#lengthsUs.length - 1] = (this.#lengthsUs.at(-1) as number) + lengthUs;
      return 0;
    }
    if (this.isHeld && this.#namesItsTask()) this.#tasks.push(this.#kind);
    this.#lengthsUs.push(lengthUs);
    this.#states += this.#letter();
    return 1;
  }

  /** A task is named by its first interval in the window. */
  #namesItsTask(): boolean {
    return this.#isFirst || this.#states === '';
  }

  #letter(): string {
    if (!this.isHeld) return 'I';
    const letter = LETTERS[this.#state] as string;
    return this.#isFirst ? letter : letter.toLowerCase();
  }
}

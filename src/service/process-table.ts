import * as processState from './process-state.ts';

/**
 * Everything that runs a program: the coordinators of jobs and the tasks of pools, one row each in typed arrays. Rows are reused, so memory grows with what is pending and
 * not with what has passed. A row stands in at most one line at a time (a pool's queue or a semaphore's), so one `next` column serves all lines.
 */
export class ProcessTable {
  capacity = 256;
  /** The row of the program, see `Program.index`. */
  program = new Int32Array(this.capacity);
  /** The place in the program. */
  counter = new Int32Array(this.capacity);
  /** The process that waits for this one; −1 for a coordinator and for a deletion. */
  parent = new Int32Array(this.capacity);
  /** One of `processState`. */
  state = new Uint8Array(this.capacity);
  /** 1 when a step has failed. */
  failed = new Uint8Array(this.capacity);
  /** The number of a task's thread in its pool; −1 for what holds none. */
  thread = new Int32Array(this.capacity);
  /** The `retryBegin` of the program that the process is in; −1 outside of one. */
  retryAt = new Int32Array(this.capacity);
  /** The try that is under way, from 0. */
  attempt = new Int32Array(this.capacity);
  jobKind = new Int32Array(this.capacity);
  jobSerial = new Float64Array(this.capacity);
  /** What distinguishes the draws of this process from those of others of its job. */
  item = new Uint32Array(this.capacity);
  /** Of the fan-out under way: its tasks in all, those submitted and those that have not ended. */
  tasks = new Int32Array(this.capacity);
  tasksSubmitted = new Int32Array(this.capacity);
  tasksOpen = new Int32Array(this.capacity);
  /** The blobs of this process that no one has deferred, oldest first; −1 when there are none. */
  firstBlob = new Int32Array(this.capacity);
  lastBlob = new Int32Array(this.capacity);
  /** How many blobs it has uploaded. */
  uploads = new Uint32Array(this.capacity);
  /** When it entered (a task its pool's queue, a job the system). */
  enteredUs = new Float64Array(this.capacity);
  /** When a task got its thread, when a job was admitted. */
  startedUs = new Float64Array(this.capacity);
  /** Since when it waits for a semaphore. */
  waitingSinceUs = new Float64Array(this.capacity);
  /** The one behind it in its line; −1 at the end. */
  next = new Int32Array(this.capacity);
  /** Permits held, `semaphores` columns a row. */
  held: Int32Array;
  /** Rows in use. */
  count = 0;
  /** No row at or over this one was ever used. */
  highest = 0;

  readonly #semaphores: number;
  #firstFree = -1;

  constructor(semaphores: number) {
    this.#semaphores = semaphores;
    this.held = new Int32Array(this.capacity * semaphores);
  }

  /** @returns a row; the columns that stand for nothing yet (a fan-out, times, a line) keep what they held before. */
  add(program: number, parent: number, jobKind: number, jobSerial: number, item: number): number {
    let row = this.#firstFree;
    if (row >= 0) {
      this.#firstFree = this.next[row] as number;
    } else {
      if (this.highest === this.capacity) this.#grow();
      row = this.highest;
      this.highest += 1;
    }
    this.count += 1;
    this.program[row] = program;
    this.counter[row] = 0;
    this.parent[row] = parent;
    this.state[row] = processState.fresh;
    this.failed[row] = 0;
    this.thread[row] = -1;
    this.retryAt[row] = -1;
    this.attempt[row] = 0;
    this.jobKind[row] = jobKind;
    this.jobSerial[row] = jobSerial;
    this.item[row] = item;
    this.firstBlob[row] = -1;
    this.uploads[row] = 0;
    return row;
  }

  remove(row: number): void {
    this.state[row] = processState.free;
    this.next[row] = this.#firstFree;
    this.#firstFree = row;
    this.count -= 1;
  }

  heldBy(row: number, semaphore: number): number {
    return this.held[row * this.#semaphores + semaphore] as number;
  }

  changeHeld(row: number, semaphore: number, permits: number): void {
    const index = row * this.#semaphores + semaphore;
    this.held[index] = (this.held[index] as number) + permits;
  }

  #grow(): void {
    this.capacity *= 2;
    this.program = longer(this.program, new Int32Array(this.capacity));
    this.counter = longer(this.counter, new Int32Array(this.capacity));
    this.parent = longer(this.parent, new Int32Array(this.capacity));
    this.state = longer(this.state, new Uint8Array(this.capacity));
    this.failed = longer(this.failed, new Uint8Array(this.capacity));
    this.thread = longer(this.thread, new Int32Array(this.capacity));
    this.retryAt = longer(this.retryAt, new Int32Array(this.capacity));
    this.attempt = longer(this.attempt, new Int32Array(this.capacity));
    this.jobKind = longer(this.jobKind, new Int32Array(this.capacity));
    this.jobSerial = longer(this.jobSerial, new Float64Array(this.capacity));
    this.item = longer(this.item, new Uint32Array(this.capacity));
    this.tasks = longer(this.tasks, new Int32Array(this.capacity));
    this.tasksSubmitted = longer(this.tasksSubmitted, new Int32Array(this.capacity));
    this.tasksOpen = longer(this.tasksOpen, new Int32Array(this.capacity));
    this.firstBlob = longer(this.firstBlob, new Int32Array(this.capacity));
    this.lastBlob = longer(this.lastBlob, new Int32Array(this.capacity));
    this.uploads = longer(this.uploads, new Uint32Array(this.capacity));
    this.enteredUs = longer(this.enteredUs, new Float64Array(this.capacity));
    this.startedUs = longer(this.startedUs, new Float64Array(this.capacity));
    this.waitingSinceUs = longer(this.waitingSinceUs, new Float64Array(this.capacity));
    this.next = longer(this.next, new Int32Array(this.capacity));
    this.held = longer(this.held, new Int32Array(this.capacity * this.#semaphores));
  }
}

/** A first-in, first-out line of rows, linked through the table's `next` column: it allocates nothing. */
export class Line {
  length = 0;
  first = -1;
  #last = -1;
  readonly #table: ProcessTable;

  constructor(table: ProcessTable) {
    this.#table = table;
  }

  push(row: number): void {
    this.#table.next[row] = -1;
    if (this.length === 0) this.first = row;
    else this.#table.next[this.#last] = row;
    this.#last = row;
    this.length += 1;
  }

  /** @returns the first row; the line must not be empty. */
  shift(): number {
    const row = this.first;
    this.first = this.#table.next[row] as number;
    this.length -= 1;
    return row;
  }
}

type Column = Int32Array | Uint32Array | Uint8Array | Float64Array;

/** Copies a column into a longer one. */
export function longer<T extends Column>(column: T, target: T): T {
  target.set(column as never);
  return target;
}

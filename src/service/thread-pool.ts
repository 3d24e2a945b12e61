import type { PoolLayout } from './layout.ts';
import type { Observer } from './observer.ts';
import type { Port } from './port.ts';
import * as processState from './process-state.ts';
import { Line, type ProcessTable } from './process-table.ts';
import { ThreadNumbers } from './thread-numbers.ts';

/**
 * A thread pool: a fixed number of threads and a FIFO queue. Every thread has a number, and a task gets the lowest that is free. A thread that becomes free takes the first task
 * of the queue at once.
 */
export class ThreadPool {
  readonly name: string;
  readonly threads: number;
  readonly queue: Line;
  /** How many threads hold a task. */
  active = 0;
  /** How many of them are blocked. */
  blocked = 0;
  readonly #number: number;
  readonly #queueBound: number;
  readonly #port: Port;
  readonly #observer: Observer;
  readonly #table: ProcessTable;
  readonly #begin: (row: number) => void;
  readonly #free = new ThreadNumbers();

  /** @param number its place among the pools. @param begin is called with each task that gets a thread; its state is working then. */
  constructor(
    number: number,
    { name, threads, queueBound }: PoolLayout,
    port: Port,
    observer: Observer,
    table: ProcessTable,
    begin: (row: number) => void,
  ) {
    this.#number = number;
    this.name = name;
    this.threads = threads;
    this.#queueBound = queueBound;
    this.#port = port;
    this.#observer = observer;
    this.#table = table;
    this.#begin = begin;
    this.queue = new Line(table);
  }

  /** Whether every thread is blocked and a task waits: only then can the pool have starved itself. */
  get stuck(): boolean {
    return this.queue.length > 0 && this.blocked === this.threads;
  }

  /**
   * Submits a task: it gets a thread at once or waits in the queue.
   * @returns false when the queue is at its bound and the task was refused.
   */
  submit(row: number, taskKind: number): boolean {
    const { nowUs } = this.#port;
    if (this.active < this.threads) {
      this.#table.enteredUs[row] = nowUs;
      this.active += 1;
      this.#start(row, taskKind, this.#free.take(), false, nowUs);
      return true;
    }
    if (this.queue.length >= this.#queueBound) {
      this.#observer.taskRefused(row, this.#number, taskKind, nowUs);
      return false;
    }
    this.#table.enteredUs[row] = nowUs;
    this.#table.state[row] = processState.queued;
    this.queue.push(row);
    this.#observer.taskQueued(row, this.#number, taskKind, nowUs);
    return true;
  }

  /** The thread of a task goes over to another state. */
  changeState(row: number, taskKind: number, state: number): void {
    const table = this.#table;
    const before = table.state[row] as number;
    if (before === state) return;
    if (before === processState.blocked) this.blocked -= 1;
    if (state === processState.blocked) this.blocked += 1;
    table.state[row] = state;
    this.#observer.taskChanged(
      row,
      this.#number,
      taskKind,
      table.thread[row] as number,
      before,
      state,
      this.#port.nowUs,
    );
  }

  /** A task ends: its thread takes the first task of the queue. @param kindOf the kind of a task by its row. */
  release(row: number, taskKind: number, kindOf: (row: number) => number): void {
    const { nowUs } = this.#port;
    const table = this.#table;
    const thread = table.thread[row] as number;
    const state = table.state[row] as number;
    const goesOn = this.queue.length > 0;
    if (state === processState.blocked) this.blocked -= 1;
    const heldUs = nowUs - (table.startedUs[row] as number);
    this.#observer.taskEnded(row, this.#number, taskKind, thread, state, heldUs, goesOn, nowUs);
    if (goesOn) {
      const next = this.queue.shift();
      this.#start(next, kindOf(next), thread, true, nowUs);
      return;
    }
    this.active -= 1;
    this.#free.give(thread);
  }

  #start(row: number, taskKind: number, thread: number, fromQueue: boolean, nowUs: number): void {
    const table = this.#table;
    table.startedUs[row] = nowUs;
    table.thread[row] = thread;
    table.state[row] = processState.working;
    const waitedUs = nowUs - (table.enteredUs[row] as number);
    this.#observer.taskStarted(row, this.#number, taskKind, thread, waitedUs, fromQueue, nowUs);
    this.#begin(row);
  }
}

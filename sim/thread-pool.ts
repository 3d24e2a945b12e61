import type { DurationRecorder } from '../src/result/duration-recorder.ts';
import type { LevelRecorder } from '../src/result/level-recorder.ts';
import type { Counter, Recorder } from '../src/result/recorder.ts';
import type { TaskKind } from '../src/result/replication-record.ts';
import type { UsageRecorder } from '../src/result/usage-recorder.ts';
import type { Engine } from './engine.ts';
import * as processState from './process-state.ts';
import { Line, type ProcessTable } from './process-table.ts';

export interface ThreadPoolOptions {
  readonly name: string;
  /** The path of its measures, such as `pools.storage`. */
  readonly path: string;
  /** Infinity: a thread for each task. */
  readonly threads: number;
  readonly queueBound: number;
  /** Given for a pool whose threads begin and end with their tasks: all threads there are. */
  readonly threadsInAll?: LevelRecorder;
}

/**
 * A thread pool: a fixed number of threads and a FIFO queue. It knows which of its threads work, are parked or are blocked, and of which kind the tasks are that they hold.
 * A thread that becomes free takes the first task of the queue at once.
 */
export class ThreadPool {
  readonly name: string;
  readonly threads: number;
  readonly queue: Line;
  readonly active: LevelRecorder;
  /** Threads by state: working, parked, blocked, in the order of `processState`. */
  readonly byState: readonly LevelRecorder[];
  readonly #working: LevelRecorder;
  readonly #queueBound: number;
  readonly #engine: Engine;
  readonly #table: ProcessTable;
  readonly #begin: (row: number) => void;
  readonly #queueDepth: LevelRecorder;
  readonly #submitted: Counter;
  readonly #rejected: Counter;
  readonly #usage: UsageRecorder;
  readonly #kindWait: readonly DurationRecorder[];
  readonly #kindHolding: readonly DurationRecorder[];
  readonly #threadsInAll: LevelRecorder | undefined;

  /** @param begin is called with each task that gets a thread; its state is working then. */
  constructor(
    options: ThreadPoolOptions,
    engine: Engine,
    table: ProcessTable,
    recorder: Recorder,
    taskKinds: readonly TaskKind[],
    begin: (row: number) => void,
  ) {
    this.name = options.name;
    this.threads = options.threads;
    this.#queueBound = options.queueBound;
    this.#threadsInAll = options.threadsInAll;
    this.#engine = engine;
    this.#table = table;
    this.#begin = begin;
    this.queue = new Line(table);
    const { path } = options;
    this.active = recorder.level(`${path}.active`);
    this.byState = ['working', 'parked', 'blocked'].map((state) => recorder.level(`${path}.${state}`));
    this.#working = this.byState[processState.working] as LevelRecorder;
    this.#queueDepth = recorder.level(`${path}.queueDepth`);
    this.#submitted = recorder.counter(`${path}.submitted`);
    this.#rejected = recorder.counter(`${path}.rejected`);
    this.#usage = recorder.usage(options.name, taskKinds.length);
    this.#kindWait = taskKinds.map(({ name }) => recorder.durations(`${path}.tasks.${name}.queueWait`));
    this.#kindHolding = taskKinds.map(({ name }) => recorder.durations(`${path}.tasks.${name}.holding`));
    // What every task of the pool met is what those of its kinds met; adding them up at the end costs the hot loop nothing.
    recorder.sumOfDurations(`${path}.queueWait`, this.#kindWait);
    recorder.sumOfDurations(`${path}.holding`, this.#kindHolding);
  }

  /** Whether every thread is blocked and a task waits: only then can the pool have starved itself. */
  get stuck(): boolean {
    return this.queue.length > 0 && (this.byState[processState.blocked] as LevelRecorder).level === this.threads;
  }

  /** How many threads hold a task. */
  get activeThreads(): number {
    return this.active.level;
  }

  /**
   * Submits a task: it gets a thread at once or waits in the queue.
   * @returns false when the queue is at its bound and the task was refused.
   */
  submit(row: number, taskKind: number): boolean {
    const { nowUs } = this.#engine;
    this.#submitted.count += 1;
    if (this.active.level < this.threads) {
      this.#table.enteredUs[row] = nowUs;
      this.#start(row, taskKind);
      return true;
    }
    if (this.queue.length >= this.#queueBound) {
      this.#rejected.count += 1;
      return false;
    }
    this.#table.enteredUs[row] = nowUs;
    this.#table.state[row] = processState.queued;
    this.queue.push(row);
    this.#queueDepth.change(1, nowUs);
    return true;
  }

  /** The thread of a task goes over to another state. */
  changeState(row: number, taskKind: number, state: number): void {
    const before = this.#table.state[row] as number;
    if (before === state) return;
    const { nowUs } = this.#engine;
    (this.byState[before] as LevelRecorder).change(-1, nowUs);
    (this.byState[state] as LevelRecorder).change(1, nowUs);
    this.#usage.change(taskKind, before, -1, nowUs);
    this.#usage.change(taskKind, state, 1, nowUs);
    this.#table.state[row] = state;
  }

  /** A task ends: its thread takes the first task of the queue. @param kindOf the kind of a task by its row. */
  release(row: number, taskKind: number, kindOf: (row: number) => number): void {
    const { nowUs } = this.#engine;
    const state = this.#table.state[row] as number;
    this.#usage.change(taskKind, state, -1, nowUs);
    (this.#kindHolding[taskKind] as DurationRecorder).observe(nowUs - (this.#table.startedUs[row] as number));
    if (this.queue.length === 0) {
      (this.byState[state] as LevelRecorder).change(-1, nowUs);
      this.active.change(-1, nowUs);
      this.#threadsInAll?.change(-1, nowUs);
      return;
    }
    // The thread goes straight on to the next task, so the number of active ones stays.
    if (state !== processState.working) {
      (this.byState[state] as LevelRecorder).change(-1, nowUs);
      this.#working.change(1, nowUs);
    }
    this.#queueDepth.change(-1, nowUs);
    const next = this.queue.shift();
    this.#begins(next, kindOf(next), nowUs);
  }

  #start(row: number, taskKind: number): void {
    const { nowUs } = this.#engine;
    this.active.change(1, nowUs);
    this.#threadsInAll?.change(1, nowUs);
    this.#working.change(1, nowUs);
    this.#begins(row, taskKind, nowUs);
  }

  #begins(row: number, taskKind: number, nowUs: number): void {
    this.#table.startedUs[row] = nowUs;
    this.#table.state[row] = processState.working;
    this.#usage.change(taskKind, processState.working, 1, nowUs);
    (this.#kindWait[taskKind] as DurationRecorder).observe(nowUs - (this.#table.enteredUs[row] as number));
    this.#begin(row);
  }
}

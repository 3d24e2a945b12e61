import type { DurationRecorder } from '../../record/duration-recorder.ts';
import type { LevelRecorder } from '../../record/level-recorder.ts';
import type { Counter, Recorder } from '../../record/recorder.ts';
import type { UsageRecorder } from '../../record/usage-recorder.ts';
import type { TaskKind } from '../../service/program.ts';
import type { Timeline } from '../timeline.ts';
import type { FromThread, ToThread } from './messages.ts';
import type { PoolThread } from './pool-thread.ts';
import type { Task } from './task.ts';
import { type Transition, threadState } from './thread-cell.ts';

export interface ThreadPoolOptions {
  readonly name: string;
  /** The path of its measures, such as `pools.storage`. */
  readonly path: string;
  /** Infinity: a thread is started for each task, and ends with it. */
  readonly threads: number;
  readonly queueBound: number;
}

/** What a pool needs of the service around it. */
export interface ThreadPoolHost {
  readonly nowUs: () => number;
  readonly timeline: Timeline;
  readonly recorder: Recorder;
  readonly taskKinds: readonly TaskKind[];
  /** All threads there are. */
  readonly threadsInAll: LevelRecorder;
  startThread(onMessage: (thread: PoolThread, message: FromThread) => void): PoolThread;
  /** The order that starts a task on its thread. */
  orderOf(task: Task, submittedUs: number): ToThread;
  /** A task has told something that is not its end. `answer` goes to its thread. */
  onMessage(task: Task, message: FromThread, answer: (message: ToThread) => void): void;
}

/** What a thread of the pool is at. */
interface Seat {
  readonly thread: PoolThread;
  task: Task | undefined;
  /** As the recorders know it, which lags a little. */
  state: number;
  taskKind: number;
  startedUs: number;
}

interface Waiting {
  readonly task: Task;
  readonly submittedUs: number;
}

/**
 * A thread pool of the live world: real threads and a FIFO queue in front of them. What the threads do is measured by what they write of themselves; `collect` brings it into
 * the recorders.
 */
export class ThreadPool {
  readonly name: string;
  readonly threads: number;
  readonly #queueBound: number;
  readonly #host: ThreadPoolHost;
  readonly #seats = new Map<PoolThread, Seat>();
  readonly #idle: Seat[] = [];
  readonly #queue: Waiting[] = [];
  readonly #active: LevelRecorder;
  /** In the order of `threadState`. */
  readonly #byState: readonly LevelRecorder[];
  readonly #queueDepth: LevelRecorder;
  readonly #submitted: Counter;
  readonly #rejected: Counter;
  readonly #usage: UsageRecorder;
  readonly #kindWait: readonly DurationRecorder[];
  readonly #kindHolding: readonly DurationRecorder[];
  /** Changes of state that were overwritten before they were read. */
  lost = 0;

  constructor({ name, path, threads, queueBound }: ThreadPoolOptions, host: ThreadPoolHost) {
    this.name = name;
    this.threads = threads;
    this.#queueBound = queueBound;
    this.#host = host;
    const { recorder, taskKinds } = host;
    this.#active = recorder.level(`${path}.active`);
    this.#byState = ['working', 'parked', 'blocked'].map((state) => recorder.level(`${path}.${state}`));
    this.#queueDepth = recorder.level(`${path}.queueDepth`);
    this.#submitted = recorder.counter(`${path}.submitted`);
    this.#rejected = recorder.counter(`${path}.rejected`);
    this.#usage = recorder.usage(name, taskKinds.length);
    this.#kindWait = taskKinds.map((kind) => recorder.durations(`${path}.tasks.${kind.name}.queueWait`));
    this.#kindHolding = taskKinds.map((kind) => recorder.durations(`${path}.tasks.${kind.name}.holding`));
    recorder.sumOfDurations(`${path}.queueWait`, this.#kindWait);
    recorder.sumOfDurations(`${path}.holding`, this.#kindHolding);
  }

  /** Starts the threads. @throws InputError when the machine cannot start them all. */
  async open(): Promise<void> {
    if (!Number.isFinite(this.threads)) return;
    const seats = Array.from({ length: this.threads }, () => this.#addSeat());
    this.#idle.push(...seats);
    await Promise.all(seats.map(({ thread }) => thread.ready()));
  }

  /** How many tasks wait for a thread. */
  get queueLength(): number {
    return this.#queue.length;
  }

  /** How many threads are in a state, as they say themselves at this moment. */
  sample(): { readonly working: number; readonly parked: number; readonly blocked: number; readonly active: number } {
    const counts = [0, 0, 0, 0];
    for (const { thread } of this.#seats.values())
      counts[thread.cell.state] = (counts[thread.cell.state] as number) + 1;
    const [working = 0, parked = 0, blocked = 0] = counts;
    return { working, parked, blocked, active: working + parked + blocked };
  }

  /**
   * Submits a task: it gets a thread at once or waits in the queue.
   * @returns false when the queue is at its bound and the task was refused.
   */
  submit(task: Task): boolean {
    const submittedUs = this.#host.nowUs();
    this.#count(this.#submitted, submittedUs);
    const seat = Number.isFinite(this.threads) ? this.#idle.pop() : this.#addSeat();
    if (seat !== undefined) {
      this.#start(seat, task, submittedUs);
      return true;
    }
    if (this.#queue.length >= this.#queueBound) {
      this.#count(this.#rejected, submittedUs);
      return false;
    }
    this.#queue.push({ task, submittedUs });
    this.#host.timeline.add(submittedUs, (nowUs) => this.#queueDepth.change(1, nowUs));
    return true;
  }

  /** Brings what the threads wrote of themselves onto the timeline. */
  collect(): void {
    for (const seat of this.#seats.values()) {
      this.lost += seat.thread.cell.drain((transition) => {
        this.#host.timeline.add(transition.atUs, (nowUs) => this.#apply(seat, transition, nowUs));
      });
    }
  }

  /** Ends all threads, whatever they do. */
  async close(): Promise<void> {
    await Promise.all([...this.#seats.keys()].map((thread) => thread.close()));
  }

  #addSeat(): Seat {
    const thread = this.#host.startThread((from, message) => this.#hear(this.#seats.get(from) as Seat, message));
    const seat: Seat = { thread, task: undefined, state: threadState.idle, taskKind: 0, startedUs: 0 };
    this.#seats.set(thread, seat);
    return seat;
  }

  #start(seat: Seat, task: Task, submittedUs: number): void {
    seat.task = task;
    task.process.hasThread = true;
    seat.thread.send(this.#host.orderOf(task, submittedUs));
  }

  #hear(seat: Seat, message: FromThread): void {
    const task = seat.task as Task;
    if (message.did !== 'end') {
      this.#host.onMessage(task, message, (answer) => seat.thread.send(answer));
      return;
    }
    seat.task = undefined;
    // The recording of its steps is the host's.
    this.#host.onMessage(task, message, () => {});
    this.#goOn(seat);
    task.ended({ failed: message.failed, blobs: message.blobs });
  }

  /** A thread is free: it takes the first task of the queue. */
  #goOn(seat: Seat): void {
    if (!Number.isFinite(this.threads)) {
      this.collect();
      this.#seats.delete(seat.thread);
      void seat.thread.close();
      return;
    }
    const next = this.#queue.shift();
    if (next === undefined) {
      this.#idle.push(seat);
      return;
    }
    this.#host.timeline.add(this.#host.nowUs(), (nowUs) => this.#queueDepth.change(-1, nowUs));
    this.#start(seat, next.task, next.submittedUs);
  }

  #apply(seat: Seat, { state, taskKind, submittedUs, atUs }: Transition, nowUs: number): void {
    const before = seat.state;
    if (before === threadState.idle && state !== threadState.idle) {
      this.#active.change(1, nowUs);
      if (!Number.isFinite(this.threads)) this.#host.threadsInAll.change(1, nowUs);
      (this.#kindWait[taskKind] as DurationRecorder).observe(Math.max(0, atUs - submittedUs));
      seat.startedUs = atUs;
    }
    if (before !== threadState.idle) this.#changeState(seat.taskKind, before, -1, nowUs);
    if (state !== threadState.idle) this.#changeState(taskKind, state, 1, nowUs);
    if (before !== threadState.idle && state === threadState.idle) {
      this.#active.change(-1, nowUs);
      if (!Number.isFinite(this.threads)) this.#host.threadsInAll.change(-1, nowUs);
      (this.#kindHolding[taskKind] as DurationRecorder).observe(Math.max(0, atUs - seat.startedUs));
    }
    seat.state = state;
    seat.taskKind = taskKind;
  }

  #changeState(taskKind: number, state: number, delta: number, nowUs: number): void {
    (this.#byState[state] as LevelRecorder).change(delta, nowUs);
    this.#usage.change(taskKind, state, delta, nowUs);
  }

  #count(counter: Counter, atUs: number): void {
    this.#host.timeline.add(atUs, () => {
      counter.count += 1;
    });
  }
}

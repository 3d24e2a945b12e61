import type { PoolLayout } from '../../service/layout.ts';
import type { Observer } from '../../service/observer.ts';
import type { PooledThread } from '../machinery.ts';
import type { Timeline } from '../timeline.ts';
import type { FromThread, ToThread } from './messages.ts';
import { type Transition, threadState } from './thread-cell.ts';

/** What the threads of a pool need of the world around them. */
export interface ThreadsHost {
  readonly timeline: Timeline;
  /** Is told what the threads wrote of themselves. */
  readonly measured: Observer;
  startThread(onMessage: (message: FromThread) => void): PooledThread;
  /** A thread of the pool has done what was asked of it. */
  done(pool: number, thread: number, message: Exclude<FromThread, { did: 'end' }>): void;
}

/** One thread, and how far its own account of itself has been read. */
interface Seat {
  readonly thread: PooledThread;
  /** Its number in the pool. */
  readonly number: number;
  state: number;
  taskKind: number;
  startedUs: number;
}

/** No row: what a thread writes of itself does not name its task. */
const NO_ROW = -1;

/**
 * The real threads of a pool, by their numbers. The service decides what they do; what they really did is measured by what they write of themselves, and `collect` brings that
 * to the observer.
 */
export class Threads {
  readonly threads: number;
  readonly #pool: number;
  readonly #host: ThreadsHost;
  readonly #seats = new Map<number, Seat>();
  /** Threads of their own that have ended their task, and have not said so yet. */
  readonly #leaving = new Set<Seat>();
  /** Changes of state that were overwritten before they were read. */
  lost = 0;

  /** @param pool its number in the layout. */
  constructor(pool: number, { threads }: PoolLayout, host: ThreadsHost) {
    this.#pool = pool;
    this.threads = threads;
    this.#host = host;
  }

  /** Starts the threads of a fixed pool. @throws InputError when the machine cannot start them all. */
  async open(): Promise<void> {
    if (!Number.isFinite(this.threads)) return;
    const seats = Array.from({ length: this.threads }, (_, number) => this.#addSeat(number));
    await Promise.all(seats.map(({ thread }) => thread.ready()));
  }

  /** A task has got a thread. One that begins with its task is started now. */
  begin(number: number, order: Extract<ToThread, { do: 'begin' }>): void {
    (this.#seats.get(number) ?? this.#addSeat(number)).thread.send(order);
  }

  send(number: number, order: ToThread): void {
    this.#seats.get(number)?.thread.send(order);
  }

  /** The task of a thread has ended; a thread that began with it ends too. */
  end(number: number): void {
    const seat = this.#seats.get(number);
    if (seat === undefined) return;
    seat.thread.send({ do: 'end' });
    if (Number.isFinite(this.threads)) return;
    this.#seats.delete(number);
    this.#leaving.add(seat);
  }

  /** How many threads are in a state, as they say themselves at this moment. */
  sample(): { readonly working: number; readonly parked: number; readonly blocked: number; readonly active: number } {
    const counts = [0, 0, 0, 0];
    for (const { thread } of this.#all()) counts[thread.cell.state] = (counts[thread.cell.state] as number) + 1;
    const [working = 0, parked = 0, blocked = 0] = counts;
    return { working, parked, blocked, active: working + parked + blocked };
  }

  /** Brings what the threads wrote of themselves onto the timeline. */
  collect(): void {
    for (const seat of this.#all()) this.#drain(seat);
  }

  /** Ends all threads, whatever they do. */
  async close(): Promise<void> {
    await Promise.all(this.#all().map(({ thread }) => thread.close()));
  }

  #all(): Seat[] {
    return [...this.#seats.values(), ...this.#leaving];
  }

  #addSeat(number: number): Seat {
    const thread = this.#host.startThread((message) => this.#hear(seat, message));
    const seat: Seat = { thread, number, state: threadState.idle, taskKind: 0, startedUs: 0 };
    this.#seats.set(number, seat);
    return seat;
  }

  #hear(seat: Seat, message: FromThread): void {
    if (message.did !== 'end') {
      this.#host.done(this.#pool, seat.number, message);
      return;
    }
    if (!this.#leaving.delete(seat)) return;
    this.#drain(seat);
    void seat.thread.close();
  }

  #drain(seat: Seat): void {
    this.lost += seat.thread.cell.drain((transition) => {
      this.#host.timeline.add(transition.atUs, (nowUs) => this.#apply(seat, transition, nowUs));
    });
  }

  #apply(seat: Seat, { state, taskKind, submittedUs, fromQueue, atUs }: Transition, nowUs: number): void {
    const { measured } = this.#host;
    const before = seat.state;
    if (before === threadState.idle) {
      const waitedUs = Math.max(0, atUs - submittedUs);
      measured.taskStarted(NO_ROW, this.#pool, taskKind, seat.number, waitedUs, fromQueue, nowUs);
      seat.startedUs = atUs;
    } else if (state === threadState.idle) {
      const heldUs = Math.max(0, atUs - seat.startedUs);
      measured.taskEnded(NO_ROW, this.#pool, seat.taskKind, seat.number, before, heldUs, false, nowUs);
    } else {
      measured.taskChanged(NO_ROW, this.#pool, seat.taskKind, seat.number, before, state, nowUs);
    }
    seat.state = state;
    seat.taskKind = taskKind;
  }
}

import { STATES } from '../events/catalogue.ts';
import type { PoolLayout } from '../service/layout.ts';
import * as processState from '../service/process-state.ts';
import type { TaskKind } from '../service/program.ts';
import { Histogram, type Series, TimedLevel, Value } from './series.ts';

/** A state of threads, and what is shown of it. */
interface StateMetrics {
  readonly level: TimedLevel;
  readonly threads: Value;
  readonly time: Value;
}

interface TaskMetrics {
  readonly holding: Histogram;
  readonly refused: Value;
}

/** What is kept of a pool: its threads by state, its queue, and how long tasks wait and hold a thread. */
export class PoolMetrics {
  readonly series: readonly Series[];
  readonly queueDepth: Value;
  readonly starved: Value;
  readonly #states: readonly StateMetrics[];
  readonly #idle: StateMetrics | undefined;
  readonly #queueWait: Histogram;
  /** By kind of task; kinds of one name share them. */
  readonly #tasks = new Map<number, TaskMetrics>();
  /** Threads between two tasks: they go straight on, and stay active. */
  #goingOn = 0;

  /** @param kinds the numbers of the kinds of task that run in it. */
  constructor({ name: pool, threads }: PoolLayout, taskKinds: readonly TaskKind[], kinds: readonly number[]) {
    const state = (name: string): StateMetrics => ({
      level: new TimedLevel(),
      threads: new Value('unpark.pool.threads', { pool, state: name }),
      time: new Value('unpark.pool.thread_time', { pool, state: name }),
    });
    this.#states = STATES.map(state);
    // A pool whose threads begin and end with their tasks has no idle ones, and no limit.
    this.#idle = Number.isFinite(threads) ? state('idle') : undefined;
    this.#idle?.level.change(threads, 0);
    const limit = new Value('unpark.pool.threads_limit', { pool });
    limit.value = threads;
    this.queueDepth = new Value('unpark.pool.queue_depth', { pool });
    this.starved = new Value('unpark.pool.starved', { pool });
    this.#queueWait = new Histogram('unpark.pool.queue_wait', { pool });
    const byName = new Map<string, TaskMetrics>();
    for (const kind of kinds) {
      const { name: task } = taskKinds[kind] as TaskKind;
      const shared = byName.get(task) ?? {
        holding: new Histogram('unpark.task.holding_time', { pool, task }),
        refused: new Value('unpark.tasks.refused', { pool, task }),
      };
      byName.set(task, shared);
      this.#tasks.set(kind, shared);
    }
    this.series = [
      ...this.#all().flatMap((one) => [one.threads, one.time]),
      ...(this.#idle === undefined ? [] : [limit]),
      this.queueDepth,
      this.starved,
      this.#queueWait,
      ...[...byName.values()].flatMap(({ holding, refused }) => [holding, refused]),
    ];
  }

  refused(kind: number): void {
    (this.#tasks.get(kind) as TaskMetrics).refused.value += 1;
  }

  /** @param fromQueue whether the task had waited in the queue. */
  started(waitedUs: number, fromQueue: boolean, atUs: number): void {
    if (fromQueue) this.queueDepth.value -= 1;
    this.#queueWait.observe(waitedUs);
    if (this.#goingOn > 0) {
      this.#goingOn -= 1;
      return;
    }
    this.#change(processState.working, 1, atUs);
    this.#idle?.level.change(-1, atUs);
  }

  changed(before: number, state: number, atUs: number): void {
    this.#change(before, -1, atUs);
    this.#change(state, 1, atUs);
  }

  /** @param goesOn whether the thread takes a task of the queue at once: it works then. */
  ended(kind: number, state: number, heldUs: number, goesOn: boolean, atUs: number): void {
    (this.#tasks.get(kind) as TaskMetrics).holding.observe(heldUs);
    this.#change(state, -1, atUs);
    if (goesOn) {
      this.#goingOn += 1;
      this.#change(processState.working, 1, atUs);
    } else {
      this.#idle?.level.change(1, atUs);
    }
  }

  /** Brings what is shown up to a time. */
  bringUpTo(atUs: number): void {
    for (const { level, threads, time } of this.#all()) {
      threads.value = level.level;
      time.value = level.secondsUntil(atUs);
    }
  }

  #change(state: number, by: number, atUs: number): void {
    (this.#states[state] as StateMetrics).level.change(by, atUs);
  }

  #all(): readonly StateMetrics[] {
    return this.#idle === undefined ? this.#states : [...this.#states, this.#idle];
  }
}

import type { PoolLayout } from '../service/layout.ts';
import * as processState from '../service/process-state.ts';
import type { TaskKind } from '../service/program.ts';
import type { DurationRecorder } from './duration-recorder.ts';
import type { LevelRecorder } from './level-recorder.ts';
import type { Counter, Recorder } from './recorder.ts';
import { USAGE_STATES, type UsageRecorder } from './usage-recorder.ts';

/** What is measured of a pool: its threads by state and by kind of task, its queue, and how long tasks wait and hold a thread. */
export class PoolRecorder {
  readonly #active: LevelRecorder;
  /** Threads by state, in the order of `processState`. */
  readonly #byState: readonly LevelRecorder[];
  readonly #working: LevelRecorder;
  readonly #queueDepth: LevelRecorder;
  readonly #submitted: Counter;
  readonly #rejected: Counter;
  readonly #usage: UsageRecorder;
  readonly #kindWait: readonly DurationRecorder[];
  readonly #kindHolding: readonly DurationRecorder[];
  /** Of a pool whose threads begin and end with their tasks: all threads there are. */
  readonly #threadsInAll: LevelRecorder | undefined;
  /** Threads between two tasks: they go straight on, and stay active. */
  #goingOn = 0;

  /** @param threadsInAll all threads there are; those of a fixed pool are among them. */
  constructor(
    recorder: Recorder,
    { name, path, threads }: PoolLayout,
    taskKinds: readonly TaskKind[],
    threadsInAll: LevelRecorder,
  ) {
    this.#active = recorder.level(`${path}.active`);
    this.#byState = USAGE_STATES.map((state) => recorder.level(`${path}.${state}`));
    this.#working = this.#byState[processState.working] as LevelRecorder;
    this.#queueDepth = recorder.level(`${path}.queueDepth`);
    this.#submitted = recorder.counter(`${path}.submitted`);
    this.#rejected = recorder.counter(`${path}.rejected`);
    this.#usage = recorder.usage(name, taskKinds.length);
    this.#kindWait = taskKinds.map((kind) => recorder.durations(`${path}.tasks.${kind.name}.queueWait`));
    this.#kindHolding = taskKinds.map((kind) => recorder.durations(`${path}.tasks.${kind.name}.holding`));
    // What every task of the pool met is what those of its kinds met; adding them up at the end costs the hot loop nothing.
    recorder.sumOfDurations(`${path}.queueWait`, this.#kindWait);
    recorder.sumOfDurations(`${path}.holding`, this.#kindHolding);
    this.#threadsInAll = Number.isFinite(threads) ? undefined : threadsInAll;
  }

  queued(atUs: number): void {
    this.#submitted.count += 1;
    this.#queueDepth.change(1, atUs);
  }

  refused(): void {
    this.#submitted.count += 1;
    this.#rejected.count += 1;
  }

  /** @param fromQueue whether the task had waited in the queue. */
  started(taskKind: number, waitedUs: number, fromQueue: boolean, atUs: number): void {
    if (fromQueue) this.#queueDepth.change(-1, atUs);
    else this.#submitted.count += 1;
    if (this.#goingOn > 0) {
      this.#goingOn -= 1;
    } else {
      this.#active.change(1, atUs);
      this.#threadsInAll?.change(1, atUs);
      this.#working.change(1, atUs);
    }
    this.#usage.change(taskKind, processState.working, 1, atUs);
    (this.#kindWait[taskKind] as DurationRecorder).observe(waitedUs);
  }

  changed(taskKind: number, before: number, state: number, atUs: number): void {
    (this.#byState[before] as LevelRecorder).change(-1, atUs);
    (this.#byState[state] as LevelRecorder).change(1, atUs);
    this.#usage.change(taskKind, before, -1, atUs);
    this.#usage.change(taskKind, state, 1, atUs);
  }

  /** @param goesOn whether the thread takes a task of the queue at once: the number of active ones stays. */
  ended(taskKind: number, state: number, heldUs: number, goesOn: boolean, atUs: number): void {
    this.#usage.change(taskKind, state, -1, atUs);
    (this.#kindHolding[taskKind] as DurationRecorder).observe(heldUs);
    if (goesOn) {
      this.#goingOn += 1;
      if (state === processState.working) return;
      (this.#byState[state] as LevelRecorder).change(-1, atUs);
      this.#working.change(1, atUs);
      return;
    }
    (this.#byState[state] as LevelRecorder).change(-1, atUs);
    this.#active.change(-1, atUs);
    this.#threadsInAll?.change(-1, atUs);
  }
}

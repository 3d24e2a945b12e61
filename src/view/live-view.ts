import { silent } from '../events/silent.ts';
import type { Layout } from '../service/layout.ts';
import type { RunObserver } from '../service/observer.ts';
import { toSeconds } from '../units.ts';
import { type DesignView, THREAD_LETTERS } from './snapshot.ts';

const IDLE = THREAD_LETTERS.length - 1;

/** The times of a run, in µs. */
interface RunTimes {
  readonly warmUpUs: number;
  readonly durationUs: number;
}

/** Listens to a run and knows at every moment what each thread does: what a live view is drawn from. */
export class LiveView {
  readonly listener: RunObserver;
  readonly #design: string;
  readonly #layout: Layout;
  readonly #times: RunTimes;
  /** The state of each thread of each fixed pool. */
  readonly #threads: readonly Uint8Array[];
  readonly #queued: number[];
  #pending = 0;
  #latenessUs = -1;
  #arrived = 0;
  #done = 0;
  #failed = 0;

  constructor(design: string, layout: Layout, times: RunTimes) {
    this.#design = design;
    this.#layout = layout;
    this.#times = times;
    const { pools } = layout.system;
    this.#threads = pools.map(({ threads }) => new Uint8Array(threads).fill(IDLE));
    this.#queued = pools.map(() => 0);
    const set = (pool: number, thread: number, state: number) => {
      // Pools that a strategy adds have no fixed threads.
      const states = this.#threads[pool];
      if (states !== undefined && thread < states.length) states[thread] = state;
    };
    const queue = (pool: number, by: number) => {
      if (pool < this.#queued.length) this.#queued[pool] = (this.#queued[pool] as number) + by;
    };
    this.listener = {
      ...silent(),
      jobArrived: () => {
        this.#arrived += 1;
      },
      jobEnded: (_row, _kind, failed) => {
        if (failed) this.#failed += 1;
        else this.#done += 1;
      },
      taskQueued: (_row, pool) => queue(pool, 1),
      taskStarted: (_row, pool, _kind, thread, _waitedUs, fromQueue) => {
        if (fromQueue) queue(pool, -1);
        set(pool, thread, 0);
      },
      taskChanged: (_row, pool, _kind, thread, _before, state) => set(pool, thread, Math.min(state, IDLE)),
      taskEnded: (_row, pool, _kind, thread) => set(pool, thread, IDLE),
      deletionScheduled: () => {
        this.#pending += 1;
      },
      deletionRejected: () => {
        this.#pending -= 1;
      },
      deletionRetried: () => {
        this.#pending += 1;
      },
      deletionPutBack: () => {
        this.#pending += 1;
      },
      deletionStarted: (_blob, dueUs, _attempt, atUs) => {
        this.#pending -= 1;
        this.#latenessUs = Math.max(this.#latenessUs, atUs - dueUs);
      },
    };
  }

  /** How it stands. @param atUs since the start of the run. */
  snapshot(atUs: number): DesignView {
    const latenessUs = this.#latenessUs;
    this.#latenessUs = -1;
    const { warmUpUs, durationUs } = this.#times;
    return {
      design: this.#design,
      atSeconds: toSeconds(atUs),
      warmUpSeconds: toSeconds(warmUpUs),
      endSeconds: toSeconds(warmUpUs + durationUs),
      pools: this.#layout.system.pools.map(({ name }, i) => ({
        name,
        threads: Array.from(this.#threads[i] as Uint8Array, (state) => THREAD_LETTERS[state]).join(''),
        queueDepth: this.#queued[i] as number,
      })),
      pending: this.#pending,
      lateness: latenessUs < 0 ? null : toSeconds(latenessUs),
      arrived: this.#arrived,
      done: this.#done,
      failed: this.#failed,
    };
  }
}

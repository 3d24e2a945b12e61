import type { Layout } from '../service/layout.ts';
import * as processState from '../service/process-state.ts';
import { US_PER_MINUTE } from '../units.ts';
import { ThreadIntervals } from './thread-intervals.ts';
import type { TimelineRecord } from './timeline-record.ts';

/** How much of the measured time is kept. */
export const TIMELINE_US = 30 * US_PER_MINUTE;
/** The most intervals that are kept of a design: the window ends where there would be more. */
export const MOST_INTERVALS = 20_000;
/** Of a pool this many threads are kept, the first ones. */
export const MOST_THREADS = 1_024;

/** Keeps what each thread does, interval by interval, in the first part of the measured time. Before it, it only knows what threads are at; after it, it does nothing. */
export class TimelineRecorder {
  readonly #paths: readonly string[];
  /** By pool, then by thread. */
  readonly #threads: readonly ThreadIntervals[][];
  #isMeasuring = false;
  #fromUs = 0;
  /** When the window ends, at the latest. */
  #untilUs = Number.POSITIVE_INFINITY;
  #isOver = false;
  #isCut = false;
  /** The intervals there are, and one for each thread that holds a task. */
  #intervals = 0;

  constructor({ pools }: Layout) {
    this.#paths = pools.map(({ path }) => path);
    this.#threads = pools.map(() => []);
  }

  measuringStarted(atUs: number): void {
    this.#isMeasuring = true;
    this.#fromUs = atUs;
    this.#untilUs = atUs + TIMELINE_US;
    for (const intervals of this.#threads.flat()) intervals?.cut(atUs);
    if (this.#intervals > MOST_INTERVALS) this.#cut(atUs);
  }

  taskStarted(pool: number, kind: number, thread: number, atUs: number): void {
    if (this.#isOver) return;
    const intervals = this.#at(pool, thread, atUs);
    if (intervals === undefined) return;
    if (!intervals.isHeld) this.#intervals += 1;
    this.#count(intervals.started(kind, processState.working, atUs, this.#isMeasuring), atUs);
  }

  taskChanged(pool: number, thread: number, state: number, atUs: number): void {
    if (this.#isOver) return;
    const intervals = this.#at(pool, thread, atUs);
    if (intervals !== undefined) this.#count(intervals.changed(state, atUs, this.#isMeasuring), atUs);
  }

  taskEnded(pool: number, thread: number, goesOn: boolean, atUs: number): void {
    if (this.#isOver) return;
    const intervals = this.#at(pool, thread, atUs);
    if (intervals === undefined) return;
    const closed = intervals.ended(goesOn, processState.working, atUs, this.#isMeasuring);
    if (!goesOn) this.#intervals -= 1;
    this.#count(closed, atUs);
  }

  /** What was kept up to now; undefined when the measured time has not begun, or had no room at all. */
  record(nowUs: number): TimelineRecord | undefined {
    const untilUs = Math.min(this.#untilUs, nowUs);
    if (!this.#isMeasuring || untilUs <= this.#fromUs) return undefined;
    const pools = this.#threads.map((threads) =>
      threads.flatMap((intervals, thread) => intervals?.record(thread, untilUs) ?? []),
    );
    return {
      fromUs: this.#fromUs,
      untilUs,
      isCut: this.#isCut,
      pools: Object.fromEntries(this.#paths.map((path, pool) => [path, pools[pool] ?? []])),
    };
  }

  /** A thread that is kept, while the window is open. */
  #at(pool: number, thread: number, atUs: number): ThreadIntervals | undefined {
    if (atUs >= this.#untilUs) {
      this.#isOver = true;
      return undefined;
    }
    if (thread >= MOST_THREADS) return undefined;
    const threads = this.#threads[pool] as ThreadIntervals[];
    const known = threads[thread];
    if (known !== undefined) return known;
    const intervals = new ThreadIntervals();
    intervals.cut(this.#fromUs);
    threads[thread] = intervals;
    return intervals;
  }

  #count(closed: number, atUs: number): void {
    this.#intervals += closed;
    if (this.#intervals >= MOST_INTERVALS && this.#isMeasuring) this.#cut(atUs);
  }

  #cut(atUs: number): void {
    this.#isOver = true;
    this.#isCut = true;
    this.#untilUs = atUs;
  }
}

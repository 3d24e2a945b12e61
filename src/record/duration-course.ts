import { cellMiddleUs, cellOf } from './duration-recorder.ts';

/** How many spans of time a course has, whatever the duration: wide enough that each has a percentile to speak of. */
export const COURSE_SPANS = 48;

/** How many cells a course begins with. */
const SHORT_CELLS = 256;

/** What a course leaves behind. Plain data, so that it passes between threads. */
export interface CourseRecord {
  /** Observations by `cell * COURSE_SPANS + span`, with the cells of a duration recorder; only those that have any. */
  readonly counts: ReadonlyMap<number, number>;
  /** The longest of each span; −1 where nothing ended. */
  readonly maxUs: Float64Array;
}

/** Records durations by the time at which they ended, warm-up included: how their percentiles move over a run. */
export class DurationCourse {
  readonly #spanUs: number = 0;
  readonly #counts = new Map<number, number>();
  readonly #maxUs = new Float64Array(COURSE_SPANS).fill(-1);
  // Of the span under way, until another one comes: a map is slow, and a span has its turn once.
  #span = 0;
  #cells = new Float64Array(SHORT_CELLS);
  /** The cells that have any, in the order in which they came. */
  #used = new Int32Array(SHORT_CELLS);
  #usedCount = 0;

  /** @param endUs when the run ends, in µs from its start, over 0. */
  constructor(endUs: number) {
    this.#spanUs = endUs / COURSE_SPANS;
  }

  /** @param durationUs integer µs, at least 0. @param nowUs when it ended. */
  observe(durationUs: number, nowUs: number): void {
    const span = Math.min(COURSE_SPANS - 1, Math.floor(nowUs / this.#spanUs));
    if (span !== this.#span) this.#turnTo(span);
    const cell = cellOf(durationUs);
    if (cell >= this.#cells.length) this.#growTo(cell);
    const count = this.#cells[cell] as number;
    if (count === 0) {
      this.#used[this.#usedCount] = cell;
      this.#usedCount += 1;
    }
    this.#cells[cell] = count + 1;
    if (durationUs > (this.#maxUs[span] as number)) this.#maxUs[span] = durationUs;
  }

  record(): CourseRecord {
    this.#turnTo(this.#span);
    return { counts: new Map(this.#counts), maxUs: this.#maxUs.slice() };
  }

  /** Keeps what the span under way has counted, and begins another. */
  #turnTo(span: number): void {
    for (let i = 0; i < this.#usedCount; i += 1) {
      const cell = this.#used[i] as number;
      const at = cell * COURSE_SPANS + this.#span;
      this.#counts.set(at, (this.#counts.get(at) ?? 0) + (this.#cells[cell] as number));
      this.#cells[cell] = 0;
    }
    this.#usedCount = 0;
    this.#span = span;
  }

  #growTo(cell: number): void {
    const length = Math.max(cell + 1, this.#cells.length * 2);
    const cells = new Float64Array(length);
    const used = new Int32Array(length);
    cells.set(this.#cells);
    used.set(this.#used);
    this.#cells = cells;
    this.#used = used;
  }
}

/** What two courses have observed together. */
export function sumOfCourses(one: CourseRecord, other: CourseRecord): CourseRecord {
  const counts = new Map(one.counts);
  for (const [at, count] of other.counts) counts.set(at, (counts.get(at) ?? 0) + count);
  return { counts, maxUs: one.maxUs.map((us, span) => Math.max(us, other.maxUs[span] as number)) };
}

/** A quantile of each span in µs, as near as that of a duration recorder: within 0.2 %, never over the longest. Null where nothing ended. @param p in 0 … 1. */
export function courseQuantilesUs({ counts, maxUs }: CourseRecord, p: number): (number | null)[] {
  const spans = Array.from({ length: COURSE_SPANS }, (): [cell: number, count: number][] => []);
  for (const [at, count] of counts) spans[at % COURSE_SPANS]?.push([Math.floor(at / COURSE_SPANS), count]);
  return spans.map((cells, span) => {
    const total = cells.reduce((sum, [, count]) => sum + count, 0);
    let reached = 0;
    for (const [cell, count] of cells.sort(([a], [b]) => a - b)) {
      reached += count;
      if (reached >= p * total) return Math.min(cellMiddleUs(cell), maxUs[span] as number);
    }
    return null;
  });
}

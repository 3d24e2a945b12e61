import { cellMiddleUs, cellOf } from './duration-recorder.ts';

/** How many spans of time a course has, whatever the duration: wide enough that each has a percentile to speak of. */
export const COURSE_SPANS = 48;

/** How many cells a course begins with. */
const SHORT_CELLS = 256;

/** How many durations of a span fell into which cells of a duration recorder: only those that have any, in rising order. */
export interface SpanCounts {
  readonly cells: Int32Array;
  readonly counts: Float64Array;
}

/** What a course leaves behind. Plain data, so that it passes between threads. */
export interface CourseRecord {
  /** By span. */
  readonly spans: readonly SpanCounts[];
  /** The longest of each span; −1 where nothing ended. */
  readonly maxUs: Float64Array;
}

const NOTHING: SpanCounts = { cells: new Int32Array(0), counts: new Float64Array(0) };

/** Records durations by the time at which they ended, warm-up included: how their percentiles move over a run. */
export class DurationCourse {
  readonly #spanUs: number = 0;
  readonly #spans = new Array<SpanCounts>(COURSE_SPANS).fill(NOTHING);
  readonly #maxUs = new Float64Array(COURSE_SPANS).fill(-1);
  // Of the span under way, until another one comes.
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
    return { spans: [...this.#spans], maxUs: this.#maxUs.slice() };
  }

  /** Keeps what the span under way has counted, and begins another. */
  #turnTo(span: number): void {
    const cells = this.#used.slice(0, this.#usedCount).sort();
    const counts = Float64Array.from(cells, (cell) => this.#cells[cell] as number);
    for (const cell of cells) this.#cells[cell] = 0;
    this.#spans[this.#span] = sumOfSpans(this.#spans[this.#span] as SpanCounts, { cells, counts });
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
  const spans = one.spans.map((counts, span) => sumOfSpans(counts, other.spans[span] as SpanCounts));
  return { spans, maxUs: one.maxUs.map((us, span) => Math.max(us, other.maxUs[span] as number)) };
}

function sumOfSpans(one: SpanCounts, other: SpanCounts): SpanCounts {
  if (one.cells.length === 0) return other;
  if (other.cells.length === 0) return one;
  const cells = new Int32Array(one.cells.length + other.cells.length);
  const counts = new Float64Array(cells.length);
  let length = 0;
  for (let i = 0, j = 0; i < one.cells.length || j < other.cells.length; length += 1) {
    const left = one.cells[i] ?? Number.POSITIVE_INFINITY;
    const right = other.cells[j] ?? Number.POSITIVE_INFINITY;
    cells[length] = Math.min(left, right);
    if (left <= right) counts[length] = one.counts[i++] as number;
    if (right <= left) counts[length] = (counts[length] as number) + (other.counts[j++] as number);
  }
  return { cells: cells.slice(0, length), counts: counts.slice(0, length) };
}

/** A quantile of each span in µs, as near as that of a duration recorder: within 0.2 %, never over the longest. Null where nothing ended. @param p in 0 … 1. */
export function courseQuantilesUs({ spans, maxUs }: CourseRecord, p: number): (number | null)[] {
  return spans.map(({ cells, counts }, span) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    let reached = 0;
    for (const [i, cell] of cells.entries()) {
      reached += counts[i] as number;
      if (reached >= p * total) return Math.min(cellMiddleUs(cell), maxUs[span] as number);
    }
    return null;
  });
}

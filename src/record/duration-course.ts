import { cellMiddleUs, cellOf } from './duration-recorder.ts';

/** How many spans of time a course has, whatever the duration: wide enough that each has a percentile to speak of. */
export const COURSE_SPANS = 48;

/** How many cells a course begins with. */
const SHORT_CELLS = 256;

/** What a course leaves behind: how many durations of each span fell into which cells of a duration recorder. Plain data in few arrays, so that it passes between threads at little cost. */
export interface CourseRecord {
  /** Where the cells of each span begin in `cells`, and after the last one where they end. */
  readonly starts: Int32Array;
  /** Only those that have any, in rising order within a span. */
  readonly cells: Int32Array;
  /** By the index of `cells`. */
  readonly counts: Float64Array;
  /** The longest of each span; −1 where nothing ended. */
  readonly maxUs: Float64Array;
}

/** What one span has counted, as in a record. */
interface SpanCounts {
  readonly cells: Int32Array;
  readonly counts: Float64Array;
}

const NOTHING: SpanCounts = { cells: new Int32Array(0), counts: new Float64Array(0) };

/** Records durations by the time at which they ended, warm-up included: how their percentiles move over a run. */
export class DurationCourse {
  readonly #spanUs: number = 0;
  readonly #spans = new Array<SpanCounts>(COURSE_SPANS).fill(NOTHING);
  readonly #maxUs = new Float64Array(COURSE_SPANS).fill(-1);
  // Of the span under way, until another one comes.
  #span = 0;
  #spanEndUs = 0;
  #cells = new Float64Array(SHORT_CELLS);
  /** The cells that have any lie from the first one to before the end. */
  #firstCell = Number.POSITIVE_INFINITY;
  #cellsEnd = 0;

  /** @param endUs when the run ends, in µs from its start, over 0. */
  constructor(endUs: number) {
    this.#spanUs = endUs / COURSE_SPANS;
    this.#spanEndUs = this.#spanUs;
  }

  /** @param durationUs integer µs, at least 0. @param nowUs when it ended. */
  observe(durationUs: number, nowUs: number): void {
    if (nowUs >= this.#spanEndUs) this.#turnTo(Math.min(COURSE_SPANS - 1, Math.floor(nowUs / this.#spanUs)));
    this.#count(cellOf(durationUs), 1);
    if (durationUs > (this.#maxUs[this.#span] as number)) this.#maxUs[this.#span] = durationUs;
  }

  record(): CourseRecord {
    this.#turnTo(this.#span);
    const starts = new Int32Array(COURSE_SPANS + 1);
    for (const [span, { cells }] of this.#spans.entries()) starts[span + 1] = (starts[span] as number) + cells.length;
    const length = starts[COURSE_SPANS] as number;
    const cells = new Int32Array(length);
    const counts = new Float64Array(length);
    for (const [span, counted] of this.#spans.entries()) {
      cells.set(counted.cells, starts[span]);
      counts.set(counted.counts, starts[span]);
    }
    return { starts, cells, counts, maxUs: this.#maxUs.slice() };
  }

  /** Keeps what the span under way has counted, and goes on with another, or with itself. */
  #turnTo(span: number): void {
    this.#spans[this.#span] = this.#takeCounts();
    this.#span = span;
    this.#spanEndUs = span < COURSE_SPANS - 1 ? (span + 1) * this.#spanUs : Number.POSITIVE_INFINITY;
    const counted = this.#spans[span] as SpanCounts;
    for (const [i, cell] of counted.cells.entries()) this.#count(cell, counted.counts[i] as number);
  }

  /** What the cells have counted; they begin anew. */
  #takeCounts(): SpanCounts {
    const all = this.#cells;
    const first = Math.min(this.#firstCell, this.#cellsEnd);
    const end = this.#cellsEnd;
    let used = 0;
    for (let cell = first; cell < end; cell += 1) if (all[cell] !== 0) used += 1;
    const cells = new Int32Array(used);
    const counts = new Float64Array(used);
    for (let cell = first, i = 0; i < used; cell += 1) {
      if (all[cell] === 0) continue;
      cells[i] = cell;
      counts[i] = all[cell] as number;
      i += 1;
    }
    all.fill(0, first, end);
    this.#firstCell = Number.POSITIVE_INFINITY;
    this.#cellsEnd = 0;
    return { cells, counts };
  }

  #count(cell: number, times: number): void {
    if (cell < this.#firstCell) this.#firstCell = cell;
    if (cell >= this.#cellsEnd) {
      if (cell >= this.#cells.length) this.#growTo(cell);
      this.#cellsEnd = cell + 1;
    }
    this.#cells[cell] = (this.#cells[cell] as number) + times;
  }

  #growTo(cell: number): void {
    const cells = new Float64Array(Math.max(cell + 1, this.#cells.length * 2));
    cells.set(this.#cells);
    this.#cells = cells;
  }
}

/** What two courses have observed together. */
export function sumOfCourses(one: CourseRecord, other: CourseRecord): CourseRecord {
  const starts = new Int32Array(COURSE_SPANS + 1);
  const cells = new Int32Array(one.cells.length + other.cells.length);
  const counts = new Float64Array(cells.length);
  let length = 0;
  for (let span = 0; span < COURSE_SPANS; span += 1) {
    let i = one.starts[span] as number;
    let j = other.starts[span] as number;
    const oneEnd = one.starts[span + 1] as number;
    const otherEnd = other.starts[span + 1] as number;
    while (i < oneEnd || j < otherEnd) {
      const left = i < oneEnd ? (one.cells[i] as number) : Number.POSITIVE_INFINITY;
      const right = j < otherEnd ? (other.cells[j] as number) : Number.POSITIVE_INFINITY;
      let count = 0;
      if (left <= right) count += one.counts[i++] as number;
      if (right <= left) count += other.counts[j++] as number;
      cells[length] = Math.min(left, right);
      counts[length] = count;
      length += 1;
    }
    starts[span + 1] = length;
  }
  const maxUs = one.maxUs.map((us, span) => Math.max(us, other.maxUs[span] as number));
  return { starts, cells: cells.slice(0, length), counts: counts.slice(0, length), maxUs };
}

/** A quantile of each span in µs, within 0.2 %, never over the longest. Null where nothing ended. @param p in 0 … 1. */
export function courseQuantilesUs({ starts, cells, counts, maxUs }: CourseRecord, p: number): (number | null)[] {
  return Array.from(maxUs, (longestUs, span) => {
    const end = starts[span + 1] as number;
    let total = 0;
    for (let i = starts[span] as number; i < end; i += 1) total += counts[i] as number;
    let reached = 0;
    for (let i = starts[span] as number; i < end; i += 1) {
      reached += counts[i] as number;
      if (reached >= p * total) return Math.min(cellMiddleUs(cells[i] as number), longestUs);
    }
    return null;
  });
}

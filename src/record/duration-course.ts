import { cellMiddleUs, cellOf } from './duration-recorder.ts';

/** How many spans of time a course has, whatever the duration: wide enough that each has a percentile to speak of. */
export const COURSE_SPANS = 48;
/** A cell of a course holds this many cells of a duration recorder (as a power of two): quantiles are within 3 %, which a picture does not show. */
const COARSER_BITS = 4;

/** What a course leaves behind: observations by span and cell, `cells[span * width + cell]`. Plain data, so that it passes between threads. */
export interface CourseRecord {
  readonly width: number;
  readonly cells: Float64Array;
}

/** Records durations by the time at which they ended, warm-up included: how their percentiles move over a run. */
export class DurationCourse {
  readonly #spanUs: number;
  #width = 64;
  #cells = new Float64Array(COURSE_SPANS * 64);

  /** @param endUs when the run ends, in µs from its start, over 0. */
  constructor(endUs: number) {
    this.#spanUs = endUs / COURSE_SPANS;
  }

  /** @param durationUs integer µs, at least 0. @param nowUs when it ended. */
  observe(durationUs: number, nowUs: number): void {
    const cell = cellOf(durationUs) >>> COARSER_BITS;
    if (cell >= this.#width) this.#growTo(cell);
    const span = Math.min(COURSE_SPANS - 1, Math.floor(nowUs / this.#spanUs));
    const at = span * this.#width + cell;
    const cells = this.#cells;
    cells[at] = (cells[at] as number) + 1;
  }

  record(): CourseRecord {
    return { width: this.#width, cells: this.#cells.slice() };
  }

  #growTo(cell: number): void {
    const width = Math.max(cell + 1, this.#width * 2);
    this.#cells = widened({ width: this.#width, cells: this.#cells }, width);
    this.#width = width;
  }
}

/** What two courses have observed together. */
export function sumOfCourses(one: CourseRecord, other: CourseRecord): CourseRecord {
  const width = Math.max(one.width, other.width);
  const cells = widened(one, width);
  widened(other, width).forEach((count, at) => {
    cells[at] = (cells[at] as number) + count;
  });
  return { width, cells };
}

/** A quantile of each span in µs, within 3 %; null where nothing ended. @param p in 0 … 1. */
export function courseQuantilesUs({ width, cells }: CourseRecord, p: number): (number | null)[] {
  return Array.from({ length: COURSE_SPANS }, (_, span) => {
    const counts = cells.subarray(span * width, (span + 1) * width);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total === 0) return null;
    let reached = 0;
    const cell = counts.findIndex((count) => {
      reached += count;
      return reached >= p * total;
    });
    return middleUs(cell);
  });
}

/** The middle of a coarse cell: between its first and its last fine one. */
function middleUs(cell: number): number {
  const first = cell << COARSER_BITS;
  return (cellMiddleUs(first) + cellMiddleUs(first + 2 ** COARSER_BITS - 1)) / 2;
}

function widened({ width, cells }: CourseRecord, to: number) {
  const wide = new Float64Array(COURSE_SPANS * to);
  for (let span = 0; span < COURSE_SPANS; span += 1) {
    wide.set(cells.subarray(span * width, (span + 1) * width), span * to);
  }
  return wide;
}

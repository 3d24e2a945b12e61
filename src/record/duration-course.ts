import { cellMiddleUs, cellOf } from './duration-recorder.ts';

/** How many spans of time a course has, whatever the duration: wide enough that each has a percentile to speak of. */
export const COURSE_SPANS = 48;

/** What a course leaves behind. Plain data, so that it passes between threads. */
export interface CourseRecord {
  /** Observations by `cell * COURSE_SPANS + span`, with the cells of a duration recorder; only those that have any. */
  readonly counts: ReadonlyMap<number, number>;
  /** The longest of each span; −1 where nothing ended. */
  readonly maxUs: Float64Array;
}

/** Records durations by the time at which they ended, warm-up included: how their percentiles move over a run. */
export class DurationCourse {
  readonly #spanUs: number;
  readonly #counts = new Map<number, number>();
  readonly #maxUs = new Float64Array(COURSE_SPANS).fill(-1);

  /** @param endUs when the run ends, in µs from its start, over 0. */
  constructor(endUs: number) {
    this.#spanUs = endUs / COURSE_SPANS;
  }

  /** @param durationUs integer µs, at least 0. @param nowUs when it ended. */
  observe(durationUs: number, nowUs: number): void {
    const span = Math.min(COURSE_SPANS - 1, Math.floor(nowUs / this.#spanUs));
    const at = cellOf(durationUs) * COURSE_SPANS + span;
    this.#counts.set(at, (this.#counts.get(at) ?? 0) + 1);
    if (durationUs > (this.#maxUs[span] as number)) this.#maxUs[span] = durationUs;
  }

  record(): CourseRecord {
    return { counts: new Map(this.#counts), maxUs: this.#maxUs.slice() };
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

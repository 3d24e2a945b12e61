import type { Layout } from '../../service/layout.ts';

/** The row of deletions as they are scheduled, and the first of those in which they are under way. */
export const SCHEDULE_ROW = 1_000_000_000;
export const FIRST_DELETION_ROW = SCHEDULE_ROW + 1;

/**
 * The rows of a timeline: a number for each thread of each pool, above 0. Pools with a fixed number of threads come one after the other; those whose threads begin and end with
 * their tasks come last, and share the numbers from there on.
 */
export class Rows {
  readonly #first: readonly number[];
  readonly #stride: number;
  readonly #isFixed: readonly boolean[];

  constructor({ pools }: Layout) {
    let next = 1;
    const first: number[] = [];
    this.#isFixed = pools.map(({ threads }) => Number.isFinite(threads));
    pools.forEach(({ threads }, pool) => {
      first[pool] = next;
      if (Number.isFinite(threads)) next += threads;
    });
    let unbounded = 0;
    pools.forEach(({ threads }, pool) => {
      if (Number.isFinite(threads)) return;
      first[pool] = next + unbounded;
      unbounded += 1;
    });
    this.#first = first;
    this.#stride = Math.max(1, unbounded);
  }

  /** The row of a thread of a pool. */
  of(pool: number, thread: number): number {
    return (this.#first[pool] as number) + thread * (this.#isFixed[pool] === true ? 1 : this.#stride);
  }
}

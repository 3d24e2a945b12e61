/** Values below 2^8 µs have a cell each; above, each power of two is cut into 2^8 cells, so a quantile is within 0.2 % of the value. */
const SUB_BITS = 8;
const SUB_CELLS = 2 ** SUB_BITS;
const MOST_SHIFTED = 2 ** 31;

/** What a duration recorder leaves behind. Plain data, so that it passes between threads. */
export interface DurationRecord {
  readonly count: number;
  readonly sumUs: number;
  /** −1 when nothing was observed. */
  readonly maxUs: number;
  /** The cells that have any observation, in rising order: see `cellOf`. They are few of all, and what passes between threads is copied. */
  readonly cells: Int32Array;
  /** The observations of each of them. */
  readonly counts: Float64Array;
}

/** Records durations one by one in a log-linear histogram: count, sum and maximum are exact, quantiles within 0.2 %, and memory does not grow with the observations. */
export class DurationRecorder {
  #count = 0;
  #sumUs = 0;
  #maxUs = -1;
  #cells = new Float64Array(SUB_CELLS);

  /** @param durationUs integer µs, at least 0. */
  observe(durationUs: number): void {
    this.#count += 1;
    this.#sumUs += durationUs;
    if (durationUs > this.#maxUs) this.#maxUs = durationUs;
    const cell = cellOf(durationUs);
    if (cell >= this.#cells.length) this.#growTo(cell);
    const cells = this.#cells;
    cells[cell] = (cells[cell] as number) + 1;
  }

  /** Forgets everything: the measured time begins. */
  reset(): void {
    this.#count = 0;
    this.#sumUs = 0;
    this.#maxUs = -1;
    this.#cells.fill(0);
  }

  record(): DurationRecord {
    const used = this.#maxUs < 0 ? 0 : cellOf(this.#maxUs) + 1;
    return { count: this.#count, sumUs: this.#sumUs, maxUs: this.#maxUs, ...usedCells(this.#cells, used) };
  }

  #growTo(cell: number): void {
    const grown = new Float64Array(Math.max(cell + 1, this.#cells.length * 2));
    grown.set(this.#cells);
    this.#cells = grown;
  }
}

/** Of all cells those that have any, among the first `length`. */
function usedCells(all: Float64Array, length: number): Pick<DurationRecord, 'cells' | 'counts'> {
  let used = 0;
  for (let cell = 0; cell < length; cell += 1) if (all[cell] !== 0) used += 1;
  const cells = new Int32Array(used);
  const counts = new Float64Array(used);
  for (let cell = 0, i = 0; i < used; cell += 1) {
    const count = all[cell] as number;
    if (count === 0) continue;
    cells[i] = cell;
    counts[i] = count;
    i += 1;
  }
  return { cells, counts };
}

/** What several recorders have observed, as if it had been one. */
export function sumOfDurations(records: readonly DurationRecord[]): DurationRecord {
  const all = new Float64Array(Math.max(0, ...records.map((record) => (record.cells.at(-1) ?? -1) + 1)));
  let count = 0;
  let sumUs = 0;
  let maxUs = -1;
  for (const record of records) {
    count += record.count;
    sumUs += record.sumUs;
    maxUs = Math.max(maxUs, record.maxUs);
    for (let i = 0; i < record.cells.length; i += 1) {
      const cell = record.cells[i] as number;
      all[cell] = (all[cell] as number) + (record.counts[i] as number);
    }
  }
  return { count, sumUs, maxUs, ...usedCells(all, all.length) };
}

/** The cell of a duration: its own below 2^8 µs, then 2^8 cells for each power of two. @param durationUs integer µs in 0 … 2^53. */
export function cellOf(durationUs: number): number {
  if (durationUs >= MOST_SHIFTED) return cellOfLong(durationUs);
  const us = durationUs | 0;
  if (us < SUB_CELLS) return us;
  const shift = 31 - SUB_BITS - Math.clz32(us);
  return (shift << SUB_BITS) + (us >>> shift);
}

/** Shifting by hand what is too long for 32 bits: its upper part is the same cell, 2^16 times as long. */
function cellOfLong(durationUs: number): number {
  return cellOf(Math.floor(durationUs / 2 ** 16)) + 16 * SUB_CELLS;
}

/** The middle of a cell in µs. */
export function cellMiddleUs(cell: number): number {
  if (cell < SUB_CELLS) return cell;
  const shift = Math.floor(cell / SUB_CELLS) - 1;
  const first = ((cell % SUB_CELLS) + SUB_CELLS) * 2 ** shift;
  return first + (2 ** shift - 1) / 2;
}

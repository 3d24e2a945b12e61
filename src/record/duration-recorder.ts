import { Cells, type UsedCells } from './cells.ts';

/** Values below 2^8 µs have a cell each; above, each power of two is cut into 2^8 cells, none of them wider than 0.4 % of its values. */
const SUB_BITS = 8;
const SUB_CELLS = 2 ** SUB_BITS;
const MOST_SHIFTED = 2 ** 31;

/** What a duration recorder leaves behind, its cells numbered by `cellOf`. Plain data, so that it passes between threads. */
export interface DurationRecord extends UsedCells {
  readonly count: number;
  readonly sumUs: number;
  /** −1 when nothing was observed. */
  readonly maxUs: number;
}

/**
 * Records durations one by one in a log-linear histogram that knows of each cell whether all in it were the same. Count, sum and maximum are exact; quantiles are within 0.4 %, and exact where
 * all durations near them are the same, as those of constant work are. Memory does not grow with the observations.
 */
export class DurationRecorder {
  #count = 0;
  #sumUs = 0;
  #maxUs = -1;
  #cells = new Cells(SUB_CELLS);

  /** @param durationUs integer µs, at least 0. */
  observe(durationUs: number): void {
    this.#count += 1;
    this.#sumUs += durationUs;
    if (durationUs > this.#maxUs) this.#maxUs = durationUs;
    const cell = cellOf(durationUs);
    if (cell >= this.#cells.length) this.#growTo(cell);
    this.#cells.add(cell, 1, durationUs);
  }

  /** Forgets everything: the measured time begins. */
  reset(): void {
    this.#count = 0;
    this.#sumUs = 0;
    this.#maxUs = -1;
    this.#cells.clear();
  }

  record(): DurationRecord {
    const end = this.#maxUs < 0 ? 0 : cellOf(this.#maxUs) + 1;
    return { count: this.#count, sumUs: this.#sumUs, maxUs: this.#maxUs, ...this.#cells.used(end) };
  }

  #growTo(cell: number): void {
    const grown = new Cells(Math.max(cell + 1, this.#cells.length * 2));
    grown.copy(this.#cells);
    this.#cells = grown;
  }
}

/** What several recorders have observed, as if it had been one. */
export function sumOfDurations(records: readonly DurationRecord[]): DurationRecord {
  const all = new Cells(Math.max(0, ...records.map((record) => (record.cells.at(-1) ?? -1) + 1)));
  let count = 0;
  let sumUs = 0;
  let maxUs = -1;
  for (const record of records) {
    count += record.count;
    sumUs += record.sumUs;
    maxUs = Math.max(maxUs, record.maxUs);
    for (let i = 0; i < record.cells.length; i += 1) {
      all.add(record.cells[i] as number, record.counts[i] as number, record.onlyUs[i] as number);
    }
  }
  return { count, sumUs, maxUs, ...all.used(all.length) };
}

/**
 * The duration at a rank within a cell: its durations are taken to lie evenly in it, unless they are all the same.
 * @param onlyUs the only duration in it, or −1. @param maxUs the longest of all. @param share the rank as a share of those in the cell, 0 < share ≤ 1.
 * @returns whole µs.
 */
export function durationInCellUs(cell: number, onlyUs: number, maxUs: number, share: number): number {
  if (onlyUs >= 0) return onlyUs;
  const firstUs = cellFirstUs(cell);
  const lastUs = Math.min(maxUs, cellFirstUs(cell + 1) - 1);
  return Math.round(firstUs + share * (lastUs - firstUs));
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

/** The shortest duration of a cell in µs. */
function cellFirstUs(cell: number): number {
  if (cell < SUB_CELLS) return cell;
  const shift = Math.floor(cell / SUB_CELLS) - 1;
  return ((cell % SUB_CELLS) + SUB_CELLS) * 2 ** shift;
}

/** The middle of a cell in µs. */
export function cellMiddleUs(cell: number): number {
  return (cellFirstUs(cell) + cellFirstUs(cell + 1) - 1) / 2;
}

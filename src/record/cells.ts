/** What stands for the only value of a cell that has several. */
const SEVERAL = -1;

/** The cells that have any observation, in rising order: they are few of all, and what passes between threads is copied. */
export interface UsedCells {
  readonly cells: Int32Array;
  /** The observations of each of them; and where all of those are of one duration, that duration in µs, −1 where they are not. */
  readonly counts: Float64Array;
  readonly onlyUs: Float64Array;
}

/** How many observations each cell of a histogram has; and, while all of them were the same, which value that is. */
export class Cells {
  readonly length: number;
  readonly #counts: Float64Array;
  readonly #onlyUs: Float64Array;

  constructor(length: number) {
    this.length = length;
    this.#counts = new Float64Array(length);
    this.#onlyUs = new Float64Array(length);
  }

  /** Adds observations of one value, or, with −1, of several. */
  add(cell: number, count: number, us: number): void {
    const before = this.#counts[cell] as number;
    this.#counts[cell] = before + count;
    if (this.#onlyUs[cell] !== us) this.#onlyUs[cell] = before === 0 ? us : SEVERAL;
  }

  /** Forgets everything. */
  clear(): void {
    this.#counts.fill(0);
    this.#onlyUs.fill(0);
  }

  /** Takes over what shorter ones have. */
  copy(shorter: Cells): void {
    this.#counts.set(shorter.#counts);
    this.#onlyUs.set(shorter.#onlyUs);
  }

  /** The only value of a cell; −1 when it has several. */
  onlyUsOf(cell: number): number {
    return this.#onlyUs[cell] as number;
  }

  /** Those that have any, among the first `end`. */
  used(end: number): UsedCells {
    const all = this.#counts;
    let used = 0;
    for (let cell = 0; cell < end; cell += 1) if (all[cell] !== 0) used += 1;
    const cells = new Int32Array(used);
    const counts = new Float64Array(used);
    const onlyUs = new Float64Array(used);
    for (let cell = 0, i = 0; i < used; cell += 1) {
      if (all[cell] === 0) continue;
      cells[i] = cell;
      counts[i] = all[cell] as number;
      onlyUs[i] = this.#onlyUs[cell] as number;
      i += 1;
    }
    return { cells, counts, onlyUs };
  }
}

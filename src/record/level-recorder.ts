import { invariant } from '../errors.ts';

/** How many bins a series has, whatever the duration. */
export const SERIES_BINS = 288;

/** How long each level was held, and the course of the level over the run: what a level recorder leaves behind. Plain data, so that it passes between threads. */
export interface LevelRecord {
  /** `heldUs[n]` is the time in µs (or the weight) at level n, in the measured time. */
  readonly heldUs: Float64Array;
  /** Time-weighted mean of each bin over the whole run, warm-up included. */
  readonly binMeans: Float64Array;
  readonly binMaxima: Float64Array;
}

/**
 * Records a level that holds over time: threads in a state, tasks in a queue, blobs alive. Exact and weighted by time; a level that held for no time leaves no trace.
 * `change` costs a few nanoseconds and allocates nothing, save where a level is higher than ever before.
 */
export class LevelRecorder {
  level = 0;
  #sinceUs = 0;
  #heldUs = new Float64Array(16);
  // Numbers begin as numbers: a field that was undefined once holds a pointer for ever, and each number put there is allocated.
  readonly #binUs: number = 0;
  readonly #binIntegrals = new Float64Array(SERIES_BINS);
  readonly #binMaxima = new Float64Array(SERIES_BINS);
  // Of the bin under way, until it is over.
  #bin = 0;
  #binEndUs = 0;
  #binIntegral = 0;
  #binMaximum = 0;

  /** @param endUs when the run ends, in µs from its start, over 0. */
  constructor(endUs: number) {
    this.#binUs = endUs / SERIES_BINS;
    this.#binEndUs = this.#binUs;
  }

  /** Adds to the level from now on. @param delta a whole number; the level never falls below 0. */
  change(delta: number, nowUs: number): void {
    this.observe(nowUs);
    const level = this.level + delta;
    invariant(level >= 0, 'a level fell below 0');
    this.level = level;
  }

  /** Accounts for the time since the last change. */
  observe(nowUs: number): void {
    const sinceUs = this.#sinceUs;
    if (nowUs === sinceUs) return;
    const { level } = this;
    this.#sinceUs = nowUs;
    if (level >= this.#heldUs.length) this.#growTo(level);
    const heldUs = this.#heldUs;
    heldUs[level] = (heldUs[level] as number) + (nowUs - sinceUs);
    if (nowUs > this.#binEndUs) {
      if (level > 0) this.#addToBins(sinceUs, nowUs, level);
      return;
    }
    this.#binIntegral += (nowUs - sinceUs) * level;
    if (level > this.#binMaximum) this.#binMaximum = level;
  }

  /** Begins the measured time: what was held so far counts no more; the bins keep it. */
  reset(nowUs: number): void {
    this.observe(nowUs);
    this.#heldUs.fill(0);
  }

  /** What was recorded, after the time up to now is accounted for. */
  record(nowUs: number): LevelRecord {
    this.observe(nowUs);
    let length = this.#heldUs.length;
    while (length > 0 && this.#heldUs[length - 1] === 0) length -= 1;
    this.#keepBin();
    const binMeans = this.#binIntegrals.map((integral) => integral / this.#binUs);
    return { heldUs: this.#heldUs.slice(0, length), binMeans, binMaxima: this.#binMaxima.slice() };
  }

  #addToBins(fromUs: number, toUs: number, level: number): void {
    let startUs = fromUs;
    while (startUs >= this.#binEndUs && this.#bin < SERIES_BINS - 1) this.#nextBin();
    for (;;) {
      const last = toUs <= this.#binEndUs || this.#bin === SERIES_BINS - 1;
      const endUs = last ? toUs : this.#binEndUs;
      this.#binIntegral += (endUs - startUs) * level;
      if (level > this.#binMaximum) this.#binMaximum = level;
      if (last) return;
      startUs = endUs;
      this.#nextBin();
    }
  }

  #keepBin(): void {
    this.#binIntegrals[this.#bin] = this.#binIntegral;
    this.#binMaxima[this.#bin] = this.#binMaximum;
  }

  #nextBin(): void {
    this.#keepBin();
    this.#binIntegral = 0;
    this.#binMaximum = 0;
    this.#bin += 1;
    this.#binEndUs = (this.#bin + 1) * this.#binUs;
  }

  #growTo(level: number): void {
    const grown = new Float64Array(Math.max(level + 1, this.#heldUs.length * 2));
    grown.set(this.#heldUs);
    this.#heldUs = grown;
  }
}

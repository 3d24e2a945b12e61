import { Cells } from '../record/cells.ts';
import { type DurationRecord, durationInCellUs } from '../record/duration-recorder.ts';
import { toSeconds } from '../units.ts';
import { PooledDistribution } from './pooled-distribution.ts';
import { durationMeanUs, weightedPlace } from './statistics.ts';

/** The durations of one measure, pooled from the replications. */
export class PooledDurations {
  maxUs = -1;
  /** The least of the replications' longest. */
  maxLowestUs = Number.POSITIVE_INFINITY;
  /** How many each replication observed, and their mean in seconds; null where it observed none. */
  readonly counts: number[] = [];
  readonly means: (number | null)[] = [];
  readonly #distribution = new PooledDistribution();
  #cells = new Cells(0);

  add(record: DurationRecord): void {
    this.#distribution.addValues(record.cells, record.counts);
    if (this.#distribution.weights.length > this.#cells.length) {
      const grown = new Cells(this.#distribution.weights.length);
      grown.copy(this.#cells);
      this.#cells = grown;
    }
    for (let i = 0; i < record.cells.length; i += 1) {
      this.#cells.add(record.cells[i] as number, record.counts[i] as number, record.onlyUs[i] as number);
    }
    this.maxUs = Math.max(this.maxUs, record.maxUs);
    if (record.maxUs >= 0) this.maxLowestUs = Math.min(this.maxLowestUs, record.maxUs);
    this.counts.push(record.count);
    const meanUs = durationMeanUs(record);
    this.means.push(meanUs === null ? null : toSeconds(meanUs));
  }

  /** A quantile in µs, within 0.4 %, and exact where all durations near it are the same; null where there are none. @param p 0 < p ≤ 1. */
  quantileUs(p: number): number | null {
    const place = weightedPlace(this.#distribution.weights, p);
    if (place === null) return null;
    const { index: cell, share } = place;
    return durationInCellUs(cell, this.#cells.onlyUsOf(cell), this.maxUs, share);
  }

  /** Its 95 % interval in µs: see `PooledDistribution.interval95`. */
  interval95Us(p: number): readonly [number, number] | null {
    return this.#distribution.interval95(p, (share) => this.quantileUs(share) as number);
  }
}

import { weightedQuantile } from './statistics.ts';
import { studentT975 } from './student-t.ts';

/**
 * A distribution over 0, 1, 2 …, pooled from the replications: levels weighted by time, or cells of durations weighted by observations. Beside the pooled weights it keeps, for each
 * value, the sums over the replications that the intervals of its quantiles are made of, so that its size does not grow with the replications.
 */
export class PooledDistribution {
  weights: Float64Array = new Float64Array(0);
  /** By value x, with T the weight of one replication above x and N its whole weight: ΣT² and ΣTN. ΣT follows from the weights. */
  #squares: Float64Array = new Float64Array(0);
  #products: Float64Array = new Float64Array(0);
  #maxLowest = Number.POSITIVE_INFINITY;
  #totalSquares = 0;
  #replications = 0;

  /** Adds one replication; one that observed nothing counts for nothing. Loops by index: a call for each value took most of the time of pooling. */
  add(record: Float64Array): void {
    let length = record.length;
    while (length > 0 && !((record[length - 1] as number) > 0)) length -= 1;
    let total = 0;
    for (let x = 0; x < length; x += 1) total += record[x] as number;
    if (total <= 0) return;
    this.#growTo(length);
    const { weights } = this;
    const squares = this.#squares;
    const products = this.#products;
    let above = 0;
    for (let x = length - 1; x >= 0; x -= 1) {
      const weight = record[x] as number;
      weights[x] = (weights[x] as number) + weight;
      squares[x] = (squares[x] as number) + above * above;
      products[x] = (products[x] as number) + above * total;
      above += weight;
    }
    this.#count(total, length);
  }

  /** The same of a replication by the values that have any weight alone, in rising order: what is above stays the same between two of them. */
  addValues(values: Int32Array, record: Float64Array): void {
    let total = 0;
    for (let i = 0; i < record.length; i += 1) total += record[i] as number;
    if (total <= 0) return;
    const length = (values[values.length - 1] as number) + 1;
    this.#growTo(length);
    const { weights } = this;
    const squares = this.#squares;
    const products = this.#products;
    let above = 0;
    for (let i = values.length - 1; i >= 0; i -= 1) {
      const value = values[i] as number;
      const weight = record[i] as number;
      weights[value] = (weights[value] as number) + weight;
      above += weight;
      const next = i > 0 ? (values[i - 1] as number) : 0;
      for (let x = value - 1; x >= next; x -= 1) {
        squares[x] = (squares[x] as number) + above * above;
        products[x] = (products[x] as number) + above * total;
      }
    }
    this.#count(total, length);
  }

  #count(total: number, length: number): void {
    this.#totalSquares += total * total;
    this.#replications += 1;
    this.#maxLowest = Math.min(this.#maxLowest, length - 1);
  }

  #growTo(length: number): void {
    if (this.weights.length >= length) return;
    this.weights = longer(this.weights, length);
    this.#squares = longer(this.#squares, length);
    this.#products = longer(this.#products, length);
  }

  /** The least value at which the share p of the weight is reached; null when there is no weight. @param p 0 < p ≤ 1. */
  quantile(p: number): number | null {
    return weightedQuantile(this.weights, p);
  }

  /** The lowest of the replications' highest values; null for fewer than 2 replications. */
  get maxLowest(): number | null {
    return this.#replications < 2 ? null : this.#maxLowest;
  }

  /**
   * The 95 % interval of a quantile: the quantiles p − h and p + h, where h is the half width of the 95 % interval of the share of the weight at or below the quantile.
   *
   * The share is a ratio estimated from n replications, which are independent: h = t·s with Student's t for n − 1 and s² = Σ(T − fN)² ÷ (n (n − 1) N̄²), where f is the pooled share above. What
   * happens within a replication may depend on itself as it likes. R. S. Woodruff, "Confidence intervals for medians and other position measures", J. Am. Stat. Assoc. 47 (1952) 635–646;
   * W. G. Cochran, Sampling Techniques (1977), ch. 6, for the ratio. How often such intervals are true is measured by bench/statistics.
   * @param valueAt the quantile that is asked for, where the values here stand for others.
   * @returns null for fewer than 2 replications, and where the upper end lies beyond everything that was observed.
   */
  interval95(
    p: number,
    valueAt = (share: number): number => this.quantile(share) as number,
  ): readonly [number, number] | null {
    const at = this.quantile(p);
    if (this.#replications < 2 || at === null) return null;
    // A level jumps over the share p: then the uncertainty is the larger one of both sides of the jump.
    const halfWidth = Math.max(this.#shareHalfWidth95(at), this.#shareHalfWidth95(at - 1));
    const isHighest = at === this.weights.length - 1;
    if (p + halfWidth >= 1 && !isHighest) return null;
    return [p - halfWidth > 0 ? valueAt(p - halfWidth) : 0, valueAt(Math.min(1, p + halfWidth))];
  }

  /** Of the share of the weight at or below x. */
  #shareHalfWidth95(x: number): number {
    if (x < 0) return 0;
    const { weights } = this;
    const n = this.#replications;
    let below = 0;
    for (let i = 0; i <= x; i += 1) below += weights[i] as number;
    let total = below;
    for (let i = x + 1; i < weights.length; i += 1) total += weights[i] as number;
    const above = 1 - below / total;
    const squares =
      (this.#squares[x] as number) - 2 * above * (this.#products[x] as number) + above * above * this.#totalSquares;
    return (studentT975(n - 1) * Math.sqrt((Math.max(0, squares) * n) / (n - 1))) / total;
  }
}

function longer(values: Float64Array, length: number): Float64Array {
  const grown = new Float64Array(length);
  grown.set(values);
  return grown;
}

import { addWeights, weightedQuantile } from './statistics.ts';
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

  /** Adds one replication; one that observed nothing counts for nothing. */
  add(record: Float64Array): void {
    const weights = record.subarray(0, record.findLastIndex((weight) => weight > 0) + 1);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (total <= 0) return;
    this.weights = addWeights(this.weights, weights);
    this.#squares = longer(this.#squares, this.weights.length);
    this.#products = longer(this.#products, this.weights.length);
    let above = 0;
    for (let x = weights.length - 1; x >= 0; x -= 1) {
      this.#squares[x] = (this.#squares[x] as number) + above * above;
      this.#products[x] = (this.#products[x] as number) + above * total;
      above += weights[x] as number;
    }
    this.#totalSquares += total * total;
    this.#replications += 1;
    this.#maxLowest = Math.min(this.#maxLowest, weights.length - 1);
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
   * The 95 % interval of a quantile, by inverting the interval of a share: x belongs to it when p lies within the interval of the share of the weight at or below x.
   *
   * The share is a ratio estimated from n replications, which are independent; its interval is F ± t·s with Student's t for n − 1 and s² = Σ(T − fN)² ÷ (n (n − 1) N̄²), where f = 1 − F is
   * the pooled share above x. What happens within a replication may depend on itself as it likes. R. S. Woodruff, "Confidence intervals for medians and other position measures",
   * J. Am. Stat. Assoc. 47 (1952) 635–646; W. G. Cochran, Sampling Techniques (1977), ch. 6, for the ratio. For n of 5 and more, and enough weight beyond the quantile, 92 to 98 % of such
   * intervals cover the true one (bench/coverage.ts).
   * @returns the least and the highest such value; null for fewer than 2 replications, and where the upper end lies beyond everything that was observed.
   */
  interval95(p: number): readonly [number, number] | null {
    const n = this.#replications;
    if (n < 2) return null;
    const { weights } = this;
    const t = studentT975(n - 1);
    let total = 0;
    for (const weight of weights) total += weight;
    let below = 0;
    let low: number | undefined;
    let quantile: number | undefined;
    let high: number | undefined;
    for (let x = 0; x < weights.length; x += 1) {
      below += weights[x] as number;
      // The last value has nothing above it; a sum of the same weights in another order may miss that by a rounding.
      const share = x === weights.length - 1 ? 1 : below / total;
      const above = 1 - share;
      const squares =
        (this.#squares[x] as number) - 2 * above * (this.#products[x] as number) + above * above * this.#totalSquares;
      const halfWidth = (t * Math.sqrt((Math.max(0, squares) * n) / (n - 1))) / total;
      if (low === undefined && share + halfWidth >= p) low = x;
      if (quantile === undefined && share >= p) quantile = x;
      if (share - halfWidth < p) high = undefined;
      else high ??= x;
    }
    if (low === undefined || high === undefined || quantile === undefined) return null;
    const last = weights.length - 1;
    // Nothing above the highest value was ever observed, so it ends an interval only where the quantile itself is there.
    return high === last && quantile < last ? null : [low, high];
  }
}

function longer(values: Float64Array, length: number): Float64Array {
  if (values.length >= length) return values;
  const grown = new Float64Array(length);
  grown.set(values);
  return grown;
}

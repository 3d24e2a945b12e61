import { poissonProbability } from '../../theory/index.ts';

/**
 * The likelihood of a pool's health log: samples of the number of active threads at an even pace, of which only those of at least `least` are printed.
 *
 * Model: tasks that park for a constant delay D come as a Poisson stream, and so does the real work, which a thread holds for a short time; nothing waits for a thread. Then the number
 * of active threads N is Poisson with mean μ (M/G/∞), and of those at one sample a number C is still active at the next, h later: C is Poisson with mean
 * c = λ (D − h) + w r, where λ D are the parked threads, w those that work, and r the share of the work that lasts from one sample to the next. What is new is independent of it.
 * To each sample the threads of others are added, which come in bursts and last for less than a sample: their distribution is given.
 * So two neighbouring samples are, but for those, bivariate Poisson: N₁ = C + X, N₂ = C + Y (Johnson, Kotz and Balakrishnan, Discrete Multivariate Distributions, 1997, ch. 37).
 *
 * Where the log gives no times, nothing is known of what lies between its lines, and each is judged by itself, given that it was printed.
 *
 * A sample that was not printed is below `least`. One in which every thread was active says nothing of how many more there would have been: pairs with such a sample are left out, and
 * the others are judged given that they are below it. The product over neighbouring pairs is a composite likelihood (Varin, Reid and Firth, Statistica Sinica 21, 2011): its maximum is
 * consistent, and its intervals need the variance of its scores, which are not independent.
 */
export interface PairModel {
  /** Mean active threads without those of others, over 0. */
  readonly mean: number;
  /** Mean of those that two neighbouring samples share, in (0, mean). */
  readonly shared: number;
  /** The probability that others hold 0, 1, 2 … threads, at each sample anew: [1] where there are no others. */
  readonly others: readonly number[];
}

/** Standard deviations beyond the mean that are summed over. */
const FAR = 9;

/** The logarithm of the probability of each pair of neighbouring samples. */
export class PairTable {
  readonly #least: number;
  readonly #logs: Float64Array;
  readonly #first: Float64Array;
  readonly #neither: number;
  readonly #width: number;
  readonly #all: number;

  /**
   * @param least the least number of active threads that is printed; 0 where all are. @param threads of the pool, over `least`.
   */
  constructor({ mean, shared, others }: PairModel, least: number, threads: number) {
    this.#least = least;
    const width = threads - least;
    this.#width = width;
    const fresh = mean - shared;
    const top = Math.ceil(mean + FAR * Math.sqrt(mean)) + 2;
    const most = Math.max(threads, top + others.length);
    const common = poissonTable(shared, Math.ceil(shared + FAR * Math.sqrt(shared)) + 2);
    const own = withOthers(poissonTable(fresh, most), others);
    // P(N₁ = i, N₂ = j) for i, j in least … threads − 1, and P(N₁ = i, N₂ < threads).
    const joint = new Float64Array(width * width);
    const below = new Float64Array(width);
    const ownBelow = cumulated(own);
    let all = 0;
    common.forEach((weight, k) => {
      if (weight < 1e-15 || k >= threads) return;
      const under = ownBelow[Math.min(ownBelow.length - 1, threads - 1 - k)] as number;
      all += weight * under * under;
      for (let i = Math.max(least, k); i < threads; i += 1) {
        const one = weight * (own[i - k] as number);
        below[i - least] = (below[i - least] as number) + one * under;
        const row = (i - least) * width;
        // Symmetric: the other half is copied.
        for (let j = i; j < threads; j += 1) {
          joint[row + j - least] = (joint[row + j - least] as number) + one * (own[j - k] as number);
        }
      }
    });
    for (let i = 0; i < width; i += 1) {
      for (let j = 0; j < i; j += 1) joint[i * width + j] = joint[j * width + i] as number;
    }
    this.#all = Math.log(all);
    this.#logs = joint.map(Math.log);
    const rows = Float64Array.from({ length: width }, (_, i) =>
      joint.subarray(i * width, (i + 1) * width).reduce((sum, p) => sum + p, 0),
    );
    // Symmetric: the probability of a printed sample beside one that is not.
    this.#first = below.map((p, i) => Math.log(Math.max(1e-300, p - (rows[i] as number))));
    const printed = rows.reduce((sum, p) => sum + p, 0);
    const single = below.reduce((sum, p) => sum + p, 0);
    this.#neither = Math.log(Math.max(1e-300, all - 2 * single + printed));
  }

  /** @param first, second active threads in `least` … threads − 1, or −1 for a sample that was not printed. */
  log(first: number, second: number): number {
    const [i, j] = [first - this.#least, second - this.#least];
    const value =
      first < 0 && second < 0
        ? this.#neither
        : first < 0
          ? (this.#first[j] as number)
          : second < 0
            ? (this.#first[i] as number)
            : (this.#logs[i * this.#width + j] as number);
    return value - this.#all;
  }
}

/** Probabilities of 0 … most of a Poisson distribution. */
function poissonTable(mean: number, most: number): Float64Array {
  return Float64Array.from({ length: most + 1 }, (_, n) => poissonProbability(n, mean));
}

/** The sum of two independent numbers. */
function withOthers(table: Float64Array, others: readonly number[]): Float64Array {
  if (others.length === 1) return table;
  const sum = new Float64Array(table.length);
  others.forEach((weight, n) => {
    if (weight < 1e-12) return;
    for (let i = n; i < sum.length; i += 1) sum[i] = (sum[i] as number) + weight * (table[i - n] as number);
  });
  return sum;
}

function cumulated(table: Float64Array): Float64Array {
  let sum = 0;
  return table.map((p) => {
    sum += p;
    return sum;
  });
}

/**
 * The logarithm of the probability of a printed sample by itself, given that it was printed and that the pool was not full.
 * @param least, threads as of `PairTable`.
 */
export function printedLogs(
  { mean, others }: Omit<PairModel, 'shared'>,
  least: number,
  threads: number,
): (active: number) => number {
  const table = withOthers(poissonTable(mean, threads - 1), others);
  const printed = Math.log(
    Math.max(
      1e-300,
      table.subarray(least).reduce((sum, p) => sum + p, 0),
    ),
  );
  return (active) => Math.log(Math.max(1e-300, table[active] as number)) - printed;
}

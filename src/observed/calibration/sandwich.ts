import { moved } from './maximum.ts';

/** Batches of scores that the variance of a whole log is estimated from: of a day, two hours each, so that next to nothing reaches from one into the next. */
export const BATCHES = 12;

const SCORE_STEP = 1e-4;
const CURVATURE_STEP = 2e-3;

/**
 * The covariance of the place of a composite likelihood’s maximum: H⁻¹ J H⁻¹ with its curvature H and the variance J of its scores (Godambe, Annals of Mathematical Statistics 31, 1960).
 * Neighbouring scores depend on each other, so J is that of the sums of runs of them.
 * @param total the log likelihood. @param terms its terms at a place, in the order of time. @param at one or two numbers. @param batches how many runs.
 * @returns undefined where the likelihood has no maximum there, but a ridge.
 */
export function sandwich(
  total: (at: readonly number[]) => number,
  terms: (at: readonly number[]) => Float64Array,
  at: readonly number[],
  batches = BATCHES,
): number[][] | undefined {
  const curvature = at.map((_, i) =>
    at.map((__, j) => {
      const by = (a: number, b: number) => total(moved(moved(at, i, a * CURVATURE_STEP), j, b * CURVATURE_STEP));
      return -(by(1, 1) - by(1, -1) - by(-1, 1) + by(-1, -1)) / (4 * CURVATURE_STEP * CURVATURE_STEP);
    }),
  );
  const inverse = inverted(curvature);
  if (inverse === undefined) return undefined;
  const scores = at.map((_, i) => {
    const [up, down] = [terms(moved(at, i, SCORE_STEP)), terms(moved(at, i, -SCORE_STEP))];
    return batchSums(
      up.map((term, k) => (term - (down[k] as number)) / (2 * SCORE_STEP)),
      batches,
    );
  });
  const means = scores.map((sums) => sums.reduce((sum, one) => sum + one, 0) / batches);
  const spread = scores.map((one, i) =>
    scores.map((two, j) => {
      const products = one.map((sum, k) => (sum - (means[i] as number)) * ((two[k] as number) - (means[j] as number)));
      return (products.reduce((sum, product) => sum + product, 0) / (batches - 1)) * batches;
    }),
  );
  return product(product(inverse, spread), inverse);
}

/** The variance of a smooth function of what has this covariance. */
export function varianceOf(
  of: (at: readonly number[]) => number,
  at: readonly number[],
  covariance: readonly (readonly number[])[],
): number {
  const gradient = at.map((_, i) => (of(moved(at, i, SCORE_STEP)) - of(moved(at, i, -SCORE_STEP))) / (2 * SCORE_STEP));
  return gradient.reduce(
    (sum, g, i) => sum + gradient.reduce((inner, h, j) => inner + g * h * (covariance[i]?.[j] ?? 0), 0),
    0,
  );
}

/** The sums of runs of the terms that are as long as each other, but for one. */
function batchSums(terms: Float64Array, batches: number): number[] {
  const sums = Array.from({ length: batches }, () => 0);
  terms.forEach((term, i) => {
    const batch = Math.floor((i * batches) / terms.length);
    sums[batch] = (sums[batch] as number) + term;
  });
  return sums;
}

/** Of one or two rows; undefined where it is not that of a maximum. */
function inverted(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const [[a = 0, b = 0] = [], [c = 0, d = 0] = []] = matrix;
  if (!(a > 0)) return undefined;
  if (matrix.length === 1) return [[1 / a]];
  const determinant = a * d - b * c;
  if (!(determinant > 0)) return undefined;
  return [
    [d / determinant, -b / determinant],
    [-c / determinant, a / determinant],
  ];
}

function product(one: readonly (readonly number[])[], two: readonly (readonly number[])[]): number[][] {
  return one.map(
    (row) => two[0]?.map((_, j) => row.reduce((sum, value, k) => sum + value * (two[k]?.[j] ?? 0), 0)) ?? [],
  );
}

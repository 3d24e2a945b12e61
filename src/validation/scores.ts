/** How far simulated values lie from what theory says, in standard normal units. */
import { ln } from '../workload/arithmetic.ts';
import type { ValidationFigure } from './validation-case.ts';

/** One figure of a case, judged. */
export interface Score {
  /** The mean of the replications' values, or their variance; null where a replication had none. */
  readonly simulated: number | null;
  /** Of `simulated`, over replications; null where that is, and of what is exact. */
  readonly standardError: number | null;
  /** Standard normal where the simulator is right; null for what is exact, and where there are no values. It may be infinite. */
  readonly z: number | null;
  /** Of what is exact: whether every replication has the value. Of the others: whether there is a score at all. */
  readonly holds: boolean;
}

/** What is exact may differ by so much of it: sums of millions of floats. */
const FLOAT_ERROR = 1e-9;

/**
 * Judges the values of one figure.
 * @param values one for each replication, at least 2; null where a replication had none.
 */
export function scoreOf(figure: ValidationFigure, values: readonly (number | null)[]): Score {
  const seen = values.filter((value) => value !== null);
  if (seen.length < values.length || seen.length < 2) {
    return { simulated: null, standardError: null, z: null, holds: false };
  }
  switch (figure.judgedBy ?? 'mean') {
    case 'exact': {
      const worst = seen.reduce((a, b) => (Math.abs(b - figure.theory) > Math.abs(a - figure.theory) ? b : a));
      const holds = Math.abs(worst - figure.theory) <= FLOAT_ERROR * Math.abs(figure.theory);
      return { simulated: worst, standardError: null, z: null, holds };
    }
    case 'variance':
      return varianceScore(seen, figure.mean ?? meanOf(seen), figure.theory);
    default:
      return meanScore(seen, figure.theory);
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * t = (mean − theory) ÷ standard error has Student's t with ν = n − 1; it becomes the normal score of about the same probability, so that a bound on |z| means the same for
 * any number of replications: z = (8ν + 1) ÷ (8ν + 3) √(ν ln(1 + t²/ν)), within 0.02 for ν from 4 on and |z| up to 4.
 *
 * Source: D. L. Wallace, "Bounds on normal approximations to Student's and the chi-square distributions", Annals of Mathematical Statistics 30 (1959) 1121–1130.
 */
function meanScore(values: readonly number[], theory: number): Score {
  const n = values.length;
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const standardError = Math.sqrt(squares / (n - 1) / n);
  const difference = mean - theory;
  return {
    simulated: mean,
    standardError,
    z: difference === 0 ? 0 : normalScore(difference / standardError, n - 1),
    holds: true,
  };
}

/** @param t Student's t, not 0; infinite where the values do not vary. @param freedom ν, at least 1. */
export function normalScore(t: number, freedom: number): number {
  const size = ((8 * freedom + 1) / (8 * freedom + 3)) * Math.sqrt(freedom * ln(1 + (t * t) / freedom));
  return t < 0 ? -size : size;
}

/**
 * n s² ÷ σ² has the chi-square distribution with n degrees of freedom where s² is taken about the mean that theory has and the values are normal; its cube root is very
 * nearly normal.
 *
 * Source: E. B. Wilson and M. M. Hilferty, "The distribution of chi-square", Proceedings of the National Academy of Sciences 17 (1931) 684–688.
 */
function varianceScore(values: readonly number[], mean: number, theory: number): Score {
  const n = values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  const spread = 2 / (9 * n);
  return {
    simulated: variance,
    standardError: theory * Math.sqrt(2 / n),
    z: (Math.cbrt(variance / theory) - (1 - spread)) / Math.sqrt(spread),
    holds: true,
  };
}

/** The probability that a standard normal number lies beyond 2 on either side. */
export const BEYOND_2 = 0.04550026389635842;

/**
 * The most rows that may lie beyond 2: the least k with P(more than k of them) ≤ level. Rows of one case come of the same runs, so they are taken to lie beyond 2 together or not at all, which
 * bounds their number from above; cases are independent. With one row a case it is the quantile of a binomial distribution.
 * @param rowsOfCases how many rows each case has. @param level 0 < level < 1.
 */
export function mostBeyond2(rowsOfCases: readonly number[], level: number): number {
  let probabilities = [1];
  for (const rows of rowsOfCases) {
    const next = new Array<number>(probabilities.length + rows).fill(0);
    probabilities.forEach((probability, k) => {
      next[k] = (next[k] as number) + probability * (1 - BEYOND_2);
      next[k + rows] = (next[k + rows] as number) + probability * BEYOND_2;
    });
    probabilities = next;
  }
  let more = 0;
  let k = probabilities.length - 1;
  while (k > 0 && more + (probabilities[k] as number) <= level) {
    more += probabilities[k] as number;
    k -= 1;
  }
  return k;
}

/** The |z| that no row may exceed: 6 in 100,000 do by chance. */
export const GREATEST_Z = 4;

import { pairsOf, type Replicated } from './differences.ts';

/** Fewer pairs say too little of a variance. */
const LEAST_PAIRS = 5;

/**
 * What the designs' common random numbers leave of a difference's variance: the variance of the differences of pairs ÷ the sum of the variances of both sides, which is what it would be if each
 * design had its own streams. 0: all of the noise is common. Over 1: the designs react to the same draws in opposite ways.
 *
 * Source: A. M. Law, "Simulation Modeling and Analysis", 5th ed., 2015, section 11.2.
 * @param paths measures that are added up within a replication, as for `pairedDifference`.
 * @returns null for fewer than five pairs, and where neither side varies.
 */
export function varianceLeft(before: Replicated, after: Replicated, paths: string | readonly string[]): number | null {
  const pairs = pairsOf(before, after, paths);
  if (pairs.length < LEAST_PAIRS) return null;
  const independent = varianceOf(pairs.map(([first]) => first)) + varianceOf(pairs.map(([, second]) => second));
  return independent > 0 ? varianceOf(pairs.map(([first, second]) => second - first)) / independent : null;
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

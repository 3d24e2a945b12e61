import { poissonAtLeast, poissonAtMost, poissonProbability } from '../../theory/index.ts';
import { US_PER_SECOND } from '../../units.ts';
import { type DayShape, partOfDay } from './fit-terms.ts';
import { type HealthSeries, NOT_PRINTED } from './health-series.ts';
import { BATCHES } from './sandwich.ts';

/** What the samples show of the threads that other job kinds hold. */
export interface OthersSeen {
  /** Threads, over the samples. */
  readonly mean: number;
  /** The standard error of that as a mean of the long run, by batch means. */
  readonly standardError: number;
}

/** Mean threads that other job kinds hold, by the scenario. @param others the probability of 0, 1, 2 … threads. */
export function otherMean(others: readonly number[]): number {
  return others.reduce((sum, weight, n) => sum + weight * n, 0);
}

/**
 * How many threads other job kinds held while the log was written: of each sample the mean of what the scenario says of them, given the sample (the E step of Dempster, Laird and Rubin,
 * Journal of the Royal Statistical Society B 39, 1977). Where they come often it is about the scenario's mean. A burst that the scenario has and the log has not counts for nothing, and
 * one that the log has more often counts more; a mean that the scenario alone vouches for would be no mean of the log.
 * A log without times does not say how much of the time it shows: there it is the scenario's mean.
 */
export function othersSeen(
  series: HealthSeries,
  others: readonly number[],
  { parts, factors, lagSeconds }: DayShape,
): (own: number) => OthersSeen {
  const { segments, isPaced, everySeconds } = series;
  const prior = otherMean(others);
  const fixed: OthersSeen = { mean: prior, standardError: 0 };
  if (others.length === 1 || !isPaced) return () => fixed;
  const samples = segments.flatMap(({ active, startUs }) =>
    [...active].map((value, i) => ({
      value,
      part: parts === 1 ? 0 : partOfDay((startUs ?? 0) + i * everySeconds * US_PER_SECOND, { parts, lagSeconds }),
    })),
  );
  /** @param own mean threads of the jobs that park, over the day. */
  return (own: number): OthersSeen => {
    const known = new Map<string, number>();
    const batches = Array.from({ length: BATCHES }, () => ({ sum: 0, count: 0 }));
    samples.forEach(({ value, part }, i) => {
      const key = `${value},${part}`;
      const factor = factors[part] as number;
      const seen =
        known.get(key) ?? (Number.isNaN(factor) ? prior : meanGiven(value, own * factor, series, others, prior));
      known.set(key, seen);
      const batch = batches[Math.floor((i * BATCHES) / samples.length)] as { sum: number; count: number };
      batch.sum += seen;
      batch.count += 1;
    });
    const means = batches.map(({ sum, count }) => sum / Math.max(1, count));
    const mean = batches.reduce((sum, batch) => sum + batch.sum, 0) / samples.length;
    const square = means.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (BATCHES - 1);
    return { mean, standardError: Math.sqrt(square / BATCHES) };
  };
}

/** The mean of the others given one sample. */
function meanGiven(
  value: number,
  own: number,
  { least, threads }: HealthSeries,
  others: readonly number[],
  prior: number,
): number {
  let [total, weighted] = [0, 0];
  others.forEach((weight, n) => {
    if (weight === 0) return;
    const likelihood =
      value === NOT_PRINTED
        ? least > n
          ? poissonAtMost(least - n - 1, own)
          : 0
        : value >= threads
          ? poissonAtLeast(Math.max(0, threads - n), own)
          : value >= n
            ? poissonProbability(value - n, own)
            : 0;
    total += weight * likelihood;
    weighted += weight * likelihood * n;
  });
  return total > 0 ? weighted / total : prior;
}

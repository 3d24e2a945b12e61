import { isMap } from '../path.ts';
import type { DesignResult, Result } from './schema.ts';

/** Enough for a curve of batches; fewer tell nothing. */
const LEAST_BATCHES = 10;
const BATCH = 5;

/**
 * How many values to leave out at the beginning, by MSER-5: the values are averaged in batches of five, and the cut is the one that makes the standard error of the mean of what is
 * left the least. A cut beyond the middle is not looked for.
 *
 * Source: K. P. White, "An effective truncation heuristic for bias reduction in simulation output", Simulation 69 (1997) 323–334; batches of five: W. S. Spratt, 1998, and
 * K. P. White, M. J. Cobb and S. C. Spratt, "A comparison of five steady-state truncation heuristics for simulation", Winter Simulation Conference 2000, 755–760.
 * @returns a multiple of 5, at most half of the values; null for fewer than 50 values.
 */
export function mser5(values: readonly number[]): number | null {
  const batches = batchesOf(values);
  if (batches.length < LEAST_BATCHES) return null;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let cut = 0; cut <= batches.length / 2; cut += 1) {
    const rest = batches.slice(cut);
    const statistic = squaresOf(rest) / rest.length ** 2;
    if (statistic < least) {
      least = statistic;
      best = cut;
    }
  }
  return best * BATCH;
}

/** A level that is not yet steady when the measured time begins. */
export interface UnsteadyStart {
  readonly design: string;
  /** As a condition names it: `pools.storage.active.mean`. */
  readonly path: string;
  /** The warm-up that MSER-5 finds; null where it is half of the run or more, so that a longer run has to tell. */
  readonly neededSeconds: number | null;
  /** What the start does to the mean of the measured time: (mean with it − mean without it) ÷ mean without it. */
  readonly bias: number;
}

/** Of a level that is nearly always 0 a burst is no start. */
const LEAST_LEVEL = 1;
/** A bias of less than this share is no matter of the warm-up; and one of fewer standard errors may be chance. */
const LEAST_BIAS = 0.005;
const CLEAR = 3;

/**
 * The levels of a result that were not yet steady when the measured time began: where MSER-5 cuts the mean course of the replications later than the warm-up did, and what lies
 * between is clearly another level and moves the mean by at least 0.5 %. A level that grows for ever has no steady state, and a load that changes over time none that a warm-up leads to.
 * @returns for each design the one with the greatest bias, at most.
 */
export function unsteadyStarts(result: Result): UnsteadyStart[] {
  const { warmUpSeconds } = result.scenario;
  if (result.world !== 'sim') return [];
  return Object.entries(result.designs).flatMap(([name, design]) => {
    if (!hasSteadyLoad(result, name)) return [];
    const starts = steadyLines(design).flatMap(([path, means]): UnsteadyStart[] => {
      const found = biasOf(means, Math.ceil(warmUpSeconds / design.series.binSeconds));
      if (found === undefined) return [];
      const { bias, cut } = found;
      const neededSeconds = cut === null ? null : cut * design.series.binSeconds;
      return [{ design: name, path, neededSeconds, bias }];
    });
    const [worst] = starts.sort((a, b) => Math.abs(b.bias) - Math.abs(a.bias));
    return worst === undefined ? [] : [worst];
  });
}

/** Whether the load of a design is the same at all times, so that a warm-up leads to a steady state if there is one. */
export function hasSteadyLoad({ scenario }: Result, design: string): boolean {
  const endSeconds = scenario.warmUpSeconds + scenario.durationSeconds;
  return !variesOverTime(scenario.designs[design], endSeconds * 1e6);
}

/** The courses of the levels that have a steady state, as far as is known. */
function steadyLines({ series, stability }: DesignResult): [string, readonly number[]][] {
  const restless = new Set([...stability.growing, ...stability.undecided].map(({ line }) => line));
  const pools = Object.entries(series.pools).flatMap(([pool, { active, queueDepth }]) => [
    [`pools.${pool}.active`, active.mean] as const,
    [`pools.${pool}.queueDepth`, queueDepth.mean] as const,
  ]);
  return [...pools, ['deletions.pending', series.pending.mean] as const]
    .filter(([line]) => !restless.has(line))
    .map(([line, means]) => [`${line}.mean`, means]);
}

/**
 * What the bins between the warm-up and MSER-5's cut do to the mean; undefined where they do nothing. What MSER-5 keeps is steady; but among cuts in a steady course it chooses by chance, and
 * often late. So the warm-up that is named ends before that, after the last batch that clearly differs from what is kept, where what is left in between does nothing to the mean.
 * @param first the first bin of the measured time.
 */
function biasOf(
  means: readonly number[],
  first: number,
): { readonly bias: number; readonly cut: number | null } | undefined {
  const kept = mser5(means);
  if (kept === null || kept <= first) return undefined;
  const later = means.slice(kept);
  const steady = averageOf(later);
  if (steady < LEAST_LEVEL) return undefined;
  const differs = (values: readonly number[]) =>
    values.length > 0 && Math.abs(averageOf(values) - steady) > CLEAR * noiseOf(later, values.length);
  const biasFrom = (from: number) => {
    const early = means.slice(from, kept);
    const bias = early.reduce((sum, value) => sum + value - steady, 0) / (early.length + later.length) / steady;
    return Math.abs(bias) >= LEAST_BIAS && differs(early) ? bias : 0;
  };
  const bias = biasFrom(first);
  if (bias === 0) return undefined;
  // Where MSER-5 would leave out half there is nothing known to be steady.
  if (kept >= BATCH * Math.floor(Math.floor(means.length / BATCH) / 2)) return { bias, cut: null };
  let cut = kept;
  while (cut - BATCH >= first && !differs(means.slice(cut - BATCH, cut)) && biasFrom(cut - BATCH) === 0) cut -= BATCH;
  return { bias, cut };
}

/** The standard error of the difference of the mean of so many values and that of all of these, by batches that resemble their neighbours as they do here. */
function noiseOf(values: readonly number[], count: number): number {
  const batches = batchesOf(values);
  const squares = squaresOf(batches);
  if (squares === 0) return 0;
  const mean = averageOf(batches);
  const neighbours = batches
    .slice(1)
    .reduce((sum, value, i) => sum + (value - mean) * ((batches[i] as number) - mean), 0);
  const correlation = Math.min(0.9, Math.max(0, neighbours / squares));
  const variance = (squares / (batches.length - 1)) * ((1 + correlation) / (1 - correlation));
  return Math.sqrt(variance * (BATCH / count + 1 / batches.length));
}

function batchesOf(values: readonly number[]): number[] {
  return Array.from({ length: Math.floor(values.length / BATCH) }, (_, i) =>
    averageOf(values.slice(i * BATCH, (i + 1) * BATCH)),
  );
}

function squaresOf(values: readonly number[]): number {
  const mean = averageOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

function averageOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Whether the load is another at another time, by the system as a result has it; a saved one has no infinity but null. */
function variesOverTime(system: unknown, endUs: number): boolean {
  const list = (value: unknown) => (Array.isArray(value) ? value.filter(isMap) : []);
  if (!isMap(system)) return true;
  const streams = list(system.jobs).flatMap((job) => list(job.arrivals));
  const isPart = ({ fromUs, untilUs }: (typeof streams)[number]) =>
    fromUs !== 0 || (typeof untilUs === 'number' && untilUs < endUs);
  return (
    list(system.faults).some(({ kind }) => kind !== 'kill-janitor') ||
    streams.some(
      (stream) => !isMap(stream.law) || ['profile', 'trace'].includes(String(stream.law.kind)) || isPart(stream),
    )
  );
}

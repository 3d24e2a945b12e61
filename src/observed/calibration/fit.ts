import type { Fitted } from '../../result/calibration.ts';
import { studentT975 } from '../../result/student-t.ts';
import { countedTerms, type DayShape, EVEN_DAY, type Term, termsOf } from './fit-terms.ts';
import { type HealthSeries, printedOf } from './health-series.ts';
import { maximum } from './maximum.ts';
import { otherMean, othersSeen } from './others-seen.ts';
import { PairTable, printedLogs } from './pair-likelihood.ts';
import { BATCHES, sandwich, varianceOf } from './sandwich.ts';

export interface Fit {
  /** Mean active threads. */
  readonly mean: Fitted;
  /** Tasks that park, a second. */
  readonly parkedPerSecond: Fitted;
  /** Mean threads that are active and not parked. */
  readonly working: Fitted;
  /** Mean threads that other job kinds hold: as far as the samples show them. It is in `mean` and in `working`. */
  readonly others: Fitted;
  /** Whether the work was told apart from the parked tasks by the log; else it is the scenario’s own. */
  readonly isSplit: boolean;
  /** Of the active threads of jobs that park, the share that is still active at the next sample. */
  readonly sharedFraction: number;
  /** Terms of the likelihood: pairs of neighbouring samples, or single lines of a log without times. */
  readonly terms: number;
}

/** What the scenario knows of the pool. */
export interface FitGiven {
  /** How long a parked task parks, in s. */
  readonly delaySeconds: number;
  /** Of the threads that work in jobs that park, the share that is still active at the next sample, 0 … 1: with their task, or with what their job does next in the pool. */
  readonly workShared: number;
  /** Threads that work for each parked thread, in the jobs that park. */
  readonly workPerParked: number;
  /** The probability that other job kinds hold 0, 1, 2 … threads: what the scenario says, and no fit changes. */
  readonly others: readonly number[];
}

export interface FitOptions {
  /** Whether the work may be told apart. */
  readonly splits: boolean;
  readonly shape: DayShape;
}

/** Fewer terms than this a batch are too few for an interval. */
export const LEAST_TERMS = BATCHES * 16;
/** Fewer printed samples than this say too little. */
export const LEAST_PRINTED = 24;
/** Where a parked thread and one that works last about as long, the log cannot tell them apart. */
const LEAST_CONTRAST = 0.04;

/** Whether the series is long enough to be fitted. */
export function isEnough(series: HealthSeries): boolean {
  return termsOf(series, EVEN_DAY).length >= LEAST_TERMS && printedOf(series).length >= LEAST_PRINTED;
}

/**
 * Fits the parked tasks’ rate and the working threads to a censored series, by the greatest composite likelihood, with 95 % intervals by the sandwich of its scores and Student’s t over
 * their batches. The work is told apart from what is parked by how long threads stay active; where the log gives no times, or both stay alike, the scenario’s work is taken.
 * @returns undefined where the series is too short, or says nothing of the mean.
 */
export function fitHealth(
  series: HealthSeries,
  given: FitGiven,
  { splits, shape }: FitOptions = { splits: true, shape: EVEN_DAY },
): Fit | undefined {
  if (!isEnough(series)) return undefined;
  const hasWork = given.workPerParked > 0;
  const canSplit =
    splits && hasWork && series.isPaced && Math.abs(lastsOf(series, given) - given.workShared) >= LEAST_CONTRAST;
  return (canSplit ? fitted(series, given, true, shape) : undefined) ?? fitted(series, given, false, shape);
}

/** The logarithm of the probability of a term in a part of the day in which jobs that park hold so many threads on average. */
export function termLog(
  mean: number,
  sharedFraction: number,
  series: HealthSeries,
  { others }: FitGiven,
): (term: Term) => number {
  const { least, threads, isPaced } = series;
  if (!isPaced) {
    const log = printedLogs({ mean, others }, least, threads);
    return ({ first }) => log(first);
  }
  const shared = mean * Math.min(1 - 1e-9, Math.max(1e-9, sharedFraction));
  const table = new PairTable({ mean, shared, others }, least, threads);
  return ({ first, second }) => table.log(first, second);
}

function fitted(series: HealthSeries, given: FitGiven, isSplit: boolean, shape: DayShape): Fit | undefined {
  const terms = termsOf(series, shape);
  const counted = countedTerms(terms);
  const logOf = (at: readonly number[]) => {
    const shared = sharedOf(at, series, given);
    const logs = shape.factors.map((factor) =>
      Number.isNaN(factor) ? undefined : termLog(ownOf(at) * factor, shared, series, given),
    );
    return (term: Term) => (logs[term.part] as (term: Term) => number)(term);
  };
  const total = (at: readonly number[]) => {
    const log = logOf(at);
    return counted.reduce((sum, term) => sum + term.count * log(term), 0);
  };
  const printed = printedOf(series);
  const average = printed.reduce((sum, active) => sum + active, 0) / printed.length;
  const other = otherMean(given.others);
  const start = Math.log(Math.max(0.05, average * 0.95 - other));
  const best = isSplit ? maximum(total, [start, 2], [0.1, 0.5]) : maximum(total, [start], [0.1]);
  const covariance = sandwich(total, (at) => Float64Array.from(terms, logOf(at)), best);
  if (covariance === undefined) return undefined;
  const t = studentT975(BATCHES - 1);
  const own = ownOf(best);
  const seen = othersSeen(series, given.others, shape);
  const others = seen(own);
  /** @param besides the standard error of what is in it besides the parameters. */
  const interval = (of: (at: readonly number[]) => number, highest: number, lowest = 0, besides = 0): Fitted => {
    const value = of(best);
    const half = t * Math.sqrt(Math.max(0, varianceOf(of, best, covariance)) + besides ** 2);
    const within = (number: number) => Math.min(highest, Math.max(lowest, number));
    return { value: within(value), low: within(value - half), high: Math.max(within(value), value + half) };
  };
  const mean = interval(
    (at) => ownOf(at) + seen(ownOf(at)).mean,
    Number.POSITIVE_INFINITY,
    undefined,
    others.standardError,
  );
  const rate = interval((at) => parkedOf(at, series, given) / given.delaySeconds, own / given.delaySeconds);
  // No more can be parked than is active.
  const mostParked = Math.max(rate.value, interval(ownOf, Number.POSITIVE_INFINITY).high / given.delaySeconds);
  const half = t * others.standardError;
  return {
    mean,
    parkedPerSecond: { ...rate, high: Math.min(rate.high, mostParked) },
    working: interval(
      (at) => ownOf(at) - parkedOf(at, series, given) + seen(ownOf(at)).mean,
      own + others.mean,
      Math.max(0, others.mean - half),
      others.standardError,
    ),
    others: { value: others.mean, low: Math.max(0, others.mean - half), high: others.mean + half },
    isSplit,
    sharedFraction: sharedOf(best, series, given),
    terms: terms.length,
  };
}

/** The parameters are the logarithm of the mean threads of jobs that park and, where the work is told apart, the logit of the share of them that are active at the next sample. */
function ownOf([lnMean = 0]: readonly number[]): number {
  return Math.exp(lnMean);
}

/** The share of the parked threads that are still parked at the next sample. */
function lastsOf({ everySeconds }: HealthSeries, { delaySeconds }: FitGiven): number {
  return Math.max(0, 1 - everySeconds / delaySeconds);
}

/** Of the active threads of jobs that park, the share that is still active at the next sample. */
function sharedOf(at: readonly number[], series: HealthSeries, given: FitGiven): number {
  const [, logit] = at;
  if (logit !== undefined) return 1 / (1 + Math.exp(-logit));
  const parked = parkedOf(at, series, given) / ownOf(at);
  return parked * lastsOf(series, given) + (1 - parked) * given.workShared;
}

/** Mean parked threads. Where they are told apart it may come out below none or above all: by how much is what the interval is about. */
function parkedOf(at: readonly number[], series: HealthSeries, given: FitGiven): number {
  const own = ownOf(at);
  const [, logit] = at;
  if (logit === undefined) return own / (1 + given.workPerParked);
  const { workShared } = given;
  return (own * (sharedOf(at, series, given) - workShared)) / (lastsOf(series, given) - workShared);
}

import type { Fitted, PartOfDay } from '../../result/calibration.ts';
import { studentT975 } from '../../result/student-t.ts';
import { poissonAtLeast } from '../../theory/index.ts';
import { normalQuantile } from '../../workload/normal.ts';
import { type Fit, type FitGiven, fitHealth, termLog } from './fit.ts';
import { countedTerms, type DayShape, type Term, termsOf } from './fit-terms.ts';
import { type HealthSeries, NOT_PRINTED } from './health-series.ts';
import { maximum } from './maximum.ts';
import { sandwich } from './sandwich.ts';

export interface DayProfile {
  readonly parts: readonly PartOfDay[];
  readonly shape: DayShape;
  /** The fit of the whole, with this shape. */
  readonly fit: Fit;
}

/** Into how many parts the day is cut: as many as leave each the samples that an estimate needs. */
const CUTS = [24, 12, 8, 6, 4];
const LEAST_SAMPLES = 240;
const LEAST_DAYS = 1;
const HOURS = 24;
/** How much the parts must differ, as a chance of equal ones, so that a profile is written; their variances are estimates themselves, and are taken as larger. */
const CHANCE = 1e-3;
const INFLATED = 1.5;
/** Times that the split and the shape are fitted, one after the other. */
const ROUNDS = 2;

/**
 * Fits how the rate changes over the day.
 * @returns undefined where the log is shorter than a day, has no times, or shows no part of the day that differs.
 */
export function dayProfile(
  series: HealthSeries,
  given: FitGiven,
  constant: Fit,
  splits: boolean,
): DayProfile | undefined {
  const parts = cutOf(series);
  if (parts === undefined) return undefined;
  let fit = constant;
  let found: { parts: readonly PartOfDay[]; shape: DayShape } | undefined;
  for (let round = 0; round < ROUNDS; round += 1) {
    const estimates = estimatesOf(series, given, fit, parts);
    if (!differ(estimates)) return undefined;
    const shape = shapeOf(estimates, given, fit.others.value);
    const shaped = fitHealth(series, given, { splits, shape: withoutBounds(shape, estimates) });
    if (shaped === undefined) return undefined;
    fit = shaped;
    found = { parts: estimates, shape };
  }
  return found === undefined ? undefined : { ...found, fit: downToNothing(fit, found.parts, found.shape) };
}

/** Where no line was printed there may have been anything from nothing to the bound: the lower ends of the day’s means say so. */
function downToNothing(fit: Fit, parts: readonly PartOfDay[], { factors }: DayShape): Fit {
  const share = factors.reduce((sum, factor, i) => sum + (parts[i]?.isAtMost === true ? 0 : factor), 0) / parts.length;
  const lower = (fitted: Fitted): Fitted => ({ ...fitted, low: fitted.low * share });
  return {
    ...fit,
    mean: lower(fit.mean),
    parkedPerSecond: lower(fit.parkedPerSecond),
    working: lower(fit.working),
  };
}

function cutOf({ segments, isPaced, everySeconds }: HealthSeries): number | undefined {
  const samples = segments.reduce((sum, { active }) => sum + active.length, 0);
  // The last moment of a day is the sample before the next one.
  if (!isPaced || (samples + 1) * everySeconds < LEAST_DAYS * HOURS * 3_600 * 0.95) return undefined;
  return CUTS.find((parts) => samples / parts >= LEAST_SAMPLES * 0.95);
}

function estimatesOf(series: HealthSeries, given: FitGiven, fit: Fit, parts: number): PartOfDay[] {
  const even: DayShape = { parts, factors: Array(parts).fill(1), lagSeconds: given.delaySeconds / 2 };
  const terms = termsOf(series, even);
  return even.factors.map((_, part) => {
    const own = terms.filter((term) => term.part === part);
    const fromHour = (part * HOURS) / parts;
    const printed = own.filter(({ first }) => first !== NOT_PRINTED).length;
    const estimate = printed === 0 ? undefined : estimateOf(own, fit, series, given);
    if (estimate !== undefined) return { fromHour, active: estimate, isAtMost: false };
    const most = mostWithoutLine(own.length, series, given);
    return { fromHour, active: { value: most, low: 0, high: most }, isAtMost: true };
  });
}

/** The mean of a part, at the split of the whole. */
function estimateOf(terms: readonly Term[], fit: Fit, series: HealthSeries, given: FitGiven): Fitted | undefined {
  const other = fit.others.value;
  const counted = countedTerms(terms);
  const logOf = ([lnMean = 0]: readonly number[]) => termLog(Math.exp(lnMean), fit.sharedFraction, series, given);
  const total = (at: readonly number[]) => {
    const log = logOf(at);
    return counted.reduce((sum, term) => sum + term.count * log(term), 0);
  };
  const best = maximum(total, [Math.log(Math.max(0.05, fit.mean.value - other))], [0.1]);
  const batches = Math.max(4, Math.min(24, Math.floor(terms.length / 20)));
  const covariance = sandwich(total, (at) => Float64Array.from(terms, logOf(at)), best, batches);
  if (covariance === undefined) return undefined;
  const own = Math.exp(best[0] as number);
  const half = studentT975(batches - 1) * Math.sqrt(Math.max(0, covariance[0]?.[0] ?? 0));
  return { value: own + other, low: own * Math.exp(-half) + other, high: own * Math.exp(half) + other };
}

/** The greatest mean at which so many samples without a line are no surprise; those within a delay of each other count as one. */
function mostWithoutLine(samples: number, { least, everySeconds }: HealthSeries, { delaySeconds }: FitGiven): number {
  const independent = Math.max(1, (samples * everySeconds) / Math.max(everySeconds, delaySeconds));
  const chance = 1 - 0.05 ** (1 / independent);
  let [low, high] = [0, least];
  for (let i = 0; i < 50; i += 1) {
    const middle = (low + high) / 2;
    if (poissonAtLeast(least, middle) > chance) high = middle;
    else low = middle;
  }
  return low;
}

/** Whether the parts differ by more than chance does. */
function differ(parts: readonly PartOfDay[]): boolean {
  const known = parts.filter(({ isAtMost }) => !isAtMost);
  const weights = known.map(({ active }) => 1 / Math.max(1e-12, ((active.high - active.low) / 4.2) ** 2));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = known.reduce((sum, { active }, i) => sum + active.value * (weights[i] as number), 0) / total;
  if (parts.some(({ isAtMost, active }) => isAtMost && active.high < mean)) return true;
  const square = known.reduce((sum, { active }, i) => sum + (active.value - mean) ** 2 * (weights[i] as number), 0);
  return known.length > 1 && square / INFLATED > chiSquareAbove(known.length - 1);
}

/** The quantile of χ² that is exceeded with `CHANCE` (Wilson and Hilferty, PNAS 17, 1931). */
function chiSquareAbove(degrees: number): number {
  const part = 2 / (9 * degrees);
  return degrees * (1 - part + normalQuantile(1 - CHANCE) * Math.sqrt(part)) ** 3;
}

/** @param others mean threads of other job kinds, which are in each part. */
function shapeOf(parts: readonly PartOfDay[], given: FitGiven, others: number): DayShape {
  const own = parts.map(({ active }) => Math.max(0.05, active.value - others));
  const mean = own.reduce((sum, value) => sum + value, 0) / parts.length;
  return {
    parts: parts.length,
    factors: own.map((value) => value / mean),
    lagSeconds: given.delaySeconds / 2,
  };
}

/** A bound is not an estimate: what was seen where there is only one says nothing of the whole. */
function withoutBounds(shape: DayShape, parts: readonly PartOfDay[]): DayShape {
  return { ...shape, factors: shape.factors.map((factor, i) => (parts[i]?.isAtMost === true ? Number.NaN : factor)) };
}

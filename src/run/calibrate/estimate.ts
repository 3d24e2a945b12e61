import { InputError } from '../../errors.ts';
import { checkThreshold } from '../../observed/calibration/check-threshold.ts';
import { dayProfile } from '../../observed/calibration/day-profile.ts';
import { type Fit, type FitGiven, fitHealth, LEAST_PRINTED, LEAST_TERMS } from '../../observed/calibration/fit.ts';
import { EVEN_DAY } from '../../observed/calibration/fit-terms.ts';
import { type HealthSeries, printedOf } from '../../observed/calibration/health-series.ts';
import type { PartOfDay } from '../../result/calibration.ts';

/** What a log comes to. */
export interface Estimate {
  readonly fit: Fit;
  readonly profile: readonly PartOfDay[];
  /** Of the day’s mean; as many as parts. */
  readonly dayFactors: readonly number[] | undefined;
  /** Fits once more with the scenario’s own work. */
  readonly withOwnWork: () => Omit<Estimate, 'withOwnWork'>;
}

export interface EstimateOptions {
  /** Whether the work may be told apart. */
  readonly splits: boolean;
  readonly findsProfile: boolean;
  /** How errors name the log. */
  readonly file: string;
}

/** Fits a series, with the profile of the day where there is one. @throws InputError where it is too short, or contradicts its threshold. */
export function estimate(
  series: HealthSeries,
  given: FitGiven,
  { splits, findsProfile, file }: EstimateOptions,
): Estimate {
  const of = (apart: boolean) => estimateBy(series, given, apart, findsProfile, file);
  let own: Omit<Estimate, 'withOwnWork'> | undefined;
  return {
    ...of(splits),
    withOwnWork: () => {
      own ??= of(false);
      return own;
    },
  };
}

function estimateBy(
  series: HealthSeries,
  given: FitGiven,
  splits: boolean,
  findsProfile: boolean,
  file: string,
): Omit<Estimate, 'withOwnWork'> {
  const constant = fitHealth(series, given, { splits, shape: EVEN_DAY });
  if (constant === undefined) throw tooFew(series, file);
  const profile = findsProfile ? dayProfile(series, given, constant, splits) : undefined;
  if (profile === undefined) {
    checkThreshold(series, constant, given.delaySeconds, file);
    return { fit: constant, profile: [], dayFactors: undefined };
  }
  return { fit: profile.fit, profile: profile.parts, dayFactors: profile.shape.factors };
}

function tooFew(series: HealthSeries, file: string): InputError {
  const printed = printedOf(series);
  const full = printed.filter((active) => active === series.threads).length;
  const isFull = printed.length > 0 && full / printed.length > 0.5;
  return new InputError({
    file,
    message: isFull
      ? 'the pool was full in most of the lines: they do not say how much more there would have been'
      : 'the log is too short to be fitted',
    expected: series.isPaced
      ? `at least ${LEAST_PRINTED} lines, and ${LEAST_TERMS + 1} samples in a row, printed or not, in which the pool is not full`
      : `at least ${LEAST_TERMS} lines in which the pool is not full`,
    found: `${printed.length} lines${full > 0 ? `, ${full} of them of a full pool` : ''}, over ${series.segments.reduce((sum, { active }) => sum + active.length, 0)} samples`,
    hint: isFull
      ? 'take a log of a time with room in the pool'
      : 'take a longer log: a day has 1,440 samples a minute apart',
  });
}

import type { CountDistribution } from './distribution.ts';

/** How jobs of one kind arrive, as plain data. Rates are events per second, times are µs from the start of the run. */
export interface ArrivalProcess {
  readonly law: ArrivalLaw;
  /** How many jobs enter at each arrival moment. */
  readonly batch: CountDistribution;
  /** Arrivals happen in [fromUs, untilUs). */
  readonly fromUs: number;
  readonly untilUs: number;
}

export type ArrivalLaw =
  /** Evenly spaced: the first one interval after `fromUs`. */
  | { readonly kind: 'constant'; readonly perSecond: number }
  | { readonly kind: 'poisson'; readonly perSecond: number }
  /** A Poisson process whose rate is a step function of the time, repeated every `periodUs`. The first step is at 0 and the steps rise. */
  | { readonly kind: 'profile'; readonly periodUs: number; readonly steps: readonly RateStep[] }
  /** Given moments in µs, not falling. */
  | { readonly kind: 'trace'; readonly timesUs: readonly number[] };

export interface RateStep {
  readonly atUs: number;
  readonly perSecond: number;
}

/** The mean rate of jobs per second over [0, endUs), batches included: expectation, not a draw. */
export function meanJobsPerSecond(process: ArrivalProcess, batchMean: number, endUs: number): number {
  const from = Math.min(process.fromUs, endUs);
  const until = Math.min(process.untilUs, endUs);
  if (until <= from || endUs <= 0) return 0;
  return (batchMean * expectedArrivals(process.law, from, until)) / (endUs / 1_000_000);
}

function expectedArrivals(law: ArrivalLaw, fromUs: number, untilUs: number): number {
  switch (law.kind) {
    case 'constant':
    case 'poisson':
      return (law.perSecond * (untilUs - fromUs)) / 1_000_000;
    case 'trace':
      return law.timesUs.filter((time) => time >= fromUs && time < untilUs).length;
    case 'profile':
      return cumulativeRate(law, untilUs) - cumulativeRate(law, fromUs);
  }
}

/** Λ(t): the expected number of arrivals of a profile in [0, t). */
export function cumulativeRate(profile: Extract<ArrivalLaw, { kind: 'profile' }>, timeUs: number): number {
  const periods = Math.floor(timeUs / profile.periodUs);
  const rest = timeUs - periods * profile.periodUs;
  return periods * areaUpTo(profile, profile.periodUs) + areaUpTo(profile, rest);
}

function areaUpTo(profile: Extract<ArrivalLaw, { kind: 'profile' }>, endUs: number): number {
  let area = 0;
  profile.steps.forEach((step, i) => {
    const stepEnd = Math.min(endUs, profile.steps[i + 1]?.atUs ?? profile.periodUs);
    if (stepEnd > step.atUs) area += (step.perSecond * (stepEnd - step.atUs)) / 1_000_000;
  });
  return area;
}

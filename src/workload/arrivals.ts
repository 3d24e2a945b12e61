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
  return endUs <= 0 ? 0 : (batchMean * expectedArrivals(process, 0, endUs)) / (endUs / 1_000_000);
}

/** The expected number of arrivals in [fromUs, untilUs), batches counting as one. */
export function expectedArrivals(process: ArrivalProcess, fromUs: number, untilUs: number): number {
  const from = Math.max(process.fromUs, fromUs);
  const until = Math.min(process.untilUs, untilUs);
  if (until <= from) return 0;
  const { law } = process;
  switch (law.kind) {
    case 'constant':
    case 'poisson':
      return (law.perSecond * (until - from)) / 1_000_000;
    case 'trace':
      return placeOf(until, law.timesUs) - placeOf(from, law.timesUs);
    case 'profile':
      return cumulativeRate(law, until) - cumulativeRate(law, from);
  }
}

/** How many of the times, which do not fall, lie before a moment. */
function placeOf(momentUs: number, timesUs: readonly number[]): number {
  let low = 0;
  let high = timesUs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timesUs[middle] as number) < momentUs) low = middle + 1;
    else high = middle;
  }
  return low;
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

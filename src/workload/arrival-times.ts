import { US_PER_SECOND } from '../units.ts';
import { ln, nearest } from './arithmetic.ts';
import { type ArrivalLaw, type ArrivalProcess, cumulativeRate } from './arrivals.ts';
import { countQuantile } from './distribution.ts';
import type { Streams } from './streams.ts';

/** How many gaps are drawn at once, as `DurationSampler` does it. */
const RUN = 64;

/**
 * The moments of one arrival process, one after another: a pure function of (process, streams, label). The n-th gap and the n-th batch have draws of their own, addressed by n.
 */
export class ArrivalTimes {
  /** How many jobs enter at the moment that `next` gave last. */
  batch = 0;
  readonly #process: ArrivalProcess;
  readonly #gaps;
  readonly #batches;
  /** The logarithms of the uniform numbers of the gaps: those of a whole run, from a multiple of its length on. */
  readonly #lnRun = new Float64Array(RUN);
  #index = 0;
  /** In µs for constant and Poisson arrivals, in expected arrivals for a profile; not rounded, so that rounding does not add up. */
  #position = 0;

  constructor(process: ArrivalProcess, streams: Streams, label: string) {
    this.#process = process;
    this.#gaps = streams.of(`${label}/gap`);
    this.#batches = streams.of(`${label}/batch`);
    this.#position = process.law.kind === 'profile' ? cumulativeRate(process.law, process.fromUs) : process.fromUs;
  }

  /** The next moment in integer µs, or Infinity when there is none before the process ends. */
  nextUs(): number {
    const timeUs = this.#draw(this.#process.law);
    if (!(timeUs < this.#process.untilUs)) return Number.POSITIVE_INFINITY;
    const { batch } = this.#process;
    this.batch = batch.kind === 'constant' ? batch.value : countQuantile(batch, this.#batches.uniform(this.#index, 0));
    this.#index += 1;
    return timeUs;
  }

  #draw(law: ArrivalLaw): number {
    switch (law.kind) {
      case 'constant':
        return nearest(this.#process.fromUs + ((this.#index + 1) * US_PER_SECOND) / law.perSecond);
      case 'poisson':
        this.#position -= (this.#lnOfGap() * US_PER_SECOND) / law.perSecond;
        return nearest(this.#position);
      case 'profile':
        this.#position -= this.#lnOfGap();
        return nearest(inverseCumulativeRate(law, this.#position));
      case 'trace':
        return this.#nextTraced(law.timesUs);
    }
  }

  #lnOfGap(): number {
    const place = this.#index % RUN;
    if (place === 0) this.#drawRun();
    return this.#lnRun[place] as number;
  }

  #drawRun(): void {
    const run = this.#lnRun;
    this.#gaps.uniforms(this.#index, 0, run);
    for (let i = 0; i < RUN; i += 1) run[i] = ln(run[i] as number);
  }

  #nextTraced(timesUs: readonly number[]): number {
    // The position is a time here: moments before `from` are passed over once.
    while (this.#index < timesUs.length && (timesUs[this.#index] as number) < this.#process.fromUs) this.#index += 1;
    return timesUs[this.#index] ?? Number.POSITIVE_INFINITY;
  }
}

/** The moment at which a profile has had `expected` arrivals in expectation: the inverse of Λ(t). Infinity when its rate is 0 for ever. */
function inverseCumulativeRate(law: Extract<ArrivalLaw, { kind: 'profile' }>, expected: number): number {
  const perPeriod = cumulativeRate(law, law.periodUs);
  if (perPeriod <= 0) return Number.POSITIVE_INFINITY;
  const periods = Math.floor(expected / perPeriod);
  let rest = expected - periods * perPeriod;
  for (let i = 0; i < law.steps.length; i += 1) {
    const { atUs, perSecond } = law.steps[i]!;
    const area = (perSecond * ((law.steps[i + 1]?.atUs ?? law.periodUs) - atUs)) / US_PER_SECOND;
    if (rest < area) return periods * law.periodUs + atUs + (rest / perSecond) * US_PER_SECOND;
    rest -= area;
  }
  return (periods + 1) * law.periodUs;
}

import { InputError, invariant } from '../../errors.ts';
import { type Change, editScenario, type ScenarioEdit } from '../../observed/calibration/edit-scenario.ts';
import type { Fit } from '../../observed/calibration/fit.ts';
import type { PoolTurnover } from '../../observed/calibration/pool-turnover.ts';
import type { Fitted, PartOfDay } from '../../result/calibration.ts';
import type { Scenario } from '../../scenario/model.ts';
import { readNamedFile } from '../../scenario/named-file.ts';
import { parseScenario } from '../../scenario/parse.ts';
import { threeDigits, US_PER_DAY } from '../../units.ts';
import { type FittedPool, turnovers } from './base-scenario.ts';
import type { Estimate } from './estimate.ts';

export interface Calibrated {
  readonly text: string;
  /** The calibrated scenario with the fitted design alone; with a profile it lasts a day at least. */
  readonly scenario: Scenario;
  readonly changes: readonly Change[];
  readonly fit: Fit;
  readonly profile: readonly PartOfDay[];
  /** Why the work was left as the scenario has it; undefined where it was written, or the log says nothing of it. */
  readonly keepsWorkBecause: string | undefined;
}

export interface ToWrite extends Estimate {
  readonly threads: number;
  readonly health: { readonly everySeconds: number; readonly abovePercent: number };
  /** Where the numbers come from. */
  readonly source: string;
  /** Whether the work is written as the log has it. */
  readonly writesWork: boolean;
}

/** Durations of work that would have to become so much shorter or longer are not what the log is about. */
const LEAST_FACTOR = 0.05;
const MOST_FACTOR = 20;
/** How far arithmetic on what was written may lie from what was fitted: numbers have four digits, and a profile is averaged with the warm-up. */
const NEAR = 0.03;

/** Writes what was fitted into the base scenario, and checks by arithmetic that it offers just that. @throws InputError where it cannot. */
export function writeCalibrated(
  text: string,
  file: string,
  base: Scenario,
  fitted: FittedPool,
  found: ToWrite,
): Calibrated {
  const own = found.withOwnWork();
  const written = (work: Omit<Estimate, 'withOwnWork'>, factor: number, because: string | undefined) =>
    new Writer(text, file, base, fitted, { ...found, ...work }).write(factor, because);
  if (!found.fit.isSplit) return written(found, 1, undefined);
  const { working, parkedPerSecond } = found.fit;
  // That the work is not written does not make the rate better known.
  const kept = {
    ...own,
    fit: { ...own.fit, working, parkedPerSecond: spanning(own.fit.parkedPerSecond, parkedPerSecond) },
  };
  // How long threads stay active tells work apart only as well as the scenario knows where work leads to, so nobody’s work steps are overwritten unasked.
  if (!found.writesWork) return written(kept, 1, besideLog(own.fit.working.value, found.fit));
  const factor = new Writer(text, file, base, fitted, found).workFactor();
  return typeof factor === 'number' ? written(found, factor, undefined) : written(kept, 1, factor);
}

/** A number with an interval that holds those of two fits. */
function spanning({ value, low, high }: Fitted, other: Fitted): Fitted {
  return { value, low: Math.min(low, other.low), high: Math.max(high, other.high) };
}

/** What the log says of the work that is kept. */
function besideLog(ownWorking: number, { working, parkedPerSecond }: Fit): string {
  const range = `${threeDigits(working.low)} to ${threeDigits(working.high)}`;
  const own = `its ${threeDigits(ownWorking)} working threads`;
  if (ownWorking >= working.low && ownWorking <= working.high)
    return `${own} are among the ${range} that the log allows`;
  return (
    `${own} are not among the ${range} that would fit the log best, with ${threeDigits(parkedPerSecond.value * 60)} parked tasks a minute. ` +
    'Either its work steps are wrong, which `--work log` mends by their durations, or threads of the pool do something that it does not have'
  );
}

class Writer {
  readonly #text: string;
  readonly #file: string;
  readonly #base: Scenario;
  readonly #fitted: FittedPool;
  readonly #found: ToWrite;

  constructor(text: string, file: string, base: Scenario, fitted: FittedPool, found: ToWrite) {
    this.#text = text;
    this.#file = file;
    this.#base = base;
    this.#fitted = fitted;
    this.#found = found;
  }

  /** What the durations of work have to be multiplied with, so that the pool works as much as was fitted; or why that cannot be. */
  workFactor(): number | string {
    if (this.#edited(1).workDurations === 0) return 'the base scenario has no work steps in the pool';
    const [once, twice] = [1, 2].map((factor) => this.#turnover(this.#edited(factor).text).linkedWorking);
    const scaled = (twice as number) - (once as number);
    const { working, others } = this.#found.fit;
    const factor = 1 + (working.value - others.value - (once as number)) / scaled;
    if (factor >= LEAST_FACTOR && factor <= MOST_FACTOR) return factor;
    return `the ${threeDigits(this.#found.fit.working.value)} working threads that fit best cannot be had from its work steps`;
  }

  write(workFactor: number, keepsWorkBecause: string | undefined): Calibrated {
    const { text, changes } = this.#edited(workFactor);
    const { fit, profile } = this.#found;
    this.#check(this.#turnover(text));
    const scenario = this.#parsed(text);
    return { text, scenario, changes, fit, profile, keepsWorkBecause };
  }

  #edited(workFactor: number) {
    const { fit, dayFactors, threads, health, source } = this.#found;
    const { turnover, design, pool } = this.#fitted;
    const { value, low, high } = fit.parkedPerSecond;
    if (!(value > 0)) {
      throw new InputError({
        file: this.#file,
        message: 'the log shows no parked task: threads do not stay active as long as a parked one would',
        expected: `threads that stay active for ${threeDigits(turnover.delaySeconds)} s`,
        found: 'shorter stays',
        hint: 'check the delay of the base scenario; --work scenario takes its work as known and fits the rate alone',
      });
    }
    const of = (number: number) => number / turnover.parkedPerSecond;
    const pools = design.system.pools.map(({ name }) => name);
    const edit: ScenarioEdit = {
      file: this.#file,
      name: `${this.#base.name.slice(0, 180)}-calibrated`,
      design: design.name,
      pool,
      onlyPool: pools.length === 1 ? pools[0] : undefined,
      threads,
      health,
      jobs: turnover.parkingJobs,
      rate: { value: of(value), low: of(low), high: of(high) },
      dayFactors,
      workFactor,
      workWords: `${interval(fit.working)} threads of ${pool} work`,
      source,
      summary: `Fitted ${source}: ${interval(fit.mean)} threads of ${pool} active, ${interval(perMinute(fit.parkedPerSecond))} parked tasks a minute.`,
    };
    return editScenario(this.#text, edit);
  }

  #parsed(text: string): Scenario {
    const durationUs =
      this.#found.dayFactors === undefined ? this.#base.durationUs : Math.max(this.#base.durationUs, US_PER_DAY);
    return parseScenario(text, this.#file, {
      designs: [this.#fitted.design.name],
      durationUs,
      readFile: (named) => readNamedFile(this.#file, named),
    });
  }

  #turnover(text: string): PoolTurnover {
    const { design, pool } = this.#fitted;
    const found = turnovers(this.#parsed(text), design.name).find((one) => one.pool === pool)?.turnover;
    invariant(found !== undefined, 'what parks still does after it was fitted');
    return found;
  }

  /** What stands in the text has to offer what was fitted: a design can have values of its own that were not changed. */
  #check(turnover: PoolTurnover): void {
    const { fit } = this.#found;
    const off = turnover.parkedPerSecond / fit.parkedPerSecond.value - 1;
    if (Math.abs(off) < NEAR) return;
    throw new InputError({
      file: this.#file,
      message: 'the fitted rate could not be written: the scenario offers another one with it',
      expected: `${threeDigits(fit.parkedPerSecond.value * 60)} parked tasks a minute`,
      found: `${threeDigits(turnover.parkedPerSecond * 60)}`,
      hint: 'write the arrivals of each job kind that parks at that kind, apart from those of others',
    });
  }
}

function perMinute({ value, low, high }: Fitted): Fitted {
  return { value: value * 60, low: low * 60, high: high * 60 };
}

/** `90.3 (95 % interval 88.2 to 92.4)` */
function interval({ value, low, high }: Fitted): string {
  return `${threeDigits(value)} (95 % interval ${threeDigits(low)} to ${threeDigits(high)})`;
}

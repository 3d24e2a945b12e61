import { InputError } from '../errors.ts';
import { measureName } from '../gate/measure.ts';
import type { OutputFailure, OutputPlan } from '../outputs/outputs.ts';
import type { Result } from '../result/schema.ts';
import { isWorthWatching } from '../run/replication-views.ts';
import { checkRunSize, LONG_SECONDS } from '../run/run-size.ts';
import { firstTotal, type Look, simulateUntil, type UntilOutcome } from '../run/until/simulate-until.ts';
import { MOST_REPLICATIONS, neededRange } from '../run/until/stopping-rule.ts';
import { type UntilText, untilTarget } from '../run/until/target.ts';
import type { Scenario } from '../scenario/model.ts';
import { formatSeconds, threeDigits } from '../units.ts';
import { Interruption } from './interruption.ts';
import type { ThreadDisplay } from './thread-display.ts';

export interface RunUntilOptions {
  readonly until: UntilText;
  /** The most replications; the default is that of the rule. */
  readonly most: number | undefined;
  readonly overrides: readonly string[];
  readonly workers: number | undefined;
  /** Whether a run that takes hours was asked for. */
  readonly long: boolean;
  /** What is written of the first replications while it runs. */
  readonly outputs: OutputPlan | undefined;
  readonly onWritten: (failures: readonly OutputFailure[]) => void;
  readonly progress: ThreadDisplay;
  readonly signal: AbortSignal;
  /** What an interruption leaves behind, in sentences. */
  readonly aftermath: string;
}

/** A stream of events begins with how many replications there will be. @throws InputError where one is asked for. */
export function checkNoEvents(events: string | undefined): void {
  if (events === undefined) return;
  throw new InputError({
    path: '--until',
    message: '--until cannot write --events',
    expected: 'a run of which it is known how many replications there will be',
    found: '--until and --events',
    hint: 'run it with --until first; then with the --replications that it took and --events',
  });
}

/**
 * Runs a scenario until a measure is known precisely enough, and says meanwhile when that will be.
 * @returns the result, and what to say of it. @throws Interruption, and InputError where it would take hours and nobody asked for that
 */
export async function runUntil(
  scenario: Scenario,
  { until, most = MOST_REPLICATIONS, progress, signal, ...options }: RunUntilOptions,
): Promise<{ readonly result: Result; readonly reached: boolean; readonly text: string }> {
  const target = untilTarget(until, scenario);
  const first = { ...scenario, replications: firstTotal(scenario, most) };
  const size = checkRunSize([first], options.workers, options.long);
  if (size !== undefined) progress.note(`First ${first.replications} replications of each design. ${size}`);
  let done = 0;
  let isForeseen = options.long;
  try {
    const outcome = await simulateUntil(scenario, {
      target,
      most,
      overrides: options.overrides,
      workers: options.workers,
      signal,
      onProgress: (finished, total) => {
        done = finished;
        progress.show(finished, total);
      },
      onView: progress.isWanted && isWorthWatching(scenario) ? (view) => progress.view(view) : undefined,
      outputs: options.outputs,
      onWritten: options.onWritten,
      onLook: (look, next) => {
        const secondsEach = (progress.secondsEach ?? 0) * scenario.designs.length;
        // Once it is known how long it takes it goes on to its end: an estimate that grows late would waste what is done.
        if (!isForeseen) checkTime(look, next, until, most, secondsEach);
        isForeseen ||= Number.isFinite(look.needed);
        // The variance is known the better the more replications there are: what was said before is said anew.
        progress.note(forecast(look, next, until, most, secondsEach));
      },
    });
    return { result: outcome.result, reached: outcome.ended === 'precise', text: outcomeText(outcome, until) };
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Interruption(`interrupted: ${done} replications were simulated. ${options.aftermath}`);
  }
}

const percent = (share: number) => `${threeDigits(share * 100)} %`;

/** `legacy.pools.storage.active.mean is known to ±0.87 %`. */
function knownText({ worst }: Look): string {
  const name = measureName(worst.measure);
  return worst.relative === null ? `${name} has no interval yet` : `${name} is known to ±${percent(worst.relative)}`;
}

/**
 * What `--long` is asked for elsewhere by arithmetic alone is known here by the pace of the replications so far.
 * @param next the total at which the next look is. @param secondsEach how long a replication of every design takes.
 * @throws InputError where the replications that are still needed take more than an hour.
 */
function checkTime(look: Look, next: number, { precision }: UntilText, most: number, secondsEach: number): void {
  const { replications, worst, needed } = look;
  const isKnown = Number.isFinite(needed);
  const total = isKnown ? Math.min(needed, most) : next;
  const seconds = (total - replications) * secondsEach;
  if (seconds <= LONG_SECONDS) return;
  const inTime = replications + Math.floor(LONG_SECONDS / secondsEach);
  const share = (worst.relative ?? 0) * Math.sqrt(replications / inTime);
  throw new InputError({
    path: '--until',
    message: 'so precise a figure takes very long',
    expected: `at most an hour, at the pace of the first ${replications} replications`,
    found: `${knownText(look)} after ${replications} replications; ${isKnown ? `±${percent(precision)} takes ${rangeText(look, next)}` : 'how many there have to be is not known'}, and ${threeDigits(total)} take ${timeText(seconds)} more`,
    hint: `${share > 0 ? `±${percent(share)} takes about an hour; ` : ''}--most ${inTime} ends it by then, or add --long to run it all the same`,
  });
}

const timeText = (seconds: number) => formatSeconds(Number(seconds.toPrecision(2)));

/** `about 94 to 350`: how many replications there will be in all, by a variance that is itself not known well. @param least there will be in any case. */
function rangeText({ replications, needed }: Look, least: number): string {
  const [low, high] = neededRange(replications, needed).map((total) => rounded(Math.max(total, least)));
  return low === high ? `about ${low}` : `about ${low} to ${high}`;
}

const rounded = (total: number) => threeDigits(total < 100 ? total : Number(total.toPrecision(2)));

/** @param next the total at which the next look is. */
function forecast(look: Look, next: number, { precision }: UntilText, most: number, secondsEach: number): string {
  const { replications, needed } = look;
  const known = `After ${replications} replications ${knownText(look)}.`;
  if (!Number.isFinite(needed))
    return `${known} How many more ±${percent(precision)} takes is not known; ${most} are the most.`;
  const [low, high] = neededRange(replications, needed);
  const isReached = low > most ? 'will not' : 'may not';
  const short = high > most ? `; ${most} are the most, so it ${isReached} be reached (--most sets more)` : '';
  const [least, longest] = [Math.max(low, next), high].map(
    (total) => (Math.min(total, most) - replications) * secondsEach,
  ) as [number, number];
  const times = [...new Set([least, Math.max(least, longest)].map(timeText))].join(' to ');
  const time = longest < 1 ? '' : `, ${times} more`;
  return `${known} ±${percent(precision)} takes ${rangeText(look, next)} in all${time}${short}.`;
}

function outcomeText({ last, ended }: UntilOutcome, { precision }: UntilText): string {
  const { replications, worst, needed } = last;
  switch (ended) {
    case 'precise':
      return `Precise enough: ${knownText(last)} after ${replications} replications (asked for: ±${percent(precision)}).`;
    case 'none':
      return `Not reached: ${measureName(worst.measure)} has no value after ${replications} replications, and more of them would give none: nothing was observed, or the design is unstable.`;
    default:
      return `Not reached: ${knownText(last)} after ${replications} replications (asked for: ±${percent(precision)}${Number.isFinite(needed) ? `, which takes ${rangeText(last, replications)}` : ''}); --most allows more.`;
  }
}

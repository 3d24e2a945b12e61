import { InputError } from '../errors.ts';
import { measureName } from '../gate/measure.ts';
import type { Result } from '../result/schema.ts';
import { isWorthWatching } from '../run/replication-views.ts';
import { type Look, simulateUntil, type UntilOutcome } from '../run/until/simulate-until.ts';
import { MOST_REPLICATIONS } from '../run/until/stopping-rule.ts';
import { type UntilText, untilTarget } from '../run/until/target.ts';
import type { Scenario } from '../scenario/model.ts';
import { threeDigits } from '../units.ts';
import { Interruption } from './interruption.ts';
import type { ThreadDisplay } from './thread-display.ts';

export interface RunUntilOptions {
  readonly until: UntilText;
  /** The most replications; the default is that of the rule. */
  readonly most: number | undefined;
  readonly overrides: readonly string[];
  readonly workers: number | undefined;
  readonly progress: ThreadDisplay;
  readonly signal: AbortSignal;
  /** What an interruption leaves behind, in sentences. */
  readonly aftermath: string;
}

/** Files that are written while a run goes on need to know how many replications there will be. @throws InputError where one is asked for. */
export function checkNoOutputs(options: Readonly<Record<string, unknown>>): void {
  const found = ['events', 'trace', 'openmetrics'].filter((name) => options[name] !== undefined);
  if (found.length === 0) return;
  throw new InputError({
    path: '--until',
    message: `--until cannot write ${found.map((name) => `--${name}`).join(' and ')}`,
    expected: 'a run of which it is known how many replications there will be',
    found: `--until and --${found[0]}`,
    hint: `run it with --until first; then with the --replications that it took and --${found[0]}`,
  });
}

/**
 * Runs a scenario until a measure is known precisely enough, and says meanwhile when that will be.
 * @returns the result, and what to say of it. @throws Interruption
 */
export async function runUntil(
  scenario: Scenario,
  { until, most = MOST_REPLICATIONS, progress, signal, ...options }: RunUntilOptions,
): Promise<{ readonly result: Result; readonly reached: boolean; readonly text: string }> {
  const target = untilTarget(until, scenario);
  let done = 0;
  let isTold = false;
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
      onLook: (look) => {
        if (!isTold) progress.note(forecast(look, until, most, progress.secondsFor(scenario.designs.length)));
        isTold = true;
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

function forecast(look: Look, { precision }: UntilText, most: number, secondsFor: (count: number) => string): string {
  const { replications, needed } = look;
  const known = `After ${replications} replications ${knownText(look)}.`;
  if (!Number.isFinite(needed))
    return `${known} How many more ±${percent(precision)} takes is not known; ${most} are the most.`;
  const short = needed > most ? `; ${most} are the most, so it will not be reached (--most sets more)` : '';
  const time = secondsFor(Math.min(needed, most) - replications);
  return `${known} ±${percent(precision)} takes about ${needed}${time}${short}.`;
}

function outcomeText({ last, ended }: UntilOutcome, { precision }: UntilText): string {
  const { replications, worst, needed } = last;
  switch (ended) {
    case 'precise':
      return `Precise enough: ${knownText(last)} after ${replications} replications (asked for: ±${percent(precision)}).`;
    case 'none':
      return `Not reached: ${measureName(worst.measure)} has no value after ${replications} replications, and more of them would give none: nothing was observed, or the design is unstable.`;
    default:
      return `Not reached: ${knownText(last)} after ${replications} replications (asked for: ±${percent(precision)}${Number.isFinite(needed) ? `, which takes about ${needed}` : ''}); --most allows more.`;
  }
}

/** From checked arrivals to arrival processes. */

import { isMap, type Path, type PlainMap } from '../path.ts';
import { parseRatePerSecond, US_PER_SECOND } from '../units.ts';
import type { ArrivalLaw, ArrivalProcess, RateStep } from '../workload/arrivals.ts';
import { type Complain, describeFound } from './complaints.ts';
import { DEFAULTS } from './defaults.ts';
import { durationUsOf, resolveCount } from './resolve-values.ts';

/** Reads a trace file that a scenario names, relative to the scenario. Throws when it cannot. */
export type ReadTrace = (file: string) => string;

export function resolveArrivals(
  value: unknown,
  path: Path,
  complain: Complain,
  readTrace: ReadTrace | undefined,
): ArrivalProcess[] {
  if (Array.isArray(value))
    return value.flatMap((stream, i) => resolveArrivals(stream, [...path, i], complain, readTrace));
  if (!isMap(value)) return [];
  const fromUs = durationUsOf(value.from, 0);
  const untilUs = durationUsOf(value.until, Number.POSITIVE_INFINITY);
  if (untilUs <= fromUs) {
    complain({
      path: [...path, 'until'],
      message: 'the stream ends before it begins',
      expected: `a time after ${value.from}`,
      found: describeFound(value.until),
    });
  }
  const law = resolveLaw(value, path, complain, readTrace);
  return law === undefined
    ? []
    : [{ law, batch: resolveCount(value.batch, [...path, 'batch'], complain), fromUs, untilUs }];
}

function resolveLaw(
  value: PlainMap,
  path: Path,
  complain: Complain,
  readTrace: ReadTrace | undefined,
): ArrivalLaw | undefined {
  if (typeof value.poisson === 'string') return { kind: 'poisson', perSecond: rateOf(value.poisson) };
  if (typeof value.constant === 'string') return { kind: 'constant', perSecond: rateOf(value.constant) };
  if (Array.isArray(value.profile)) return resolveProfile(value.profile, value.every, [...path, 'profile'], complain);
  if (Array.isArray(value.times)) {
    const timesUs = value.times.map((time) => durationUsOf(time, 0));
    complainOfFall(timesUs, [...path, 'times'], value.times, complain);
    return { kind: 'trace', timesUs };
  }
  const { trace } = value;
  return typeof trace === 'string'
    ? { kind: 'trace', timesUs: readTimes(trace, [...path, 'trace'], complain, readTrace) }
    : undefined;
}

function rateOf(value: unknown): number {
  return typeof value === 'string' ? (parseRatePerSecond(value) ?? 0) : 0;
}

function resolveProfile(value: readonly unknown[], every: unknown, path: Path, complain: Complain): ArrivalLaw {
  const periodUs = durationUsOf(every, DEFAULTS.profilePeriodUs);
  const steps: RateStep[] = value.map((step) =>
    isMap(step) ? { atUs: durationUsOf(step.at, 0), perSecond: rateOf(step.rate) } : { atUs: 0, perSecond: 0 },
  );
  const written = (i: number) => describeFound(isMap(value[i]) ? value[i].at : value[i]);
  // A step that was told to be wrong has no time to compare with.
  const known = (i: number) => isMap(value[i]) && typeof value[i].at === 'string';
  steps.forEach((step, i) => {
    if (!known(i)) return;
    const at = [...path, i, 'at'];
    if (i === 0 && step.atUs !== 0)
      complain({ path: at, message: 'the profile must begin at 0h', expected: '0h', found: written(0) });
    if (i > 0 && known(i - 1) && step.atUs <= (steps[i - 1] as RateStep).atUs)
      complain({
        path: at,
        message: 'the steps of the profile are out of order',
        expected: `a time after ${written(i - 1)}`,
        found: written(i),
      });
    if (step.atUs >= periodUs)
      complain({
        path: at,
        message: 'the step lies outside the period of the profile',
        expected: 'a time below its period (`every`, 24h by default)',
        found: written(i),
      });
  });
  if (
    steps.every((step) => step.perSecond === 0) &&
    value.every((step) => isMap(step) && typeof step.rate === 'string')
  )
    complain({
      path,
      message: 'nothing ever arrives: every rate of the profile is zero',
      expected: 'at least one rate above zero',
    });
  return { kind: 'profile', periodUs, steps };
}

function complainOfFall(timesUs: readonly number[], path: Path, written: readonly unknown[], complain: Complain): void {
  const fall = timesUs.findIndex((time, i) => i > 0 && time < (timesUs[i - 1] as number));
  if (fall < 0 || typeof written[fall] !== 'string') return;
  complain({
    path: [...path, fall],
    message: 'the times are out of order',
    expected: `at least ${written[fall - 1]}`,
    found: describeFound(written[fall]),
  });
}

function readTimes(file: string, path: Path, complain: Complain, readTrace: ReadTrace | undefined): number[] {
  let content: string;
  try {
    if (readTrace === undefined) throw new Error('a scenario that comes from no file cannot name one');
    content = readTrace(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    complain({
      path,
      message: `the trace file cannot be read: ${reason}`,
      expected: 'a text file with one time a line',
      found: describeFound(file),
      hint: hintOf(error),
    });
    return [];
  }
  return parseTrace(content, file, path, complain);
}

function hintOf(error: unknown): string | undefined {
  return error instanceof Error && 'hint' in error && typeof error.hint === 'string' ? error.hint : undefined;
}

/** One time a line, in seconds; what follows a comma is not read, nor are empty lines and lines that begin with `#`. */
function parseTrace(content: string, file: string, path: Path, complain: Complain): number[] {
  const timesUs: number[] = [];
  for (const [i, line] of content.split(/\r?\n/).entries()) {
    const cell = (line.split(',')[0] ?? '').trim();
    if (cell === '' || cell.startsWith('#')) continue;
    const timeUs = Math.round(Number(cell) * US_PER_SECOND);
    const previous = timesUs.at(-1) ?? 0;
    if (!(timeUs >= previous) || !Number.isFinite(timeUs)) {
      complain({
        path,
        message: `line ${i + 1} of ${file} is no time that could follow the one before it`,
        expected: `seconds, at least ${previous / US_PER_SECOND}`,
        found: describeFound(cell),
      });
      return timesUs;
    }
    timesUs.push(timeUs);
  }
  if (timesUs.length === 0)
    complain({ path, message: `${file} has no times`, expected: 'one time a line, in seconds', found: 'nothing' });
  return timesUs;
}

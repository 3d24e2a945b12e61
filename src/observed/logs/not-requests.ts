import { counted } from '../../counted.ts';
import type { Problem } from '../../errors.ts';
import { formatSeconds, US_PER_SECOND } from '../../units.ts';
import type { RequestLog } from './request-log.ts';

/** Of fewer times nothing is said. */
const LEAST_TIMES = 10;
/** Smaller numbers are no seconds since 1970 of any service, but seconds since some begin, or no times. */
const LEAST_EPOCH_US = 1e9 * US_PER_SECOND;
/** Times go with their lines: so high is the correlation at least, however requests overlap. Of durations it is about 0, and every second one is lower than the one before. */
const LEAST_CORRELATION = 0.5;
const MOST_FALLS = 0.25;
/** Gaps that differ by less are the same, and so many of them are in a series of samples. */
const SAME_GAP = 0.02;
const MOST_SAME = 0.95;
/** Nobody asks so often at one pace. */
const LEAST_PACE_US = US_PER_SECOND;
/** So many of the lines of a log of requests have a time at least; where a thread dump begins, half of them. */
const LEAST_TIMED = 0.1;
const LEAST_TIMED_OF_DUMP = 0.5;

/** What is wrong, as a problem has it. */
export type NotRequests = Pick<Problem, 'message' | 'expected' | 'found' | 'hint'> & { readonly line?: number };

/** Says why something is no log of requests although times can be read in it; undefined where it may be one. */
export function notRequests(log: RequestLog): NotRequests | undefined {
  return ofDump(log) ?? ofDurations(log) ?? ofSamples(log);
}

/** @param loggedUs of all logs. @returns the same where all came at one moment. */
export function atOneMoment(loggedUs: readonly number[]): NotRequests | undefined {
  const [first] = loggedUs;
  if (loggedUs.length < 2 || loggedUs.some((us) => us !== first)) return undefined;
  return {
    message: 'all of these times are the same: they have no rate',
    expected: 'the moment that each request came',
    found: `${counted(loggedUs.length, 'line')} of one moment`,
    hint: 'the column of a CSV file is named with --column',
  };
}

function ofDump({ timesUs, unread, firstUnread, dumpLine }: RequestLog): NotRequests | undefined {
  const timed = timesUs.length / Math.max(1, timesUs.length + unread);
  const isFew = timesUs.length + unread >= 2 * LEAST_TIMES && timed < LEAST_TIMED;
  if (!(isFew || (dumpLine !== undefined && timed < LEAST_TIMED_OF_DUMP))) return undefined;
  const line = dumpLine ?? firstUnread?.line;
  return {
    ...(line === undefined ? {} : { line }),
    message:
      dumpLine === undefined ? 'hardly any line has a time: this is no log of requests' : 'this is a thread dump',
    expected: 'a log with a line for each request, and its time in it',
    found: `${counted(timesUs.length, 'line')} of ${timesUs.length + unread} with a time`,
    hint: dumpLine === undefined ? '--match takes only the lines that fit' : '`npx unpark observe` reads thread dumps',
  };
}

function ofDurations({ timesUs, format }: RequestLog): NotRequests | undefined {
  if (format === 'lines' || timesUs.length < LEAST_TIMES || timesUs.some((us) => us >= LEAST_EPOCH_US))
    return undefined;
  const falls = timesUs.filter((us, i) => i > 0 && us < (timesUs[i - 1] as number)).length;
  if (falls < MOST_FALLS * timesUs.length || Math.abs(correlationWithOrder(timesUs)) >= LEAST_CORRELATION)
    return undefined;
  return {
    message: 'these are no times: numbers too small for seconds since 1970, which do not rise from line to line',
    expected: 'when each request came: a date with a time, seconds since 1970, or seconds since a begin',
    found: `${timesUs
      .slice(0, 4)
      .map((us) => us / US_PER_SECOND)
      .join(', ')} …: durations, perhaps`,
    hint: 'name the column with the time with --column',
  };
}

function ofSamples({ timesUs, format }: RequestLog): NotRequests | undefined {
  if (format !== 'CSV' || timesUs.length < 2 * LEAST_TIMES) return undefined;
  const gaps = timesUs.slice(1).map((us, i) => Math.abs(us - (timesUs[i] as number)));
  const usual = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)] as number;
  const same = gaps.filter((gap) => Math.abs(gap - usual) <= SAME_GAP * usual).length;
  if (usual < LEAST_PACE_US || same < MOST_SAME * gaps.length) return undefined;
  return {
    message: `its lines are ${formatSeconds(usual / US_PER_SECOND)} apart, one like the other: this is a series of samples, and no log of requests`,
    expected: 'a line for each request',
    found: `${same} of ${gaps.length} lines at that distance from the one before`,
    hint: '`npx unpark calibrate` reads samples of a pool; requests that do come by the clock are { constant: RATE } in a scenario',
  };
}

/** Pearson’s, of numbers and their places; 0 where all are the same. */
function correlationWithOrder(values: readonly number[]): number {
  const { length } = values;
  const [middle, mean] = [(length - 1) / 2, values.reduce((sum, value) => sum + value, 0) / length];
  let [both, places, squares] = [0, 0, 0];
  values.forEach((value, i) => {
    both += (i - middle) * (value - mean);
    places += (i - middle) ** 2;
    squares += (value - mean) ** 2;
  });
  return squares === 0 ? 0 : both / Math.sqrt(places * squares);
}

import type { Readable } from 'node:stream';
import { InputError, type Problem } from '../errors.ts';
import { type Arrivals, arrivalsOf } from '../observed/logs/arrivals.ts';
import { atOneMoment, notRequests } from '../observed/logs/not-requests.ts';
import { type RequestLog, RequestReader } from '../observed/logs/request-log.ts';
import { readText } from './text-file.ts';

export interface ReadArrivals {
  readonly arrivals: Arrivals;
  readonly logs: readonly (Omit<RequestLog, 'timesUs'> & {
    readonly file: string;
    readonly requests: number;
    /** Why it could not be read to its end; undefined where it was. */
    readonly failure: string | undefined;
  })[];
}

/** Reads when requests came from access logs. @param match only lines that fit count. @param column of CSV files: the one with the time. @throws InputError where there is none. */
export async function readArrivals(
  files: readonly string[],
  standardInput: Readable,
  match?: RegExp,
  column?: string,
): Promise<ReadArrivals> {
  let timesUs: number[] = [];
  const problems: Problem[] = [];
  const logs: ReadArrivals['logs'][number][] = [];
  for (const file of files) {
    const reader = new RequestReader(match, column, file);
    const failure = await readText(
      file,
      standardInput,
      (text) => reader.push(text),
      'an access log: the common log format, JSON lines, or CSV',
    );
    const read = reader.end();
    const { timesUs: own, ...log } = read;
    const wrong = notRequests(read);
    if (wrong !== undefined) problems.push({ file, ...wrong });
    timesUs = timesUs.length === 0 ? [...own] : timesUs.concat(own);
    logs.push({ ...log, file, requests: own.length, failure });
  }
  if (problems.length > 0) throw new InputError(problems);
  if (timesUs.length < 2) throw tooFew(timesUs.length, logs);
  const same = atOneMoment(timesUs);
  if (same !== undefined) throw new InputError({ file: files.join(', '), ...same });
  return { arrivals: arrivalsOf(timesUs), logs };
}

function tooFew(requests: number, logs: ReadArrivals['logs']): InputError {
  return new InputError(
    logs.map(({ file, lines, others, firstUnread }) => ({
      file,
      ...(firstUnread === undefined ? {} : { line: firstUnread.line }),
      message: requests === 1 ? 'a single request has no rate' : 'no line has the time of a request that could be read',
      expected: 'at least two lines with a time: the common log format, JSON lines, or CSV with a header',
      found: firstUnread?.text ?? (others > 0 ? `${others} of ${lines} lines that do not match` : `${lines} lines`),
      hint: 'the column of a CSV file is named with --column; --match takes only the lines that fit',
    })),
  );
}

import { counted } from '../../counted.ts';
import { InputError } from '../../errors.ts';
import type { HealthLog, LoggedSample, UnreadLine } from './health-reader.ts';

/** A log with the name of its file. */
export interface NamedLog extends HealthLog {
  readonly file: string;
}

/** A sample and the file that it stands in. */
export interface PlacedSample extends LoggedSample {
  readonly file: string;
}

/** What of the logs is left out, how often, and where first. */
export interface LeftOut {
  readonly count: number;
  readonly what: string;
  readonly first: string;
}

export interface Choice {
  /** The pool’s name in the logs; undefined where they name none. */
  readonly pool: string | undefined;
  readonly instance: string | undefined;
  readonly threads: number;
  /** Of one pool, one process and one pool size, in the order of the files and in them of the lines. */
  readonly samples: readonly PlacedSample[];
  /** When something was printed that cannot be used, in µs since 1970 and in order: such a sample is missing, and not below the threshold. */
  readonly unknownUs: readonly number[];
  readonly leftOut: readonly LeftOut[];
}

export interface ChoiceOptions {
  /** The pool of the scenario; a log that names no other is of it. */
  readonly pool: string;
  /** Whether the user has named it. */
  readonly isNamed: boolean;
  readonly instance: string | undefined;
  /** The size where the log does not say it. */
  readonly threads: number;
}

/** Chooses the samples of one pool of one process, which a fit is of. @throws InputError where there is none, or it is not clear which. */
export function chooseSamples(logs: readonly NamedLog[], options: ChoiceOptions): Choice {
  const leftOut: LeftOut[] = unreadOf(logs);
  const all = inOrderOfTime(logs).flatMap(({ file, samples }) => samples.map((sample) => ({ ...sample, file })));
  if (all.length === 0) throw nothingUsable(logs, leftOut);
  const pool = poolOf(all, options);
  const ofPool = all.filter((sample) => sample.pool === pool);
  const instance = options.instance ?? most(ofPool, (sample) => sample.instance);
  const ofInstance = kept(ofPool, (sample) => sample.instance === instance, 'of other instances', leftOut);
  if (ofInstance.length === 0) throw unknownInstance(ofPool, instance);
  const timed = ofInstance.some(({ atUs }) => atUs !== undefined)
    ? kept(ofInstance, ({ atUs }) => atUs !== undefined, 'without a time', leftOut)
    : ofInstance;
  const single = kept(timed, onceIn(timed), 'that stand in another file as well', leftOut);
  const threads = most(single, (sample) => sample.threads) ?? options.threads;
  const beyond = single.filter((sample) => sample.threads === undefined && sample.active > threads);
  if (beyond.length > 0) throw tooManyActive(beyond, threads);
  const sized = kept(
    single,
    (sample) => (sample.threads ?? threads) === threads && sample.active <= threads,
    `of another pool size than ${threads}`,
    leftOut,
  );
  if (sized.length === 0) throw tooManyActive(timed, threads);
  const isUsed = new Set(sized);
  const unknownUs = [
    ...logs.flatMap(({ unreadUs }) => unreadUs),
    ...single.flatMap((sample) => (isUsed.has(sample) || sample.atUs === undefined ? [] : [sample.atUs])),
  ].sort((a, b) => a - b);
  return { pool, instance, threads, samples: sized, unknownUs, leftOut };
}

/** `app.log:12` */
export function placeOf({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${file}:${line}`;
}

/** Files of one log are often given newest first. */
function inOrderOfTime(logs: readonly NamedLog[]): NamedLog[] {
  const firstUs = ({ samples }: NamedLog) => samples.find(({ atUs }) => atUs !== undefined)?.atUs ?? 0;
  return logs.map(newestLast).sort((a, b) => firstUs(a) - firstUs(b));
}

/** An export that has the newest entry first is read from its end. */
function newestLast(log: NamedLog): NamedLog {
  const times = log.samples.flatMap(({ atUs }) => atUs ?? []);
  const falls = times.filter((time, i) => i > 0 && time < (times[i - 1] as number)).length;
  const rises = times.filter((time, i) => i > 0 && time > (times[i - 1] as number)).length;
  return falls > rises ? { ...log, samples: [...log.samples].reverse() } : log;
}

function unreadOf(logs: readonly NamedLog[]): LeftOut[] {
  return logs.flatMap(({ file, unread, firstUnread }) =>
    firstUnread === undefined
      ? []
      : [
          {
            count: unread,
            what: `that could not be read whole: ${firstUnread.why}`,
            first: `${placeOf({ file, line: firstUnread.line })} ${firstUnread.text}`,
          },
        ],
  );
}

function poolOf(samples: readonly PlacedSample[], { pool, isNamed }: ChoiceOptions): string | undefined {
  const names = [...new Set(samples.map((sample) => sample.pool))];
  if (names.includes(pool)) return pool;
  if (names.length === 1 && (names[0] === undefined || !isNamed)) return names[0];
  const known = names.map((name) => name ?? 'one without a name').join(', ');
  throw new InputError({
    message: `the logs do not name the pool ${pool}`,
    expected: `samples of ${pool}`,
    found: known,
    hint: 'name one that the logs and the scenario have with --pool; a scenario may call its pool as the log does',
  });
}

function kept(
  samples: readonly PlacedSample[],
  isKept: (sample: PlacedSample) => boolean,
  what: string,
  leftOut: LeftOut[],
): PlacedSample[] {
  const first = samples.find((sample) => !isKept(sample));
  if (first === undefined) return [...samples];
  const rest = samples.filter(isKept);
  leftOut.push({ count: samples.length - rest.length, what, first: placeOf(first) });
  return rest;
}

/** Whether a sample is the first of its moment: a log that was rotated or exported twice is no longer log. */
function onceIn(samples: readonly PlacedSample[]): (sample: PlacedSample) => boolean {
  const first = new Map<number, PlacedSample>();
  for (const sample of samples) {
    if (sample.atUs !== undefined && !first.has(sample.atUs)) first.set(sample.atUs, sample);
  }
  return (sample) => {
    const one = sample.atUs === undefined ? undefined : first.get(sample.atUs);
    return one === undefined || one === sample || one.file === sample.file || one.active !== sample.active;
  };
}

/** What most samples have. */
function most<Value>(samples: readonly PlacedSample[], of: (sample: PlacedSample) => Value): Value | undefined {
  const counts = new Map<Value, number>();
  for (const sample of samples) counts.set(of(sample), (counts.get(of(sample)) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** @returns the error of logs without a usable sample: the first line of each is what was found. */
export function nothingUsable(logs: readonly NamedLog[], leftOut: readonly LeftOut[]): InputError {
  return new InputError(
    logs.map(({ file, lines, firstUnread, firstOther }) => {
      const shown: UnreadLine | undefined = firstUnread ?? firstOther;
      return {
        file,
        ...(shown === undefined ? {} : { line: shown.line }),
        message: `no sample of a pool could be read (${counted(lines, 'line')}${leftOut.length > 0 && shown !== undefined ? `; ${shown.why}` : ''})`,
        expected:
          'lines with executor_pool_health: [{…}], a Cloud Logging export of them, or CSV with a header and columns for time and active threads',
        found: shown === undefined ? 'nothing' : shown.text,
        hint: 'columns of a CSV file are named with --column, such as --column active=busy_threads',
      };
    }),
  );
}

function unknownInstance(samples: readonly PlacedSample[], instance: string | undefined): InputError {
  const known = [...new Set(samples.map((sample) => sample.instance ?? 'none'))];
  return new InputError({
    file: `--instance ${instance}`,
    message: 'no sample is of this instance',
    expected: `one of: ${known.slice(0, 20).join(', ')}`,
    found: String(instance),
  });
}

function tooManyActive(samples: readonly PlacedSample[], threads: number): InputError {
  const [first] = samples;
  return new InputError({
    ...(first === undefined ? {} : { file: first.file, line: first.line }),
    message: `more threads are active than the ${threads} of the pool`,
    expected: `at most ${threads} active threads`,
    found: String(first?.active),
    hint: 'give the scenario the pool size that the log is of, or name its column with --column threads=…',
  });
}

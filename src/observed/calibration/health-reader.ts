import { csvCells } from '../../csv.ts';
import { isMap } from '../../path.ts';
import { type CsvColumns, csvHeader, noColumn } from '../logs/csv-header.ts';
import { logEntry } from '../logs/log-entry.ts';
import { LogSplitter } from '../logs/log-splitter.ts';
import { timeOf, timestampIn } from '../logs/timestamp.ts';
import {
  HEALTH_MARK,
  type HealthLineRead,
  healthDicts,
  healthFields,
  type PoolSample,
  poolSample,
} from './health-dicts.ts';

/** What the columns of a CSV file can mean. */
export type HealthColumn = 'time' | 'active' | 'queue' | 'threads' | 'pool' | 'instance';

const COLUMN_NAMES: Readonly<Record<HealthColumn, readonly string[]>> = {
  time: ['time', 'timestamp', 'datetime', 'date', 'ts', 'at', 'seconds'],
  active: ['active', 'active_count', 'active_threads', 'busy', 'busy_threads', 'in_use', 'used'],
  queue: ['queue', 'queue_depth', 'queued', 'queue_size', 'queue_length', 'waiting'],
  threads: ['threads', 'max_workers', 'pool_size', 'max', 'size', 'max_threads'],
  pool: ['pool', 'name', 'pool_name', 'executor'],
  instance: ['instance', 'instance_id', 'pod', 'host', 'hostname'],
};
const FIELDS: Readonly<Partial<Record<HealthColumn, string>>> = {
  active: 'active_count',
  queue: 'queue_depth',
  threads: 'max_workers',
  pool: 'name',
};

/** A sample that a log has of a pool. */
export interface LoggedSample extends PoolSample {
  /** In µs since 1970; undefined where the log does not say. */
  readonly atUs: number | undefined;
  readonly instance: string | undefined;
  /** Where it stands, from 1. */
  readonly line: number;
}

export interface UnreadLine {
  readonly line: number;
  readonly text: string;
  readonly why: string;
}

/** What was read of one log. */
export interface HealthLog {
  readonly format: 'lines' | 'JSON' | 'CSV';
  readonly samples: readonly LoggedSample[];
  readonly lines: number;
  /** Lines or entries that speak of a pool and could not be read to their end, and the first of them. */
  readonly unread: number;
  readonly firstUnread: UnreadLine | undefined;
  /** When they were printed, in µs since 1970, where they say it. */
  readonly unreadUs: readonly number[];
  /** The first line that speaks of no pool; undefined where all do. */
  readonly firstOther: UnreadLine | undefined;
  /** The first and the last time that any of its lines has. */
  readonly span: readonly [number, number] | undefined;
}

/** The end of a line that was cut off in the mark. */
const CUT_MARK = /\bexecutor_[a-z_]{0,10}$/;
/** Characters of a line that are kept to be shown. */
const SHOWN = 200;

/** Reads the samples of a pool’s health from a log that comes in pieces: lines of text, JSON lines, a JSON list, or CSV with a header. The format is recognised by its content. */
export class HealthReader {
  readonly #columns: Readonly<Partial<Record<HealthColumn, string>>>;
  readonly #splitter = new LogSplitter(
    (line, number) => this.#line(line, number),
    (text, line) => this.#value(text, line, undefined),
  );
  #format: HealthLog['format'] | undefined;
  #header: CsvColumns<HealthColumn> | undefined;
  #samples: LoggedSample[] = [];
  #unread = 0;
  #firstUnread: UnreadLine | undefined;
  #unreadUs: number[] = [];
  #firstOther: UnreadLine | undefined;
  #firstUs: number | undefined;
  #last: { readonly text: string; readonly isJson: boolean } | undefined;
  #lastUs = Number.NEGATIVE_INFINITY;

  readonly #file: string;

  /** @param columns the columns of a CSV file that the user has named. @param file how errors name the log. */
  constructor(columns: Readonly<Partial<Record<HealthColumn, string>>> = {}, file = 'the log') {
    this.#columns = columns;
    this.#file = file;
  }

  push(text: string): void {
    this.#splitter.push(text);
  }

  /** The text has ended. */
  end(): HealthLog {
    this.#splitter.end();
    const lastUs = this.#last === undefined ? undefined : this.#timeIn(this.#last.text, this.#last.isJson);
    const until = Math.max(this.#lastUs, lastUs ?? Number.NEGATIVE_INFINITY);
    return {
      format: this.#splitter.isJson ? 'JSON' : (this.#format ?? 'lines'),
      samples: this.#samples,
      lines: this.#splitter.lines,
      unread: this.#unread,
      firstUnread: this.#firstUnread,
      unreadUs: this.#unreadUs,
      firstOther: this.#firstOther,
      span: this.#firstUs === undefined ? undefined : [this.#firstUs, until],
    };
  }

  #line(line: string, number: number): void {
    if (line.trim() === '') return;
    if (this.#header !== undefined) {
      this.#row(line, number, this.#header);
      return;
    }
    if (this.#format === undefined && !line.startsWith('{') && !line.includes(HEALTH_MARK)) {
      this.#header = csvHeader(line, COLUMN_NAMES, ['active'], this.#columns);
      const { at } = this.#header ?? { at: undefined };
      const missing = Object.entries(this.#columns).find(([meaning]) => at?.[meaning as HealthColumn] === undefined);
      if (missing !== undefined) throw noColumn(missing.join('='), this.#file, number, line);
      if (this.#header !== undefined) {
        this.#format = 'CSV';
        return;
      }
    }
    if (line.startsWith('{')) {
      this.#format ??= 'JSON';
      this.#value(line, number, line);
      return;
    }
    this.#format ??= 'lines';
    this.#span(line, false);
    const mark = line.indexOf(HEALTH_MARK);
    if (mark < 0 && CUT_MARK.test(line)) this.#keepUnread(unreadLine(line, number, 'it is cut off'), timestampIn(line));
    else if (mark < 0) this.#firstOther ??= unreadLine(line, number, 'it speaks of no pool');
    else this.#take(healthDicts(line), line, number, timestampIn(line.slice(0, mark)), undefined);
  }

  /** @param line where the map is a line of its own: one that is no JSON is a line of text. */
  #value(text: string | undefined, number: number, line: string | undefined): void {
    if (text === undefined) {
      this.#keepUnread(unreadLine('', number, 'it is cut off, or too long'));
      return;
    }
    this.#span(text, true);
    if (!text.includes(HEALTH_MARK) && !text.includes('"active_count"')) {
      this.#firstOther ??= unreadLine(text, number, 'it speaks of no pool');
      return;
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      if (line === undefined) this.#keepUnread(unreadLine(text, number, 'it is not JSON'));
      else this.#take(healthDicts(line), line, number, timestampIn(line), undefined);
      return;
    }
    if (!isMap(value)) return;
    const { message, fields, atUs, instance } = logEntry(value);
    const read = message.includes(`${HEALTH_MARK}: [`) ? healthDicts(message) : healthFields(fields);
    this.#take(read, text, number, atUs ?? timestampIn(message), instance);
  }

  #row(line: string, number: number, { separator, at }: CsvColumns<HealthColumn>): void {
    const cells = csvCells(line, separator);
    const cell = (column: HealthColumn) => {
      const index = at[column];
      return index === undefined || cells[index] === '' ? undefined : cells[index];
    };
    const named = Object.entries(FIELDS).map(([column, field]) => [field, cell(column as HealthColumn)]);
    const sample = poolSample(Object.fromEntries(named.filter(([, value]) => value !== undefined)));
    const atUs = timeOf(cell('time'));
    if (atUs !== undefined) this.#seen(atUs);
    const wrong =
      typeof sample === 'string'
        ? sample.replace('`active_count`', 'its active threads').replace('`max_workers`', 'its pool size')
        : at.time !== undefined && atUs === undefined
          ? 'its time cannot be read'
          : undefined;
    if (wrong !== undefined || typeof sample === 'string')
      this.#keepUnread(unreadLine(line, number, wrong ?? ''), atUs);
    else this.#samples.push({ ...sample, atUs, instance: cell('instance'), line: number });
  }

  #take(
    { samples, why }: HealthLineRead,
    text: string,
    line: number,
    atUs: number | undefined,
    instance: string | undefined,
  ): void {
    if (atUs !== undefined) this.#seen(atUs);
    for (const { pool, active, threads, queued } of samples) {
      this.#samples.push({ pool, active, threads, queued, atUs, instance, line });
    }
    if (why !== undefined) this.#keepUnread(unreadLine(text, line, why), atUs);
  }

  #keepUnread(unread: UnreadLine, atUs?: number): void {
    this.#unread += 1;
    if (atUs !== undefined) this.#unreadUs.push(atUs);
    this.#firstUnread ??= unread;
  }

  /** The first and the last line say how long a log is, whatever they are about. */
  #span(text: string, isJson: boolean): void {
    if (this.#firstUs === undefined && this.#last === undefined) {
      const us = this.#timeIn(text, isJson);
      if (us !== undefined) this.#seen(us);
    }
    this.#last = { text, isJson };
  }

  #seen(us: number): void {
    this.#firstUs = Math.min(this.#firstUs ?? us, us);
    this.#lastUs = Math.max(this.#lastUs, us);
  }

  #timeIn(text: string, isJson: boolean): number | undefined {
    if (!isJson) return timestampIn(text);
    try {
      const value: unknown = JSON.parse(text);
      return isMap(value) ? logEntry(value).atUs : undefined;
    } catch {
      return undefined;
    }
  }
}

function unreadLine(text: string, line: number, why: string): UnreadLine {
  return { line, text: text.slice(0, SHOWN), why };
}

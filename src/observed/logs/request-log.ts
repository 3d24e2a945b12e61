import { csvCells } from '../../csv.ts';
import { isMap } from '../../path.ts';
import { type CsvColumns, csvHeader, noColumn } from './csv-header.ts';
import { logEntry } from './log-entry.ts';
import { LogSplitter } from './log-splitter.ts';
import { timeOf, timestampIn } from './timestamp.ts';

const TIME_COLUMNS = { time: ['time', 'timestamp', 'datetime', 'date', 'ts', 'at', 'arrived', 'start', 'seconds'] };
/** Characters of a line that are kept to be shown. */
const SHOWN = 200;

/** What was read of one access log. */
export interface RequestLog {
  /** When each request was logged, in µs since 1970, in the order of the log. */
  readonly timesUs: readonly number[];
  readonly lines: number;
  /** Lines that do not match. */
  readonly others: number;
  /** Lines without a time that can be read, and the first of them. */
  readonly unread: number;
  readonly firstUnread: { readonly line: number; readonly text: string } | undefined;
  readonly format: 'lines' | 'JSON' | 'CSV';
  /** The line that a thread dump begins in. */
  readonly dumpLine: number | undefined;
}

/** How HotSpot, py-spy, faulthandler and Go begin their dumps. */
const DUMP = /\bFull thread dump |^Process \d+: |^(?:Current thread|Thread) 0x[0-9a-f]+ |^goroutine \d+ \[/;

/** Reads when requests came: the common log format and its likes, JSON lines, a JSON list, or CSV with a header. The format is recognised by its content. */
export class RequestReader {
  readonly #match: RegExp | undefined;
  readonly #column: string | undefined;
  readonly #file: string;
  readonly #splitter = new LogSplitter(
    (line, number) => this.#line(line, number),
    (text, line) => this.#value(text ?? '', line),
  );
  #header: CsvColumns<'time'> | undefined;
  #isBegun = false;
  #timesUs: number[] = [];
  #others = 0;
  #unread = 0;
  #firstUnread: RequestLog['firstUnread'];
  #hasJson = false;
  #dumpLine: number | undefined;

  /** @param match only lines that fit count. @param column of CSV: the column with the time. @param file how errors name the log. */
  constructor(match?: RegExp, column?: string, file = 'the log') {
    this.#match = match;
    this.#column = column;
    this.#file = file;
  }

  push(text: string): void {
    this.#splitter.push(text);
  }

  /** The text has ended. */
  end(): RequestLog {
    this.#splitter.end();
    return {
      timesUs: this.#timesUs,
      lines: this.#splitter.lines,
      others: this.#others,
      unread: this.#unread,
      firstUnread: this.#firstUnread,
      format: this.#header !== undefined ? 'CSV' : this.#hasJson ? 'JSON' : 'lines',
      dumpLine: this.#dumpLine,
    };
  }

  #line(line: string, number: number): void {
    if (line.trim() === '' || line.startsWith('#')) return;
    if (!this.#isBegun) {
      this.#isBegun = true;
      const given = this.#column === undefined ? {} : { time: this.#column };
      if (!line.startsWith('{')) this.#header = csvHeader(line, TIME_COLUMNS, ['time'], given);
      if (this.#header !== undefined) return;
      if (this.#column !== undefined) throw noColumn(this.#column, this.#file, number, line);
    }
    if (line.startsWith('{')) this.#value(line, number);
    else if (this.#fits(line)) this.#take(this.#timeIn(line), line, number);
  }

  #value(text: string, number: number): void {
    this.#hasJson = true;
    if (!this.#fits(text)) return;
    let atUs: number | undefined;
    try {
      const value: unknown = JSON.parse(text);
      atUs = isMap(value) ? logEntry(value).atUs : undefined;
    } catch {
      atUs = undefined;
    }
    this.#take(atUs, text, number);
  }

  #timeIn(line: string): number | undefined {
    const { at, separator } = this.#header ?? {};
    return at?.time === undefined ? timestampIn(line) : timeOf(csvCells(line, separator)[at.time]);
  }

  #fits(text: string): boolean {
    const fits = this.#match?.test(text) ?? true;
    if (!fits) this.#others += 1;
    return fits;
  }

  #take(atUs: number | undefined, text: string, line: number): void {
    if (atUs !== undefined) {
      this.#timesUs.push(atUs);
      return;
    }
    this.#unread += 1;
    if (DUMP.test(text)) this.#dumpLine ??= line;
    this.#firstUnread ??= { line, text: text.slice(0, SHOWN) };
  }
}

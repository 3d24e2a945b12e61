import type { Dump, DumpFormat, DumpParser } from './dump.ts';
import { faulthandler } from './faulthandler.ts';
import { goroutines } from './goroutines.ts';
import { hotspotText, timeIn } from './hotspot-text.ts';
import { jsonDumps } from './json-dumps.ts';
import { pySpyText } from './py-spy-text.ts';

const FORMATS: readonly DumpFormat[] = [hotspotText, pySpyText, faulthandler, goroutines, jsonDumps];

/** A line that is of no dump. */
export interface StrangeLine {
  readonly number: number;
  readonly text: string;
}

/** What was read of a text besides its dumps. */
export interface ReadingNotes {
  readonly lines: number;
  /** Lines that belong to no dump, and the first of them; a service's log around its dumps is such. */
  readonly strangeLines: number;
  readonly firstStrange: StrangeLine | null;
  /** Dumps that begin and hold nothing that can be read. */
  readonly unreadable: number;
  readonly firstUnreadable: StrangeLine | null;
}

/** The longest line that is read, in characters: a dump of many threads may be one line of JSON. */
const LONGEST_LINE = 64 * 2 ** 20;
/** Characters of a strange line that are kept. */
const SHOWN = 200;

/**
 * Finds the dumps in a text that comes in pieces: many in one text, of several formats, between lines of a log. What it keeps is one dump.
 * A dump is handed on when it has ended.
 */
export class DumpReader {
  readonly #onDump: (dump: Dump) => void;
  #parser: DumpParser | undefined;
  #begunAt: StrangeLine = { number: 0, text: '' };
  #rest = '';
  #number = 0;
  #strange = 0;
  #firstStrange: StrangeLine | null = null;
  #unreadable = 0;
  #firstUnreadable: StrangeLine | null = null;
  /** HotSpot prints the time on the line before a dump. */
  #before = '';

  constructor(onDump: (dump: Dump) => void) {
    this.#onDump = onDump;
  }

  push(text: string): void {
    let from = 0;
    const whole = this.#rest.length > 0 ? this.#rest + text : text;
    for (;;) {
      const end = whole.indexOf('\n', from);
      if (end < 0) break;
      const isCrLf = end > from && whole.charCodeAt(end - 1) === 13;
      this.#take(whole.slice(from, isCrLf ? end - 1 : end));
      from = end + 1;
    }
    this.#rest = whole.slice(from);
    // No dump has such a line: what it begins with stands for it, so that it is not kept whole.
    if (this.#rest.length > LONGEST_LINE) this.#rest = this.#rest.slice(0, SHOWN);
  }

  /** The text has ended. */
  end(): ReadingNotes {
    if (this.#rest !== '') this.#take(this.#rest);
    this.#rest = '';
    this.#finish();
    return {
      lines: this.#number,
      strangeLines: this.#strange,
      firstStrange: this.#firstStrange,
      unreadable: this.#unreadable,
      firstUnreadable: this.#firstUnreadable,
    };
  }

  #take(line: string): void {
    this.#number += 1;
    const outcome = this.#parser?.take(line);
    if (outcome === 'taken') return;
    if (outcome === 'last') {
      this.#finish();
      return;
    }
    if (outcome === 'over') this.#finish();
    const begun = this.#begin(line);
    if (!begun && outcome !== 'foreign' && line.trim() === '') return;
    if (!begun && !isTime(line)) this.#keepStrange(line);
    this.#before = line;
  }

  #begin(line: string): boolean {
    for (const format of FORMATS) {
      const parser = format.begin(line, this.#number);
      if (parser === undefined) continue;
      // Within a dump a line that could begin another of the same is its own.
      this.#finish();
      this.#parser = parser;
      this.#begunAt = { number: this.#number, text: line.slice(0, SHOWN) };
      this.#timeBefore = timeIn(this.#before);
      if (parser.take(line) === 'last') this.#finish();
      return true;
    }
    return false;
  }

  #timeBefore: number | null = null;

  #finish(): void {
    const parser = this.#parser;
    if (parser === undefined) return;
    this.#parser = undefined;
    const dump = parser.finish();
    if (dump !== undefined) {
      this.#onDump(dump.atUs === null && dump.runtime === 'java' ? { ...dump, atUs: this.#timeBefore } : dump);
      return;
    }
    this.#unreadable += 1;
    this.#firstUnreadable ??= this.#begunAt;
  }

  #keepStrange(line: string): void {
    this.#strange += 1;
    this.#firstStrange ??= { number: this.#number, text: line.slice(0, SHOWN) };
  }
}

function isTime(line: string): boolean {
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(line);
}

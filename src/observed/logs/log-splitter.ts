import { JsonValues } from './json-values.ts';
import { LineSplitter } from './line-splitter.ts';

/** What is looked at, at most, to tell a JSON text from lines. */
const HEAD = 4_096;
/** A list of maps, or a map over several lines. */
const JSON_TEXT = /^\s*(?:\[\s*[{\]]|\{\s*\n)/;
/** What could still become one. */
const UNDECIDED = /^\s*(?:\[?\s*|\{[^\S\n]*)$/;

/** Cuts a log that comes in pieces into what it consists of: the maps of a JSON text, or lines. */
export class LogSplitter {
  readonly #lines: LineSplitter;
  readonly #values: JsonValues;
  #head = '';
  #isJson: boolean | undefined;

  /** @param onLine is given each line and its number. @param onValue is given each map of a JSON text and the line that it begins in; undefined for one that is too long, or that was cut off. */
  constructor(
    onLine: (line: string, number: number) => void,
    onValue: (text: string | undefined, line: number) => void,
  ) {
    this.#lines = new LineSplitter(onLine);
    this.#values = new JsonValues(onValue);
  }

  /** Whether it is a list of maps, or a map over several lines. */
  get isJson(): boolean {
    return this.#isJson === true;
  }

  /** The lines so far. */
  get lines(): number {
    return this.isJson ? this.#values.lines : this.#lines.lines;
  }

  push(text: string): void {
    if (this.#isJson === undefined) {
      this.#head += text;
      if (this.#head.length < HEAD && UNDECIDED.test(this.#head)) return;
      this.#decide();
      return;
    }
    if (this.#isJson) this.#values.push(text);
    else this.#lines.push(text);
  }

  /** The text has ended. */
  end(): void {
    if (this.#isJson === undefined) this.#decide();
    this.#lines.end();
    this.#values.end();
  }

  #decide(): void {
    this.#isJson = JSON_TEXT.test(this.#head);
    const head = this.#head;
    this.#head = '';
    this.push(head);
  }
}

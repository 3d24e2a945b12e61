/** The longest line that is read, in characters. */
const LONGEST = 2 ** 20;

/** Cuts a text that comes in pieces into its lines. */
export class LineSplitter {
  readonly #onLine: (line: string, number: number) => void;
  #parts: string[] = [];
  #length = 0;
  #number = 0;

  /** @param onLine is given each line without its end, and its number from 1; of one that is longer than a million characters, what it begins with. */
  constructor(onLine: (line: string, number: number) => void) {
    this.#onLine = onLine;
  }

  /** The lines so far. */
  get lines(): number {
    return this.#number;
  }

  push(text: string): void {
    let from = 0;
    for (;;) {
      const end = text.indexOf('\n', from);
      if (end < 0) break;
      this.#keep(text.slice(from, end));
      this.#hand();
      from = end + 1;
    }
    if (from < text.length) this.#keep(text.slice(from));
  }

  /** The text has ended. */
  end(): void {
    if (this.#length > 0) this.#hand();
  }

  #keep(part: string): void {
    if (this.#length < LONGEST) this.#parts.push(part.slice(0, LONGEST));
    this.#length += part.length;
  }

  #hand(): void {
    this.#number += 1;
    const line = this.#parts.length === 1 ? (this.#parts[0] as string) : this.#parts.join('');
    this.#parts = [];
    this.#length = 0;
    this.#onLine(line.endsWith('\r') ? line.slice(0, -1) : line, this.#number);
  }
}

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, NEWLINE] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x0a];

/** A map that takes more characters than this is not read. */
const LONGEST = 4 * 2 ** 20;

/** Takes the maps of a JSON list, or maps that follow each other, out of a text that comes in pieces, each as text of its own: a list of any length is read in the memory of one of them. */
export class JsonValues {
  readonly #onValue: (text: string | undefined, line: number) => void;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #parts: string[] = [];
  #length = 0;
  #line = 1;
  #begunAt = 0;

  /** @param onValue is given each map and the line that it begins in, from 1; undefined for one that is too long, or that was cut off. */
  constructor(onValue: (text: string | undefined, line: number) => void) {
    this.#onValue = onValue;
  }

  /** The lines so far. */
  get lines(): number {
    return this.#line;
  }

  push(text: string): void {
    let from = this.#depth > 0 ? 0 : -1;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code === NEWLINE) this.#line += 1;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (code === BACKSLASH) this.#escaped = true;
        else if (code === QUOTE) this.#inString = false;
      } else if (code === QUOTE) {
        // Outside of any map a text is of another kind: what is in it is not looked at.
        this.#inString = this.#depth > 0;
      } else if (code === OPEN || (code === OPEN_LIST && this.#depth > 0)) {
        if (this.#depth === 0) {
          from = i;
          this.#begunAt = this.#line;
        }
        this.#depth += 1;
      } else if ((code === CLOSE || code === CLOSE_LIST) && this.#depth > 0) {
        this.#depth -= 1;
        if (this.#depth > 0) continue;
        this.#keep(text.slice(from, i + 1));
        this.#hand();
        from = -1;
      }
    }
    if (from >= 0) this.#keep(text.slice(from));
  }

  /** The text has ended. */
  end(): void {
    if (this.#depth > 0) this.#onValue(undefined, this.#begunAt);
    this.#depth = 0;
  }

  #keep(part: string): void {
    this.#length += part.length;
    if (this.#length <= LONGEST) this.#parts.push(part);
    else this.#parts = [];
  }

  #hand(): void {
    this.#onValue(this.#length > LONGEST ? undefined : this.#parts.join(''), this.#begunAt);
    this.#parts = [];
    this.#length = 0;
  }
}

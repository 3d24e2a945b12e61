/** Terminals that know it show a frame at once; others leave it unread (DEC private mode 2026). */
const BEGIN_FRAME = '\x1b[?2026h';
const END_FRAME = '\x1b[?2026l';
const CLEAR_REST_OF_LINE = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';

/** A part of a terminal that is drawn again and again in its place, without flicker, and leaves nothing behind. The cursor stays as it is, so that a process that is killed leaves a terminal that works. */
export class Screen {
  readonly #stream: Pick<NodeJS.WriteStream, 'write'>;
  #lines = 0;

  constructor(stream: Pick<NodeJS.WriteStream, 'write'>) {
    this.#stream = stream;
  }

  /** Draws lines over those before them, in one piece. None may be wider than the terminal. */
  draw(lines: readonly string[]): void {
    const up = this.#toStart();
    const body = lines.map((line) => `${line}${CLEAR_REST_OF_LINE}`).join('\n');
    this.#stream.write(`${BEGIN_FRAME}${up}${body}${CLEAR_BELOW}${END_FRAME}`);
    this.#lines = lines.length;
  }

  /** The terminal has another size: where its lines have folded nobody knows what stands where, so all that can be seen is cleared. */
  resized(): void {
    if (this.#lines === 0) return;
    this.#stream.write('\x1b[2J\x1b[H');
    this.#lines = 1;
  }

  /** Takes everything away. */
  clear(): void {
    if (this.#lines === 0) return;
    this.#stream.write(`${this.#toStart()}${CLEAR_BELOW}`);
    this.#lines = 0;
  }

  #toStart(): string {
    return this.#lines > 1 ? `\r\x1b[${this.#lines - 1}A` : '\r';
  }
}

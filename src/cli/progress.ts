const CELLS = 24;

/** A line on a terminal that says how far a run is. On anything but a terminal it says nothing. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #wanted: boolean;
  readonly #shown: boolean;
  readonly #label: string;
  #text = '';

  constructor(stream: NodeJS.WriteStream, label: string, wanted: boolean) {
    this.#stream = stream;
    this.#label = label;
    this.#wanted = wanted;
    this.#shown = wanted && stream.isTTY === true;
  }

  /** Shows how many of the replications are done. */
  show(done: number, total: number): void {
    const filled = Math.round((done / total) * CELLS);
    this.#write(`${this.#label}  ${'█'.repeat(filled)}${'░'.repeat(CELLS - filled)}  ${done}/${total} replications`);
  }

  /** Shows a text, such as what goes on after the last replication. */
  say(text: string): void {
    this.#write(`${this.#label}  ${text}`);
  }

  /** Tells something that stays, on a terminal or not. */
  note(text: string): void {
    this.clear();
    if (this.#wanted) this.#stream.write(`${text}\n`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#text !== '') this.#stream.write('\r\x1b[2K');
    this.#text = '';
  }

  #write(text: string): void {
    const line = text.slice(0, Math.max(10, (this.#stream.columns ?? 80) - 1));
    if (!this.#shown || line === this.#text) return;
    this.#text = line;
    this.#stream.write(`\r\x1b[2K${line}`);
  }
}

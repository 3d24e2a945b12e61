import { systemClock } from '../live/clock.ts';
import { oneLine } from '../one-line.ts';
import { formatSeconds, toSeconds } from '../units.ts';
import { columnsOf } from './columns.ts';
import { tell } from './output.ts';

const CELLS = 24;

/** A line on a terminal that says how far a run is. On anything but a terminal it says nothing. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #wanted: boolean;
  readonly #shown: boolean;
  readonly #label: string;
  readonly #counted: string;
  #text = '';
  #done = 0;
  #startedUs: number | undefined;

  /** @param counted what is counted. */
  constructor(stream: NodeJS.WriteStream, label: string, wanted: boolean, counted = 'replications') {
    this.#stream = stream;
    this.#label = label;
    this.#counted = counted;
    this.#wanted = wanted;
    this.#shown = wanted && stream.isTTY === true;
  }

  /** Of a total that nobody knows before the end: the bar is never full. @param atLeast how many there will be, as far as anybody knows. */
  showAtLeast(done: number, atLeast: number): void {
    this.say(this.measure(done, atLeast, true));
  }

  /** Shows how many of what is counted are done, and how long the others will take at the pace of these. */
  show(done: number, total: number): void {
    this.say(this.measure(done, total));
  }

  /** The same as a text. The clock of the pace starts with the first. */
  measure(done: number, total: number, isOpen = false): string {
    this.#startedUs ??= systemClock.nowUs();
    this.#done = done;
    const filled = Math.min(Math.round((done / total) * CELLS), isOpen ? CELLS - 1 : CELLS);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(CELLS - filled)}`;
    if (isOpen) return `${bar}  ${done} of at least ${total} ${this.#counted}`;
    const left = timeLeft(systemClock.nowUs() - this.#startedUs, done, total);
    return `${bar}  ${done}/${total} ${this.#counted}${left}`;
  }

  /** How long one of what is counted has taken so far, in seconds; undefined while nobody knows. */
  get secondsEach(): number | undefined {
    if (this.#startedUs === undefined || this.#done === 0) return undefined;
    return toSeconds(systemClock.nowUs() - this.#startedUs) / this.#done;
  }

  /** Shows a text, such as what goes on after the last replication. */
  say(text: string): void {
    this.#write(`${this.#label}  ${text}`);
  }

  /** Tells something that stays, on a terminal or not. */
  note(text: string): void {
    this.clear();
    if (this.#wanted) tell(`${text}\n`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#text !== '') this.#stream.write('\r\x1b[2K');
    this.#text = '';
  }

  #write(text: string): void {
    const line = oneLine(text).slice(0, Math.max(10, (columnsOf(this.#stream) ?? 80) - 1));
    if (!this.#shown || line === this.#text) return;
    this.#text = line;
    this.#stream.write(`\r\x1b[2K${line}`);
  }
}

/** Below this the pace is not known yet, or there is nothing to wait for. */
const SOON_SECONDS = 2;

/** What is left at the pace so far: `, 12 s left`; empty while nobody knows, and when it is as good as done. */
export function timeLeft(elapsedUs: number, done: number, total: number): string {
  if (done === 0 || toSeconds(elapsedUs) < SOON_SECONDS) return '';
  const seconds = (toSeconds(elapsedUs) / done) * (total - done);
  return seconds < 1 ? '' : `, ${formatSeconds(Number(seconds.toPrecision(2)))} left`;
}

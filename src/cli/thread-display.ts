import pc from 'picocolors';
import { systemClock } from '../live/clock.ts';
import { isColoured } from '../report/colour.ts';
import { History } from '../view/history.ts';
import type { DesignView } from '../view/snapshot.ts';
import { type Ink, viewLines, viewSentence } from '../view/terminal-view.ts';
import { columnsOf } from './columns.ts';
import { tell } from './output.ts';
import { Progress } from './progress.ts';
import { Screen } from './screen.ts';

/** Smaller terminals have the line of progress alone. */
const LEAST_COLUMNS = 36;
const LEAST_ROWS = 10;
/** Where there is no terminal, a line this often. */
const LINE_EVERY_US = 10_000_000;

/**
 * What goes on in a run, on a terminal: its threads, drawn again and again in one place, or a line of progress while there is nothing to see of them. On anything but a terminal it is
 * a plain line now and then.
 */
export class ThreadDisplay {
  readonly #stream: NodeJS.WriteStream;
  readonly #wanted: boolean;
  readonly #isTerminal: boolean;
  readonly #progress: Progress;
  readonly #screen: Screen;
  readonly #histories = new Map<string, History>();
  readonly #lastLineUs = new Map<string, number>();
  readonly #redraw = (): void => {
    this.#screen.resized();
    this.#draw();
  };
  #status: string;

  constructor(stream: NodeJS.WriteStream, label: string, wanted: boolean) {
    this.#stream = stream;
    this.#wanted = wanted;
    this.#isTerminal = wanted && stream.isTTY === true;
    this.#progress = new Progress(stream, label, wanted);
    this.#screen = new Screen(stream);
    this.#status = label;
    if (this.#isTerminal) stream.on('resize', this.#redraw);
  }

  /** Whether anybody sees the views. */
  get isWanted(): boolean {
    return this.#wanted;
  }

  /** What a design's threads do now. */
  view(view: DesignView): void {
    const known = this.#histories.get(view.design);
    if (known === undefined) this.#histories.set(view.design, new History(view));
    else known.add(view);
    if (this.#isTerminal) this.#draw();
    else this.#tellNowAndThen(this.#histories.get(view.design) as History);
  }

  /** How many of what is counted are done. */
  show(done: number, total: number): void {
    this.say(this.#progress.measure(done, total));
  }

  /** As `Progress` has it. */
  get secondsEach(): number | undefined {
    return this.#progress.secondsEach;
  }

  /** A text, such as what goes on beside the threads. */
  say(text: string): void {
    this.#status = text;
    if (this.#histories.size === 0 || !this.#draw()) this.#progress.say(text);
  }

  /** Tells something that stays. */
  note(text: string): void {
    this.#screen.clear();
    this.#progress.note(text);
  }

  /** The threads are no more; from here on there are only words. */
  endViews(): void {
    this.#screen.clear();
    this.#histories.clear();
  }

  /** Takes everything away, and listens to the terminal no longer. */
  clear(): void {
    this.#stream.off('resize', this.#redraw);
    this.endViews();
    this.#progress.clear();
  }

  /** @returns whether there is room for it. */
  #draw(): boolean {
    const columns = columnsOf(this.#stream) ?? 80;
    const rows = this.#stream.rows ?? 24;
    if (!this.#isTerminal || this.#histories.size === 0) return false;
    if (columns < LEAST_COLUMNS || rows < LEAST_ROWS) return false;
    this.#progress.clear();
    // The last column stays free: a terminal may fold a line that fills it.
    const frame = { width: columns - 1, height: rows - 1, ink: inkOf(isColoured(process.env, this.#stream)) };
    this.#screen.draw(viewLines([...this.#histories.values()], this.#status, frame));
    return true;
  }

  #tellNowAndThen(history: History): void {
    if (!this.#wanted) return;
    const { design } = history.latest;
    const nowUs = systemClock.nowUs();
    const lastUs = this.#lastLineUs.get(design);
    if (lastUs !== undefined && nowUs - lastUs < LINE_EVERY_US) return;
    this.#lastLineUs.set(design, nowUs);
    // The first look shows threads that have not begun.
    if (lastUs !== undefined) tell(`${viewSentence(history)}\n`);
  }
}

/** Backgrounds of the four states: green, red with white letters, yellow with black ones, and none. */
function inkOf(isOn: boolean): Ink {
  const paint = pc.createColors(isOn);
  const inks: Readonly<Record<Parameters<Ink>[1], (text: string) => string>> = {
    W: (text) => paint.bgGreen(paint.black(text)),
    P: (text) => paint.bgRed(paint.white(text)),
    B: (text) => paint.bgYellow(paint.black(text)),
    '.': paint.dim,
    dim: paint.dim,
    bold: paint.bold,
  };
  return (text, state) => inks[state](text);
}

import type { Span, WriteEvent } from './trace-event.ts';

interface Slice {
  readonly task: string;
  state: string;
}

/** The tasks that hold threads, by row: a slice for the task, and one for its state inside. */
export class OpenSlices {
  readonly #span: Span;
  readonly #write: WriteEvent;
  readonly #open = new Map<number, Slice>();
  #isDrawn = false;

  constructor(span: Span, write: WriteEvent) {
    this.#span = span;
    this.#write = write;
  }

  /** The time has come to an event: once it lies in the span, what was open before begins with the span. */
  advance(atUs: number): void {
    if (this.#isDrawn || atUs < this.#span.fromUs) return;
    this.#isDrawn = true;
    for (const [row, slice] of this.#open) this.#beginBoth(row, slice, this.#span.fromUs);
  }

  begin(row: number, task: string, state: string, atUs: number): void {
    const slice = { task, state };
    this.#open.set(row, slice);
    if (this.#isDrawn) this.#beginBoth(row, slice, atUs);
  }

  change(row: number, state: string, atUs: number): void {
    const slice = this.#open.get(row);
    if (slice === undefined) return;
    slice.state = state;
    if (!this.#isDrawn) return;
    this.#end(row, atUs);
    this.#begin(row, 'state', state, atUs);
  }

  end(row: number, atUs: number): void {
    if (!this.#open.delete(row) || !this.#isDrawn) return;
    this.#end(row, atUs);
    this.#end(row, atUs);
  }

  finish(atUs: number): void {
    this.advance(this.#span.fromUs);
    for (const row of [...this.#open.keys()]) this.end(row, atUs);
  }

  #beginBoth(row: number, { task, state }: Slice, atUs: number): void {
    this.#begin(row, 'task', task, atUs);
    this.#begin(row, 'state', state, atUs);
  }

  #begin(tid: number, cat: string, name: string, ts: number): void {
    this.#write({ ph: 'B', cat, name, ts, tid });
  }

  #end(tid: number, ts: number): void {
    this.#write({ ph: 'E', ts, tid });
  }
}

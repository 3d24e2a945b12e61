import type { Layout } from '../../service/layout.ts';
import { FIRST_DELETION_ROW, SCHEDULE_ROW } from './rows.ts';
import { nameRow, type Span, type WriteEvent } from './trace-event.ts';

/** The deletions: a mark where each is scheduled, a slice for each try in the lowest row that is free, and an arrow from the one to the first of the others. */
export class Deletions {
  readonly #layout: Layout;
  readonly #span: Span;
  readonly #write: WriteEvent;
  /** The arrows whose begin is drawn, by blob. */
  readonly #arrows = new Map<number, number>();
  /** The rows of tries under way, by blob. */
  readonly #rows = new Map<number, number>();
  readonly #isTaken: boolean[] = [];
  #nextArrow = 1;

  constructor(layout: Layout, span: Span, write: WriteEvent) {
    this.#layout = layout;
    this.#span = span;
    this.#write = write;
  }

  scheduled(blob: number, kind: number, atUs: number): void {
    if (atUs < this.#span.fromUs) return;
    const at = { cat: 'deletion', ts: atUs, tid: SCHEDULE_ROW };
    this.#arrows.set(blob, this.#nextArrow);
    this.#write({ ph: 'B', name: `schedule ${this.#layout.system.jobs[kind]?.name}`, ...at });
    this.#write({ ph: 's', name: 'deletion', id: this.#nextArrow, ...at });
    this.#write({ ph: 'E', ...at });
    this.#nextArrow += 1;
  }

  started(blob: number, attempt: number, atUs: number): void {
    if (atUs < this.#span.fromUs) return;
    const at = { cat: 'deletion', ts: atUs, tid: this.#take(blob) };
    this.#write({ ph: 'B', name: attempt === 0 ? 'delete' : `delete, try ${attempt + 1}`, ...at });
    const id = this.#arrows.get(blob);
    if (id === undefined) return;
    this.#arrows.delete(blob);
    this.#write({ ph: 'f', bp: 'e', name: 'deletion', id, ...at });
  }

  /** The try under way has ended. */
  paused(blob: number, atUs: number): void {
    const tid = this.#rows.get(blob);
    if (tid === undefined) return;
    this.#write({ ph: 'E', ts: atUs, tid });
    this.#rows.delete(blob);
    this.#isTaken[tid - FIRST_DELETION_ROW] = false;
  }

  /** There will be no other. */
  forgotten(blob: number): void {
    this.#arrows.delete(blob);
  }

  finish(atUs: number): void {
    for (const blob of [...this.#rows.keys()]) this.paused(blob, atUs);
  }

  #take(blob: number): number {
    const free = this.#isTaken.indexOf(false);
    const lane = free < 0 ? this.#isTaken.length : free;
    const tid = FIRST_DELETION_ROW + lane;
    if (free < 0) nameRow(this.#write, tid, `deletions under way #${lane + 1}`);
    this.#isTaken[lane] = true;
    this.#rows.set(blob, tid);
    return tid;
  }
}

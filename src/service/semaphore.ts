import type { Observer } from './observer.ts';
import type { Port } from './port.ts';
import { Line, type ProcessTable } from './process-table.ts';

/** A counting semaphore with a FIFO line: the first in the line is served first, even where a later one asks for fewer permits. */
export class Semaphore {
  readonly name: string;
  readonly #line: Line;
  readonly #number: number;
  readonly #port: Port;
  readonly #observer: Observer;
  readonly #table: ProcessTable;
  readonly #resume: (row: number) => void;
  readonly #wanted = new Map<number, number>();
  #free: number;

  /** @param number its place among the semaphores. @param resume is called with each process that got its permits after it had waited. */
  constructor(
    number: number,
    { name, limit }: { readonly name: string; readonly limit: number },
    port: Port,
    observer: Observer,
    table: ProcessTable,
    resume: (row: number) => void,
  ) {
    this.name = name;
    this.#number = number;
    this.#free = limit;
    this.#port = port;
    this.#observer = observer;
    this.#table = table;
    this.#resume = resume;
    this.#line = new Line(table);
  }

  /** @returns whether the process has its permits now; otherwise it waits, and `resume` is called later. */
  acquire(row: number, permits: number): boolean {
    const { nowUs } = this.#port;
    if (this.#line.length === 0 && this.#free >= permits) {
      this.#grant(row, permits, 0, false, nowUs);
      return true;
    }
    this.#table.waitingSinceUs[row] = nowUs;
    if (permits > 1) this.#wanted.set(row, permits);
    this.#line.push(row);
    this.#observer.permitAwaited(row, this.#number, permits, nowUs);
    return false;
  }

  /** Gives permits back and serves the line. */
  release(row: number, permits: number): void {
    const { nowUs } = this.#port;
    this.#free += permits;
    this.#observer.permitReturned(row, this.#number, permits, nowUs);
    this.#table.changeHeld(row, this.#number, -permits);
    while (this.#line.length > 0) {
      const { first } = this.#line;
      const wanted = this.#wanted.get(first) ?? 1;
      if (wanted > this.#free) return;
      this.#line.shift();
      this.#wanted.delete(first);
      this.#grant(first, wanted, nowUs - (this.#table.waitingSinceUs[first] as number), true, nowUs);
      this.#resume(first);
    }
  }

  #grant(row: number, permits: number, waitedUs: number, fromQueue: boolean, nowUs: number): void {
    this.#free -= permits;
    this.#table.changeHeld(row, this.#number, permits);
    this.#observer.permitGranted(row, this.#number, permits, waitedUs, fromQueue, nowUs);
  }
}

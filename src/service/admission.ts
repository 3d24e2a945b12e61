import type { Layout } from './layout.ts';
import type { Observer } from './observer.ts';
import type { Port } from './port.ts';
import { Line, type ProcessTable } from './process-table.ts';
import type { Program } from './program.ts';

/** One concurrency limit: how many jobs run under it, and those that wait for admission, in the order of their arrival. */
interface Gate {
  readonly limit: number;
  readonly line: Line;
  admitted: number;
}

/** Jobs enter here: each becomes a coordinator, at once or when its concurrency limit admits it. */
export class Admission {
  readonly #port: Port;
  readonly #observer: Observer;
  readonly #table: ProcessTable;
  readonly #coordinators: readonly Program[];
  readonly #resume: (row: number) => void;
  /** By job kind; undefined: no limit. */
  readonly #gates: readonly (Gate | undefined)[];
  readonly #serials: Float64Array;
  #isOpen = true;

  /** @param resume is called with each coordinator that may run. */
  constructor(
    { system, coordinators }: Layout,
    port: Port,
    observer: Observer,
    table: ProcessTable,
    resume: (row: number) => void,
  ) {
    this.#port = port;
    this.#observer = observer;
    this.#table = table;
    this.#coordinators = coordinators;
    this.#resume = resume;
    const gates = new Map<string, Gate>(
      system.concurrency.map(({ name, limit }) => [name, { limit, line: new Line(table), admitted: 0 }]),
    );
    this.#gates = system.jobs.map(({ concurrency }) =>
      concurrency === undefined ? undefined : gates.get(concurrency),
    );
    this.#serials = new Float64Array(system.jobs.length);
  }

  /** A job of a kind arrives now. */
  arrive(kind: number): void {
    const { nowUs } = this.#port;
    const serial = this.#serials[kind] as number;
    this.#serials[kind] = serial + 1;
    const row = this.#table.add((this.#coordinators[kind] as Program).index, -1, kind, serial, 0);
    this.#table.enteredUs[row] = nowUs;
    this.#observer.jobArrived(row, kind, nowUs);
    const gate = this.#gates[kind];
    if (gate !== undefined && gate.admitted >= gate.limit) {
      gate.line.push(row);
      this.#observer.jobQueued(row, kind, nowUs);
      return;
    }
    this.#admit(row, kind, false);
  }

  /** A coordinator has ended: the next of its line is admitted. Its row is still in the table. */
  ended(row: number): void {
    const { nowUs } = this.#port;
    const table = this.#table;
    const kind = table.jobKind[row] as number;
    const timeUs = nowUs - (table.startedUs[row] as number);
    this.#observer.jobEnded(row, kind, table.failed[row] === 1, timeUs, nowUs);
    const gate = this.#gates[kind];
    if (gate === undefined) return;
    gate.admitted -= 1;
    if (gate.line.length === 0 || !this.#isOpen) return;
    const next = gate.line.shift();
    this.#admit(next, table.jobKind[next] as number, true);
  }

  /** From now on no job that waits is admitted. */
  close(): void {
    this.#isOpen = false;
  }

  /** Cancels the jobs that wait for admission. @param cancelled is called with each. */
  cancelWaiting(cancelled: (row: number) => void): void {
    for (const gate of new Set(this.#gates)) {
      while (gate !== undefined && gate.line.length > 0) {
        const row = gate.line.shift();
        cancelled(row);
        this.#table.remove(row);
      }
    }
  }

  #admit(row: number, kind: number, fromQueue: boolean): void {
    const { nowUs } = this.#port;
    const gate = this.#gates[kind];
    if (gate !== undefined) gate.admitted += 1;
    this.#table.startedUs[row] = nowUs;
    this.#observer.jobAdmitted(row, kind, nowUs - (this.#table.enteredUs[row] as number), fromQueue, nowUs);
    this.#resume(row);
  }
}

import type { JobKind } from '../scenario/model.ts';
import { attemptItem, blobItem } from '../workload/addresses.ts';
import type { Draws } from '../workload/draws.ts';
import { type OutcomeSource, storeOutcome } from '../workload/outcomes.ts';
import type { DurationSource } from '../workload/sampler.ts';
import { BlobTable } from './blob-table.ts';
import { deletionLabel } from './compiler.ts';
import type { Layout } from './layout.ts';
import type { Observer, Settlement } from './observer.ts';
import type { Port } from './port.ts';
import type { ProcessTable } from './process-table.ts';
import type { Strategy } from './strategies/strategy.ts';

/** The temporary blobs: uploaded by tasks, handed from task to job, deferred to the job kind's strategy, deleted. Every blob is accounted for at every moment. */
export class Blobs {
  readonly #rows = new BlobTable();
  readonly #layout: Layout;
  readonly #port: Port;
  readonly #observer: Observer;
  readonly #table: ProcessTable;
  readonly #kinds: readonly JobKind[];
  readonly #latencies: readonly DurationSource[];
  readonly #outcomes: readonly OutcomeSource[];
  #strategies: readonly Strategy[] = [];

  constructor(layout: Layout, draws: Draws, port: Port, observer: Observer, table: ProcessTable) {
    this.#layout = layout;
    this.#port = port;
    this.#observer = observer;
    this.#table = table;
    const { jobs, store } = layout.system;
    this.#kinds = jobs;
    this.#latencies = jobs.map(({ name }) => draws.durations(deletionLabel(name), store.delete.latency));
    this.#outcomes = jobs.map(({ name }) => draws.outcomes(deletionLabel(name)));
  }

  /** Sets what blobs are deferred to, by the number of the strategy. */
  connect(strategies: readonly Strategy[]): void {
    this.#strategies = strategies;
  }

  /** A process has uploaded a blob. */
  uploaded(process: number): void {
    const table = this.#table;
    const kind = table.jobKind[process] as number;
    const item = this.nextItem(process);
    table.uploads[process] = (table.uploads[process] as number) + 1;
    const { nowUs } = this.#port;
    const urlEndUs = nowUs + (this.#kinds[kind] as JobKind).deletion.urlValidityUs;
    const blob = this.#rows.add(kind, table.jobSerial[process] as number, item, urlEndUs);
    this.#observer.blobUploaded(blob, kind, table.jobSerial[process] as number, item, nowUs);
    this.#append(process, blob, blob);
  }

  /** What the next blob that a process uploads is distinguished by among those of its job. */
  nextItem(process: number): number {
    const table = this.#table;
    const { address } = this.#layout.programs[table.program[process] as number] as Layout['programs'][number];
    return blobItem(table.item[process] as number, address, (table.uploads[process] as number) + 1);
  }

  /** A process deletes its oldest blob itself; without one it deletes something that was there before the run. */
  deletedAtOnce(process: number): void {
    const blob = this.#table.firstBlob[process] as number;
    if (blob < 0) return;
    this.#table.firstBlob[process] = this.#rows.next[blob] as number;
    this.#observer.blobDeletedAtOnce(blob, this.#rows.urlEndUs[blob] as number, this.#port.nowUs);
    this.#rows.remove(blob);
  }

  /** A task has ended: its blobs are its parent's. */
  handOver(process: number, parent: number): void {
    const first = this.#table.firstBlob[process] as number;
    if (first >= 0) this.#append(parent, first, this.#table.lastBlob[process] as number);
  }

  /** A job has ended with blobs that it never deferred: nobody will delete them. */
  abandon(process: number): void {
    let blob = this.#table.firstBlob[process] as number;
    while (blob >= 0) {
      const next = this.#rows.next[blob] as number;
      this.#observer.blobAbandoned(blob, this.#rows.urlEndUs[blob] as number, this.#port.nowUs);
      this.#rows.remove(blob);
      blob = next;
    }
  }

  /**
   * Hands all blobs of a process to the strategy of its job kind.
   * @param delayUs µs, or −1 for the job kind's delay.
   */
  defer(process: number, delayUs: number): void {
    const kind = this.#table.jobKind[process] as number;
    const delay = delayUs >= 0 ? delayUs : (this.#kinds[kind] as JobKind).deletion.delayUs;
    const strategy = this.#strategies[this.#layout.strategyOf[kind] as number] as Strategy;
    let blob = this.#table.firstBlob[process] as number;
    this.#table.firstBlob[process] = -1;
    const { nowUs } = this.#port;
    while (blob >= 0) {
      const next = this.#rows.next[blob] as number;
      this.#rows.next[blob] = -1;
      this.#rows.delayUs[blob] = delay;
      this.#rows.dueUs[blob] = nowUs + delay;
      this.#observer.deletionScheduled(blob, kind, nowUs + delay, nowUs);
      strategy.defer(blob);
      blob = next;
    }
  }

  delayUs(blob: number): number {
    return this.#rows.delayUs[blob] as number;
  }

  /** The earliest moment its deletion may start. */
  dueUs(blob: number): number {
    return this.#rows.dueUs[blob] as number;
  }

  jobKind(blob: number): number {
    return this.#rows.jobKind[blob] as number;
  }

  jobSerial(blob: number): number {
    return this.#rows.jobSerial[blob] as number;
  }

  item(blob: number): number {
    return this.#rows.item[blob] as number;
  }

  /** A try to delete a blob begins. @param attempt 0 for the first. @returns the job kind of the blob. */
  tryStarted(blob: number, attempt: number): number {
    const { nowUs } = this.#port;
    this.#rows.startedUs[blob] = nowUs;
    this.#observer.deletionStarted(blob, this.#rows.dueUs[blob] as number, attempt, nowUs);
    return this.#rows.jobKind[blob] as number;
  }

  /** A task tries to delete a blob. */
  startDeletionBy(process: number, blob: number): void {
    const rows = this.#rows;
    const kind = this.tryStarted(blob, 0);
    this.#port.operate(
      process,
      'delete',
      this.#latencies[kind] as DurationSource,
      this.#outcomes[kind] as OutcomeSource,
      rows.jobSerial[blob] as number,
      attemptItem(rows.item[blob] as number, 0),
    );
  }

  /**
   * The driver of a strategy tries to delete a blob.
   * @param attempt 0 for the first; each has draws of its own.
   * @returns what the port's `cancel` takes.
   */
  startDeletion(blob: number, attempt: number, strategy: number, place: number): number {
    const rows = this.#rows;
    const kind = this.tryStarted(blob, attempt);
    return this.#port.delete(
      strategy,
      place,
      this.#latencies[kind] as DurationSource,
      this.#outcomes[kind] as OutcomeSource,
      rows.jobSerial[blob] as number,
      attemptItem(rows.item[blob] as number, attempt),
    );
  }

  /** The try under way has ended with an outcome, a `storeOutcome`, and is the last one. A store that asks to try again counts as failed here. */
  settleDeletion(blob: number, outcome: number): void {
    this.settle(blob, settlements[outcome] as Settlement);
  }

  /** The same, where more is known than the outcome says. */
  settle(blob: number, settlement: Settlement): void {
    const rows = this.#rows;
    this.#observer.deletionSettled(
      blob,
      settlement,
      rows.startedUs[blob] as number,
      rows.dueUs[blob] as number,
      rows.urlEndUs[blob] as number,
      this.#port.nowUs,
    );
    rows.remove(blob);
  }

  /** The try under way has ended, and there will be another. */
  retryDeletion(blob: number): void {
    this.#observer.deletionRetried(blob, this.#port.nowUs);
  }

  /** The try under way was given up together with who made it, and there will be another. */
  putBackDeletion(blob: number): void {
    this.#observer.deletionPutBack(blob, this.#port.nowUs);
  }

  /** A strategy has refused a blob. */
  rejectDeletion(blob: number): void {
    this.#observer.deletionRejected(blob, this.#rows.urlEndUs[blob] as number, this.#port.nowUs);
    this.#rows.remove(blob);
  }

  /** Calls back with the end of the signed URL of each blob that someone still means to delete. */
  forEachOpen(callback: (urlEndUs: number) => void): void {
    this.#rows.forEachOpen((blob) => callback(this.#rows.urlEndUs[blob] as number));
  }

  #append(process: number, first: number, last: number): void {
    const table = this.#table;
    if ((table.firstBlob[process] as number) < 0) table.firstBlob[process] = first;
    else this.#rows.next[table.lastBlob[process] as number] = first;
    table.lastBlob[process] = last;
  }
}

const settlements: Readonly<Record<number, Settlement>> = {
  [storeOutcome.done]: 'deleted',
  [storeOutcome.gone]: 'gone',
  [storeOutcome.retry]: 'failed',
  [storeOutcome.failed]: 'failed',
};

import type { DeletionRecorder, Settlement } from '../src/result/deletion-recorder.ts';
import type { Counter, Recorder } from '../src/result/recorder.ts';
import type { JobKind, System } from '../src/scenario/model.ts';
import { attemptItem, blobItem } from '../src/workload/addresses.ts';
import type { Draws } from '../src/workload/draws.ts';
import { type OutcomeSource, storeOutcome } from '../src/workload/outcomes.ts';
import type { DurationSource } from '../src/workload/sampler.ts';
import { BlobTable } from './blob-table.ts';
import type { DeletionDesign } from './deletion-design.ts';
import type { Engine } from './engine.ts';
import type { ObjectStore } from './object-store.ts';
import type { ProcessTable } from './process-table.ts';

/** The temporary blobs: uploaded by tasks, handed from task to job, deferred to the job kind's design, deleted. Every blob is accounted for at every moment. */
export class Blobs {
  readonly #rows = new BlobTable();
  readonly #engine: Engine;
  readonly #table: ProcessTable;
  readonly #store: ObjectStore;
  readonly #ledger: DeletionRecorder;
  readonly #kinds: readonly JobKind[];
  readonly #latencies: readonly DurationSource[];
  readonly #outcomes: readonly OutcomeSource[];
  readonly #uploaded: Counter;
  readonly #deletedAtOnce: Counter;
  readonly #neverDeferred: Counter;
  readonly #addressOf: (process: number) => number;
  #designs: readonly DeletionDesign[] = [];

  /** @param addressOf the address of a process's program. */
  constructor(
    system: System,
    draws: Draws,
    engine: Engine,
    table: ProcessTable,
    store: ObjectStore,
    recorder: Recorder,
    ledger: DeletionRecorder,
    addressOf: (process: number) => number,
  ) {
    this.#addressOf = addressOf;
    this.#engine = engine;
    this.#table = table;
    this.#store = store;
    this.#ledger = ledger;
    this.#kinds = system.jobs;
    this.#latencies = system.jobs.map(({ name }) => draws.durations(`${name}/deletion`, system.store.delete.latency));
    this.#outcomes = system.jobs.map(({ name }) => draws.outcomes(`${name}/deletion`));
    this.#uploaded = recorder.counter('blobs.uploaded');
    this.#deletedAtOnce = recorder.counter('blobs.deletedAtOnce');
    this.#neverDeferred = recorder.counter('blobs.neverDeferred');
  }

  /** Sets the design that each job kind's deletions go to, in the order of the kinds. */
  connect(designs: readonly DeletionDesign[]): void {
    this.#designs = designs;
  }

  /** A process has uploaded a blob. */
  uploaded(process: number): void {
    const table = this.#table;
    const kind = table.jobKind[process] as number;
    const uploads = (table.uploads[process] as number) + 1;
    table.uploads[process] = uploads;
    const item = blobItem(table.item[process] as number, this.#addressOf(process), uploads);
    const urlEndUs = this.#engine.nowUs + (this.#kinds[kind] as JobKind).deletion.urlValidityUs;
    const blob = this.#rows.add(kind, table.jobSerial[process] as number, item, urlEndUs);
    this.#uploaded.count += 1;
    this.#ledger.blobsAlive.change(1, this.#engine.nowUs);
    this.#append(process, blob, blob);
  }

  /** A process deletes its oldest blob itself; without one it deletes something that was there before the run. */
  deletedAtOnce(process: number): void {
    const blob = this.#table.firstBlob[process] as number;
    if (blob < 0) return;
    this.#table.firstBlob[process] = this.#rows.next[blob] as number;
    this.#ledger.left(this.#rows.urlEndUs[blob] as number, this.#engine.nowUs);
    this.#rows.remove(blob);
    this.#deletedAtOnce.count += 1;
    this.#ledger.blobsAlive.change(-1, this.#engine.nowUs);
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
      this.#neverDeferred.count += 1;
      this.#ledger.escaped(this.#rows.urlEndUs[blob] as number);
      this.#rows.remove(blob);
      blob = next;
    }
  }

  /**
   * Hands all blobs of a process to the design of its job kind.
   * @param delayUs µs, or −1 for the job kind's delay.
   */
  defer(process: number, delayUs: number): void {
    const kind = this.#table.jobKind[process] as number;
    const delay = delayUs >= 0 ? delayUs : (this.#kinds[kind] as JobKind).deletion.delayUs;
    let blob = this.#table.firstBlob[process] as number;
    this.#table.firstBlob[process] = -1;
    while (blob >= 0) {
      const next = this.#rows.next[blob] as number;
      this.#rows.next[blob] = -1;
      this.#rows.delayUs[blob] = delay;
      this.#rows.dueUs[blob] = this.#engine.nowUs + delay;
      this.#ledger.scheduled(this.#engine.nowUs);
      (this.#designs[kind] as DeletionDesign).defer(blob);
      blob = next;
    }
  }

  delayUs(blob: number): number {
    return this.#rows.delayUs[blob] as number;
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

  /**
   * A try to delete a blob begins now.
   * @param attempt 0 for the first; each has draws of its own.
   * @returns how long the store takes, in µs.
   */
  startDeletion(blob: number, attempt: number): number {
    const rows = this.#rows;
    const kind = rows.jobKind[blob] as number;
    rows.startedUs[blob] = this.#engine.nowUs;
    this.#ledger.started(this.#engine.nowUs, rows.dueUs[blob] as number);
    this.#store.start(
      'delete',
      this.#latencies[kind] as DurationSource,
      this.#outcomes[kind] as OutcomeSource,
      rows.jobSerial[blob] as number,
      attemptItem(rows.item[blob] as number, attempt),
    );
    rows.outcome[blob] = this.#store.outcome;
    return this.#store.latencyUs;
  }

  /** What the store answers to the try under way, a `storeOutcome`. */
  outcome(blob: number): number {
    return this.#rows.outcome[blob] as number;
  }

  /** The try under way has ended and is the last one. A store that asks to try again counts as failed here. */
  settleDeletion(blob: number): void {
    const rows = this.#rows;
    this.#ledger.settled(
      settlements[rows.outcome[blob] as number] as Settlement,
      rows.startedUs[blob] as number,
      rows.dueUs[blob] as number,
      this.#engine.nowUs,
      rows.urlEndUs[blob] as number,
    );
    rows.remove(blob);
  }

  /** The try under way has ended, and there will be another. */
  retryDeletion(): void {
    this.#ledger.retried(this.#engine.nowUs);
  }

  /** The try under way was given up together with who made it, and there will be another. */
  putBackDeletion(): void {
    this.#ledger.putBack(this.#engine.nowUs);
  }

  /** A design has refused a blob. */
  rejectDeletion(blob: number): void {
    this.#ledger.rejected(this.#engine.nowUs, this.#rows.urlEndUs[blob] as number);
    this.#rows.remove(blob);
  }

  /** At the end of the run: blobs that are still there past the end of their signed URL. */
  finish(): void {
    this.#rows.forEachOpen((blob) => {
      const urlEndUs = this.#rows.urlEndUs[blob] as number;
      if (urlEndUs < this.#engine.nowUs) this.#ledger.escaped(urlEndUs);
    });
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

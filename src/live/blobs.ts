import type { DeletionRecorder } from '../record/deletion-recorder.ts';
import type { Counter, Recorder } from '../record/recorder.ts';
import type { JobKind } from '../scenario/model.ts';
import type { Settlement } from '../service/observer.ts';
import { storeOutcome } from '../workload/outcomes.ts';
import type { UploadedBlob } from './pool/messages.ts';
import type { BlobRef } from './store-operation.ts';
import type { Timeline } from './timeline.ts';

/** What has become of a blob. */
export type BlobFate =
  /** In the hands of the task or job that uploaded it. */
  | 'held'
  | 'pending'
  /** Its deletion is under way. */
  | 'deleting'
  | 'deleted'
  | 'gone'
  | 'superseded'
  /** Its deletion failed for good: it is left in the bucket. */
  | 'failed'
  /** The design refused it at its bound. */
  | 'rejected'
  /** Its job ended without handing it on. */
  | 'neverDeferred'
  /** Its own task deleted it at once. */
  | 'deletedAtOnce';

/** One temporary blob of the run. */
export interface Blob {
  readonly ref: BlobRef;
  /** The number of its job kind. */
  readonly jobKind: number;
  /** The serial number of its job. */
  readonly job: number;
  /** What distinguishes its draws. */
  readonly item: number;
  /** When its upload ended, on the common clock. */
  readonly uploadedUs: number;
  /** When its signed URL ends, since the start; Infinity when it has none. */
  readonly urlEndUs: number;
  delayUs: number;
  /** The earliest moment its deletion may start, on the common clock; Infinity until it is scheduled. */
  dueUs: number;
  fate: BlobFate;
  /** How often its deletion was begun. */
  attempts: number;
  /** Why its deletion failed. */
  cause?: string;
}

/** What the service says of a blob when all is over: held against what was seen from outside. */
export interface BlobAccount {
  readonly name: string;
  readonly fate: BlobFate;
  readonly uploadedUs: number;
  readonly dueUs: number;
  readonly attempts: number;
  readonly cause?: string;
}

/** Every blob of the run by its name, and the account of its deletion. All times are on the common clock; the measures are those of the simulated world. */
export class Blobs {
  readonly #blobs = new Map<string, Blob>();
  readonly #kinds: readonly JobKind[];
  readonly #timeline: Timeline;
  readonly #ledger: DeletionRecorder;
  readonly #uploaded: Counter;
  readonly #deletedAtOnce: Counter;
  readonly #neverDeferred: Counter;

  constructor(kinds: readonly JobKind[], timeline: Timeline, recorder: Recorder, ledger: DeletionRecorder) {
    this.#kinds = kinds;
    this.#timeline = timeline;
    this.#ledger = ledger;
    this.#uploaded = recorder.counter('blobs.uploaded');
    this.#deletedAtOnce = recorder.counter('blobs.deletedAtOnce');
    this.#neverDeferred = recorder.counter('blobs.neverDeferred');
  }

  /** The blob of a name. */
  of(name: string): Blob {
    return this.#blobs.get(name) as Blob;
  }

  /** A blob was uploaded by a task or a job. */
  uploaded(jobKind: number, job: number, { ref, item, uploadedUs }: UploadedBlob): void {
    const { urlValidityUs } = (this.#kinds[jobKind] as JobKind).deletion;
    const urlEndUs = uploadedUs - this.#timeline.startUs + urlValidityUs;
    this.#blobs.set(ref.name, {
      ref,
      jobKind,
      job,
      item,
      uploadedUs,
      urlEndUs,
      delayUs: 0,
      dueUs: Number.POSITIVE_INFINITY,
      fate: 'held',
      attempts: 0,
    });
    this.#timeline.add(uploadedUs, (nowUs) => {
      this.#uploaded.count += 1;
      this.#ledger.blobsAlive.change(1, nowUs);
    });
  }

  /** A task has deleted a blob of its own. */
  deletedAtOnce(name: string, atUs: number): void {
    const blob = this.of(name);
    blob.fate = 'deletedAtOnce';
    this.#timeline.add(atUs, (nowUs) => {
      this.#deletedAtOnce.count += 1;
      this.#ledger.left(blob.urlEndUs, nowUs);
      this.#ledger.blobsAlive.change(-1, nowUs);
    });
  }

  /** A job has ended with blobs that it never deferred: nobody will delete them. */
  abandoned(name: string, atUs: number): void {
    const blob = this.of(name);
    blob.fate = 'neverDeferred';
    this.#timeline.add(atUs, () => {
      this.#neverDeferred.count += 1;
      this.#ledger.escaped(blob.urlEndUs);
    });
  }

  /** A blob is on its way to its design. */
  handedOver(blob: Blob, delayUs: number): void {
    blob.fate = 'pending';
    blob.delayUs = delayUs;
  }

  /** The design has taken it over. @param dueUs on the common clock. */
  scheduled(blob: Blob, atUs: number, dueUs: number): void {
    blob.dueUs = dueUs;
    this.#timeline.add(atUs, (nowUs) => this.#ledger.scheduled(nowUs));
  }

  /** A design has refused a blob. */
  rejected(blob: Blob, atUs: number, dueUs: number): void {
    blob.fate = 'rejected';
    blob.dueUs = dueUs;
    this.#timeline.add(atUs, (nowUs) => {
      this.#ledger.scheduled(nowUs);
      this.#ledger.rejected(nowUs, blob.urlEndUs);
    });
  }

  /** A try to delete it begins. */
  started(blob: Blob, atUs: number): void {
    blob.fate = 'deleting';
    blob.attempts += 1;
    this.#timeline.add(atUs, (nowUs) => this.#ledger.started(nowUs, blob.dueUs - this.#timeline.startUs));
  }

  /** The try has ended, and there will be another. */
  retried(blob: Blob, atUs: number): void {
    blob.fate = 'pending';
    this.#timeline.add(atUs, (nowUs) => this.#ledger.retried(nowUs));
  }

  /** The try was given up together with who made it, and there will be another. */
  putBack(blob: Blob, atUs: number): void {
    blob.fate = 'pending';
    this.#timeline.add(atUs, (nowUs) => this.#ledger.putBack(nowUs));
  }

  /** The last try has ended. @param startedUs when it began, on the common clock. */
  settled(blob: Blob, settlement: Settlement, startedUs: number, atUs: number, cause?: string): void {
    blob.fate = settlement;
    if (cause !== undefined) blob.cause = cause;
    this.#timeline.add(atUs, (nowUs) =>
      this.#ledger.settled(
        settlement,
        startedUs - this.#timeline.startUs,
        blob.dueUs - this.#timeline.startUs,
        nowUs,
        blob.urlEndUs,
      ),
    );
  }

  /** How many blobs a design has taken over and not yet settled. */
  get open(): number {
    let open = 0;
    for (const { fate } of this.#blobs.values()) if (fate === 'pending' || fate === 'deleting') open += 1;
    return open;
  }

  /** When the last deletion that a design has taken over and not yet begun is due, on the common clock; −Infinity when there is none. */
  get latestDueUs(): number {
    let latest = Number.NEGATIVE_INFINITY;
    for (const { fate, dueUs, delayUs, uploadedUs } of this.#blobs.values()) {
      // A janitor's answer to a blob on its way to it is still to come.
      if (fate === 'pending') latest = Math.max(latest, Number.isFinite(dueUs) ? dueUs : uploadedUs + delayUs);
    }
    return latest;
  }

  /** At the end of the measured time: blobs that are still there past the end of their signed URL. */
  countOutlived(nowUs: number): void {
    for (const { fate, urlEndUs } of this.#blobs.values()) {
      if ((fate === 'held' || fate === 'pending' || fate === 'deleting') && urlEndUs < nowUs) {
        this.#ledger.escaped(urlEndUs);
      }
    }
  }

  /** Every blob of the run. */
  accounts(): BlobAccount[] {
    return [...this.#blobs.values()].map(({ ref, fate, uploadedUs, dueUs, attempts, cause }) => ({
      name: ref.name,
      fate,
      uploadedUs,
      dueUs,
      attempts,
      ...(cause === undefined ? {} : { cause }),
    }));
  }
}

/** How a try that is the last one ends, by its `storeOutcome`. */
export function settlementOf(outcome: number): Settlement {
  if (outcome === storeOutcome.done) return 'deleted';
  return outcome === storeOutcome.gone ? 'gone' : 'failed';
}

import type { Settlement } from '../service/observer.ts';
import type { BlobRef } from './store-operation.ts';

/** What has become of a blob. */
export type BlobFate =
  /** In the hands of the task or job that uploaded it. */
  | 'held'
  | 'pending'
  /** Its deletion is under way. */
  | 'deleting'
  | Settlement
  /** The strategy refused it at its bound. */
  | 'rejected'
  /** Its job ended without handing it on. */
  | 'neverDeferred'
  /** Its own task deleted it at once. */
  | 'deletedAtOnce';

/** What the service says of a blob when all is over: held against what the independent check saw. All times are on the common clock. */
export interface BlobAccount {
  readonly name: string;
  readonly fate: BlobFate;
  /** When its upload ended. */
  readonly uploadedUs: number;
  /** The earliest moment its deletion may start; Infinity until it is deferred. */
  readonly dueUs: number;
  /** How often its deletion was begun. */
  readonly attempts: number;
  /** Why its deletion failed. */
  readonly cause?: string;
}

type Entry = { -readonly [Key in keyof BlobAccount]: BlobAccount[Key] } & { ref: BlobRef };

/** Every real blob of a run by its name, and by its row while the service knows it. */
export class BlobBook {
  readonly #byName = new Map<string, Entry>();
  readonly #byRow = new Map<number, Entry>();

  /** The store has taken a blob. */
  stored(ref: BlobRef): void {
    this.#byName.set(ref.name, {
      ref,
      name: ref.name,
      fate: 'held',
      uploadedUs: Number.NaN,
      dueUs: Number.POSITIVE_INFINITY,
      attempts: 0,
    });
  }

  /** The service knows it by this row from now on. */
  uploaded(row: number, name: string, atUs: number): void {
    const entry = this.#byName.get(name) as Entry;
    entry.uploadedUs = atUs;
    this.#byRow.set(row, entry);
  }

  /** What the store knows the blob of a name by. */
  refOf(name: string): BlobRef {
    return this.#byName.get(name)?.ref ?? { name };
  }

  refAt(row: number): BlobRef {
    return (this.#byRow.get(row) as Entry).ref;
  }

  deferred(row: number, dueUs: number): void {
    const entry = this.#byRow.get(row) as Entry;
    entry.fate = 'pending';
    entry.dueUs = dueUs;
  }

  started(row: number): void {
    const entry = this.#byRow.get(row) as Entry;
    entry.fate = 'deleting';
    entry.attempts += 1;
  }

  /** The try under way was not the last one. */
  putBack(row: number): void {
    (this.#byRow.get(row) as Entry).fate = 'pending';
  }

  /** The service is done with it. */
  ended(row: number, fate: BlobFate): void {
    (this.#byRow.get(row) as Entry).fate = fate;
    this.#byRow.delete(row);
  }

  /** Why the deletion of a blob failed. */
  because(name: string, cause: string): void {
    const entry = this.#byName.get(name);
    if (entry !== undefined) entry.cause = cause;
  }

  /** How many blobs are deferred and not settled. */
  get open(): number {
    let open = 0;
    for (const { fate } of this.#byRow.values()) if (fate !== 'held') open += 1;
    return open;
  }

  /** When the last deletion that was deferred and has not begun is due; −Infinity when there is none. */
  get latestDueUs(): number {
    let latest = Number.NEGATIVE_INFINITY;
    for (const { fate, dueUs } of this.#byRow.values()) if (fate === 'pending') latest = Math.max(latest, dueUs);
    return latest;
  }

  accounts(): BlobAccount[] {
    return [...this.#byName.values()].map(({ ref: _ref, ...account }) => account);
  }
}

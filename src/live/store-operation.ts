import type { StoreOperation } from '../scenario/model.ts';
import type { BlobRef } from './store/gcs-store.ts';

export type { BlobRef };

/** What a thread asks the I/O thread to do. */
export interface OperationRequest {
  readonly operation: StoreOperation;
  readonly blob: BlobRef;
  /** A fault of the scenario: how long the store is to seem slow before it begins, in µs. */
  readonly holdUs: number;
  /** A `storeOutcome` that the scenario's faults and chances make of it; done: what the store itself answers. */
  readonly forced: number;
}

/** What came of it. */
export interface OperationReply {
  /** A `storeOutcome`. */
  readonly outcome: number;
  /** Of an upload. */
  readonly generation?: string;
  readonly cause?: string;
}

/** The blob that every download fetches: it is there before the run begins, and no deletion is about it. */
export const SOURCE_BLOB: BlobRef = { name: 'source-audio' };

/** How large each blob is, in bytes: a short voice note. */
export const BLOB_BYTES = 16 * 1024;

import type { MessagePort } from 'node:worker_threads';
import type { Fault, Store } from '../../scenario/model.ts';
import type { RecordedStep } from '../../workload/recording.ts';
import type { Program } from '../programs.ts';
import type { BlobRef } from '../store-operation.ts';
import type { Wakes } from '../wakes.ts';

/** What a pool thread is started with. */
export interface PoolThreadData {
  readonly cell: SharedArrayBuffer;
  /** To the service and back. */
  readonly service: MessagePort;
  /** To the I/O thread and back. */
  readonly io: MessagePort;
  readonly programs: readonly Program[];
  readonly jobNames: readonly string[];
  readonly store: Store;
  readonly faults: readonly Fault[];
  readonly seed: number;
}

interface Order {
  /** The start of the run on the common clock. */
  readonly startUs: number;
  readonly taskKind: number;
  readonly submittedUs: number;
  /** The serial number of the job. */
  readonly job: number;
  readonly item: number;
}

/** What the service tells a pool thread. */
export type ToThread =
  /** Run a task. */
  | ({ readonly do: 'run'; readonly program: number } & Order)
  /** Sleep for the delay, then delete the blob; the item is the blob's. */
  | ({ readonly do: 'delete'; readonly jobKind: number; readonly blob: BlobRef; readonly delayUs: number } & Order)
  /** The permits that it waited for are its own. */
  | { readonly do: 'granted' }
  /** The tasks that it waited for have ended. */
  | { readonly do: 'joined'; readonly failed: boolean; readonly blobs: readonly UploadedBlob[] };

/** A blob that a task has uploaded and nobody has deferred or deleted yet. */
export interface UploadedBlob {
  readonly ref: BlobRef;
  /** What distinguishes its draws. */
  readonly item: number;
  /** When its upload ended, on the common clock. */
  readonly uploadedUs: number;
}

/** What a pool thread tells the service. */
export type FromThread =
  | { readonly did: 'acquire' | 'release'; readonly semaphore: string; readonly permits: number }
  /** Fans out the tasks of a step of its program, and waits for them. */
  | { readonly did: 'fanOut'; readonly step: number }
  | { readonly did: 'upload'; readonly blob: UploadedBlob }
  /** Deleted a blob of its own at once. */
  | { readonly did: 'delete'; readonly name: string }
  | { readonly did: 'defer'; readonly blobs: readonly UploadedBlob[]; readonly delayUs: number | undefined }
  | { readonly did: 'startDeletion'; readonly atUs: number }
  | {
      readonly did: 'settleDeletion';
      readonly atUs: number;
      readonly startedUs: number;
      readonly outcome: number;
      readonly cause?: string;
    }
  | {
      readonly did: 'end';
      readonly failed: boolean;
      readonly cause?: string;
      readonly blobs: readonly UploadedBlob[];
      /** How long its steps took. */
      readonly steps: readonly RecordedStep[];
      readonly wakes: Wakes;
    };

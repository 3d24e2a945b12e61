import type { Process } from '../process.ts';
import type { Program } from '../programs.ts';
import type { UploadedBlob } from './messages.ts';

/** How a task ended. */
export interface TaskEnd {
  readonly failed: boolean;
  /** The blobs that it did not hand on: they are its parent's. */
  readonly blobs: readonly UploadedBlob[];
}

/** A task that waits for a thread or has one. */
export interface Task {
  /** Undefined: it sleeps for its blob's delay and deletes the blob. */
  readonly program: Program | undefined;
  readonly jobKind: number;
  readonly taskKind: number;
  /** What it has and waits for. */
  readonly process: Process;
  /** The serial number of its job. */
  readonly job: number;
  readonly item: number;
  /** The blob of a deletion, by its name. */
  readonly blobName?: string;
  /** Called once, when the task has ended and its thread is free again. */
  readonly ended: (end: TaskEnd) => void;
}

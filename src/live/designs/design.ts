import type { LevelRecorder } from '../../record/level-recorder.ts';
import type { Counter } from '../../record/recorder.ts';
import type { Deletion, Fault, Store } from '../../scenario/model.ts';
import type { RecordedStep } from '../../workload/recording.ts';
import type { Blob, Blobs } from '../blobs.ts';
import type { BucketAccess } from '../io/messages.ts';
import type { ThreadPool } from '../pool/thread-pool.ts';
import type { Timeline } from '../timeline.ts';

/** One way to defer a deletion, in the live world. */
export interface LiveDesign {
  /** Makes ready what the first blob should not have to wait for. */
  open?(): Promise<void>;
  /** The run begins: the timeline has its start. */
  begin?(): void;
  /** Takes a blob over, whose delay is set. */
  defer(blob: Blob): void;
  /** A fault: whatever drives the design dies. Only a design with a driver has it. */
  kill?(): void;
  close?(): Promise<void>;
}

/** What a design may use of the service. */
export interface LiveDesignContext {
  readonly nowUs: () => number;
  readonly seed: number;
  readonly jobNames: readonly string[];
  /** The settings of the deletions that go to this design. */
  readonly deletion: Deletion;
  readonly store: Store;
  readonly faults: readonly Fault[];
  readonly access: BucketAccess;
  readonly blobs: Blobs;
  readonly timeline: Timeline;
  /** All threads there are: a design that starts a thread of its own says so. */
  readonly threads: LevelRecorder;
  /** Threads that drive a design and delete at the moment. */
  readonly driversWorking: LevelRecorder;
  readonly driverStarts: Counter;
  /** The pool of a name. */
  pool(name: string): ThreadPool;
  /** A pool that starts a thread for each task. */
  ownThreads(): ThreadPool;
  /** Submits a task that sleeps for the blob's delay and deletes it. @returns false when the pool has refused it. */
  submitDeletion(pool: ThreadPool, blob: Blob): boolean;
  record(step: RecordedStep): void;
  /** Something failed that the run goes on after. */
  failed(cause: string): void;
}

/** Makes a design. */
export type LiveDesignFactory = (context: LiveDesignContext) => LiveDesign;

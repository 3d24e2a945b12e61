/** How a deletion ended for good. */
export type Settlement = 'deleted' | 'gone' | 'superseded' | 'failed';

/**
 * Everything that happens in a service, as it happens: whatever measures, draws or logs listens here. Arguments are positional and plain, so that telling allocates nothing.
 * Rows are those of the process table and are used again; pools, semaphores, limits, job kinds and task kinds are numbers of the `Layout`. Times are integer µs since the start.
 */
export interface Observer {
  jobArrived(row: number, kind: number, atUs: number): void;
  /** It waits for admission. */
  jobQueued(row: number, kind: number, atUs: number): void;
  /** @param waitedUs since it arrived. @param fromQueue whether it had waited for admission. */
  jobAdmitted(row: number, kind: number, waitedUs: number, fromQueue: boolean, atUs: number): void;
  /** @param timeUs since its admission. */
  jobEnded(row: number, kind: number, failed: boolean, timeUs: number, atUs: number): void;

  taskQueued(row: number, pool: number, kind: number, atUs: number): void;
  /** The queue is at its bound: the task is gone. */
  taskRefused(row: number, pool: number, kind: number, atUs: number): void;
  /** A task has got a thread, and works. @param waitedUs since it was submitted. @param fromQueue whether it had waited in the queue. */
  taskStarted(
    row: number,
    pool: number,
    kind: number,
    thread: number,
    waitedUs: number,
    fromQueue: boolean,
    atUs: number,
  ): void;
  /** The thread of a task goes over to another state. */
  taskChanged(
    row: number,
    pool: number,
    kind: number,
    thread: number,
    before: number,
    state: number,
    atUs: number,
  ): void;
  /** @param state that of its thread at last. @param heldUs since it got its thread. @param goesOn whether the thread takes a task of the queue at once. */
  taskEnded(
    row: number,
    pool: number,
    kind: number,
    thread: number,
    state: number,
    heldUs: number,
    goesOn: boolean,
    atUs: number,
  ): void;

  permitAwaited(row: number, semaphore: number, permits: number, atUs: number): void;
  /** @param waitedUs 0 without a wait. @param fromQueue whether it had waited. */
  permitGranted(
    row: number,
    semaphore: number,
    permits: number,
    waitedUs: number,
    fromQueue: boolean,
    atUs: number,
  ): void;
  permitReturned(row: number, semaphore: number, permits: number, atUs: number): void;

  /** @param job the serial number of its job. @param item what distinguishes it from other blobs of that job. */
  blobUploaded(blob: number, kind: number, job: number, item: number, atUs: number): void;
  /** By a `delete` step of the process that uploaded it. */
  blobDeletedAtOnce(blob: number, urlEndUs: number, atUs: number): void;
  /** Its job has ended and never deferred it: nobody will delete it. */
  blobAbandoned(blob: number, urlEndUs: number, atUs: number): void;
  deletionScheduled(blob: number, kind: number, dueUs: number, atUs: number): void;
  /** At a bound. */
  deletionRejected(blob: number, urlEndUs: number, atUs: number): void;
  deletionStarted(blob: number, dueUs: number, attempt: number, atUs: number): void;
  /** The store asked to try again, and there is a try left. */
  deletionRetried(blob: number, atUs: number): void;
  /** The try under way was given up together with who made it. */
  deletionPutBack(blob: number, atUs: number): void;
  /** @param startedUs when the try that settled it began: its lateness is that moment − due. */
  deletionSettled(
    blob: number,
    settlement: Settlement,
    startedUs: number,
    dueUs: number,
    urlEndUs: number,
    atUs: number,
  ): void;

  /** A strategy has started a thread of its own. */
  driverStarted(strategy: number, atUs: number): void;
  driverDied(strategy: number, atUs: number): void;
  /** Deletions are in flight, or none is any more. */
  driverChanged(strategy: number, works: boolean, atUs: number): void;

  /** No thread of the pool can ever become free again. @param waiting tasks in its queue. */
  poolStarved(pool: number, waiting: number, atUs: number): void;
}

/** The same with what the service does not know: whoever runs it tells this. */
export interface RunObserver extends Observer {
  /** The warm-up is over. */
  measuringStarted(atUs: number): void;
  /** The pool's own log looks at it, as production does. @param active threads that hold a task. @param queued tasks in its queue. */
  poolSampled(pool: number, active: number, queued: number, atUs: number): void;
}

import { silent } from '../../events/silent.ts';
import { toAll } from '../../events/to-all.ts';
import type { StarvationRecord } from '../../record/replication-record.ts';
import { starvation } from '../../record/service-recorder.ts';
import type { Layout, PoolLayout } from '../../service/layout.ts';
import type { Observer } from '../../service/observer.ts';
import type { BlobBook } from '../blob-book.ts';
import { blobName } from '../blob-name.ts';
import type { JobBook } from '../job-book.ts';
import type { JobSpans } from '../otlp/job-spans.ts';
import type { Threads } from '../pool/threads.ts';
import { timed } from '../timed-observer.ts';
import type { Timeline } from '../timeline.ts';

/** What hears of the events of a live service. */
export interface Listeners {
  readonly layout: Layout;
  readonly timeline: Timeline;
  readonly measured: Observer;
  readonly jobs: JobBook;
  readonly blobs: BlobBook;
  /** The threads of each pool, by its number. */
  readonly threads: readonly Threads[];
  failed(cause: string): void;
  starved(record: StarvationRecord): void;
  /** Hears what the service has decided, to make spans of it. */
  readonly spans: JobSpans | undefined;
}

/**
 * Hears everything: orders go to the threads of tasks, jobs and blobs are kept account of, and the rest is measured in the order of time. What the service believes of its threads is
 * not measured: they tell it themselves.
 */
export function worldListener({
  layout,
  timeline,
  jobs,
  blobs,
  threads,
  failed,
  starved,
  spans,
  ...rest
}: Listeners): Observer {
  const measured = timed(timeline, rest.measured);
  const absolute = (atUs: number) => timeline.startUs + atUs;
  const listener: Observer = {
    ...measured,
    jobArrived: (row, kind, atUs) => {
      jobs.arrived(row);
      measured.jobArrived(row, kind, atUs);
    },
    jobQueued: (row, kind, atUs) => {
      jobs.queued();
      measured.jobQueued(row, kind, atUs);
    },
    jobAdmitted: (row, kind, waitedUs, fromQueue, atUs) => {
      jobs.admitted(row, fromQueue);
      measured.jobAdmitted(row, kind, waitedUs, fromQueue, atUs);
    },
    jobEnded: (row, kind, failed, timeUs, atUs) => {
      jobs.ended(row, failed);
      measured.jobEnded(row, kind, failed, timeUs, atUs);
    },
    taskRefused: (row, pool, kind, atUs) => {
      failed(`the queue of pool ${layout.pools[pool]?.name} is at its bound`);
      measured.taskRefused(row, pool, kind, atUs);
    },
    taskStarted: (_row, pool, taskKind, thread, waitedUs, fromQueue, atUs) =>
      threads[pool]?.begin(thread, { do: 'begin', taskKind, submittedUs: absolute(atUs - waitedUs), fromQueue }),
    taskChanged: () => {},
    taskEnded: (_row, pool, _kind, thread) => threads[pool]?.end(thread),
    blobUploaded: (blob, kind, job, item, atUs) => {
      blobs.uploaded(blob, blobName(layout.system.jobs[kind]?.name as string, job, item), absolute(atUs));
      measured.blobUploaded(blob, kind, job, item, atUs);
    },
    blobDeletedAtOnce: (blob, urlEndUs, atUs) => {
      blobs.ended(blob, 'deletedAtOnce');
      measured.blobDeletedAtOnce(blob, urlEndUs, atUs);
    },
    blobAbandoned: (blob, urlEndUs, atUs) => {
      blobs.ended(blob, 'neverDeferred');
      measured.blobAbandoned(blob, urlEndUs, atUs);
    },
    deletionScheduled: (blob, kind, dueUs, atUs) => {
      blobs.deferred(blob, absolute(dueUs));
      measured.deletionScheduled(blob, kind, dueUs, atUs);
    },
    deletionRejected: (blob, urlEndUs, atUs) => {
      blobs.ended(blob, 'rejected');
      measured.deletionRejected(blob, urlEndUs, atUs);
    },
    deletionStarted: (blob, dueUs, attempt, atUs) => {
      blobs.started(blob);
      measured.deletionStarted(blob, dueUs, attempt, atUs);
    },
    deletionRetried: (blob, atUs) => {
      blobs.putBack(blob);
      measured.deletionRetried(blob, atUs);
    },
    deletionPutBack: (blob, atUs) => {
      blobs.putBack(blob);
      measured.deletionPutBack(blob, atUs);
    },
    deletionSettled: (blob, settlement, startedUs, dueUs, urlEndUs, atUs) => {
      blobs.ended(blob, settlement);
      measured.deletionSettled(blob, settlement, startedUs, dueUs, urlEndUs, atUs);
    },
    poolStarved: (pool, waiting, atUs) => {
      const { name, threads: size } = layout.pools[pool] as PoolLayout;
      starved(starvation(name, size, waiting, atUs));
      measured.poolStarved(pool, waiting, atUs);
    },
  };
  return spans === undefined ? listener : toAll([{ ...silent(), ...listener }, spans.believed]);
}

import type { Observer } from '../service/observer.ts';
import type { Timeline } from './timeline.ts';

/** What the observer of the service hears of its tasks' threads is what the service believes; what is measured are the threads' own words. */
type Believed = 'taskStarted' | 'taskChanged' | 'taskEnded';

/**
 * Passes the service's events on through the timeline, in the order of their times among those that threads tell of themselves.
 * @param next hears them, each with the time since the start at which it is applied.
 * @returns an observer without what is measured otherwise.
 */
export function timed(timeline: Timeline, next: Observer): Omit<Observer, Believed> {
  const at = (atUs: number, apply: (nowUs: number) => void) => timeline.add(timeline.startUs + atUs, apply);
  return {
    jobArrived: (row, kind, atUs) => at(atUs, (now) => next.jobArrived(row, kind, now)),
    jobQueued: (row, kind, atUs) => at(atUs, (now) => next.jobQueued(row, kind, now)),
    jobAdmitted: (row, kind, waitedUs, fromQueue, atUs) =>
      at(atUs, (now) => next.jobAdmitted(row, kind, waitedUs, fromQueue, now)),
    jobEnded: (row, kind, failed, timeUs, atUs) => at(atUs, (now) => next.jobEnded(row, kind, failed, timeUs, now)),
    taskQueued: (row, pool, kind, atUs) => at(atUs, (now) => next.taskQueued(row, pool, kind, now)),
    taskRefused: (row, pool, kind, atUs) => at(atUs, (now) => next.taskRefused(row, pool, kind, now)),
    permitAwaited: (row, semaphore, permits, atUs) =>
      at(atUs, (now) => next.permitAwaited(row, semaphore, permits, now)),
    permitGranted: (row, semaphore, permits, waitedUs, fromQueue, atUs) =>
      at(atUs, (now) => next.permitGranted(row, semaphore, permits, waitedUs, fromQueue, now)),
    permitReturned: (row, semaphore, permits, atUs) =>
      at(atUs, (now) => next.permitReturned(row, semaphore, permits, now)),
    blobUploaded: (blob, kind, job, item, atUs) => at(atUs, (now) => next.blobUploaded(blob, kind, job, item, now)),
    blobDeletedAtOnce: (blob, urlEndUs, atUs) => at(atUs, (now) => next.blobDeletedAtOnce(blob, urlEndUs, now)),
    blobAbandoned: (blob, urlEndUs, atUs) => at(atUs, (now) => next.blobAbandoned(blob, urlEndUs, now)),
    deletionScheduled: (blob, kind, dueUs, atUs) => at(atUs, (now) => next.deletionScheduled(blob, kind, dueUs, now)),
    deletionRejected: (blob, urlEndUs, atUs) => at(atUs, (now) => next.deletionRejected(blob, urlEndUs, now)),
    deletionStarted: (blob, dueUs, attempt, atUs) => at(atUs, (now) => next.deletionStarted(blob, dueUs, attempt, now)),
    deletionRetried: (blob, atUs) => at(atUs, (now) => next.deletionRetried(blob, now)),
    deletionPutBack: (blob, atUs) => at(atUs, (now) => next.deletionPutBack(blob, now)),
    deletionSettled: (blob, settlement, startedUs, dueUs, urlEndUs, atUs) =>
      at(atUs, (now) => next.deletionSettled(blob, settlement, startedUs, dueUs, urlEndUs, now)),
    driverStarted: (strategy, atUs) => at(atUs, (now) => next.driverStarted(strategy, now)),
    driverDied: (strategy, atUs) => at(atUs, (now) => next.driverDied(strategy, now)),
    driverChanged: (strategy, works, atUs) => at(atUs, (now) => next.driverChanged(strategy, works, now)),
    poolStarved: (pool, waiting, atUs) => at(atUs, (now) => next.poolStarved(pool, waiting, now)),
  };
}

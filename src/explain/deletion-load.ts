import { janitorLoad } from '../theory/index.ts';
import { toSeconds } from '../units.ts';
import { durationMeanUs } from '../workload/distribution.ts';
import type { DeletionLoad } from './explanation.ts';
import { type JobLoad, jobsIn, type Phase } from './phases.ts';
import type { StoreTimes } from './store-times.ts';

export function blobsOf({ jobsPerSecond, times }: JobLoad): number {
  return jobsPerSecond * times.deferred.reduce((sum, { blobs }) => sum + blobs, 0);
}

/** Blobs that wait until they are due, on average: rate × delay. */
export function pendingOf({ job, jobsPerSecond, times }: JobLoad): number {
  return (
    jobsPerSecond *
    times.deferred.reduce((sum, { blobs, delayUs }) => sum + blobs * toSeconds(delayUs ?? job.deletion.delayUs), 0)
  );
}

/**
 * The mean over the deletions of a load's blobs of something that depends on the store, which they meet as it is after their delay.
 * @param spans those of the run. @param of what it is while the store is the same.
 */
export function overDeletions(load: JobLoad, spans: readonly Phase[], of: (store: StoreTimes) => number): number {
  const { job, times } = load;
  const own = spans.filter(({ jobs }) => jobs.some((one) => one.times === times));
  let sum = 0;
  let deletions = 0;
  for (const { blobs, delayUs = job.deletion.delayUs } of times.deferred) {
    for (const { fromUs, untilUs, store } of spans) {
      const met = own.reduce((jobs, span) => {
        const [from, until] = [Math.max(span.fromUs, fromUs - delayUs), Math.min(span.untilUs, untilUs - delayUs)];
        return until > from ? jobs + blobs * jobsIn(job, from, until) : jobs;
      }, 0);
      deletions += met;
      if (met > 0) sum += met * of(store);
    }
  }
  // Where none comes due within the run, the store is taken as it is at its end.
  return deletions === 0 ? of((spans.at(-1) as Phase).store) : sum / deletions;
}

/** How long one try to delete takes on average. */
export function deleteSeconds(store: StoreTimes): number {
  return toSeconds(durationMeanUs(store.latency('delete')));
}

export function deletionLoads(jobs: readonly JobLoad[], spans: readonly Phase[]): DeletionLoad[] {
  const groups = new Map<string, JobLoad[]>();
  for (const load of jobs) {
    if (blobsOf(load) === 0) continue;
    // As the service does: job kinds with the same settings share one janitor, others have one each.
    const { by, janitor } = load.job.deletion;
    const key = JSON.stringify([by, by === 'janitor' ? janitor : '']);
    groups.set(key, [...(groups.get(key) ?? []), load]);
  }
  return [...groups.values()].map((loads) => {
    const { by, janitor: settings } = (loads[0] as JobLoad).job.deletion;
    const blobsPerSecond = loads.reduce((sum, load) => sum + blobsOf(load), 0);
    const isJanitor = by === 'janitor';
    const secondsPerBlob = (store: StoreTimes) =>
      deleteSeconds(store) * triesPerDeletion(store.retry('delete'), settings.retry.attempts);
    const busy = loads.reduce(
      (sum, load) => sum + janitorLoad(blobsOf(load), overDeletions(load, spans, secondsPerBlob)),
      0,
    );
    return {
      by,
      jobs: [...new Set(loads.map(({ job }) => job.name))],
      blobsPerSecond,
      pending: loads.reduce((sum, load) => sum + pendingOf(load), 0),
      load: isJanitor ? busy / settings.concurrency : null,
      concurrency: isJanitor ? settings.concurrency : null,
    };
  });
}

/** The mean number of tries when each is asked to try again with the probability r: 1 + r + … + r^(n−1). */
function triesPerDeletion(retry: number, attempts: number): number {
  let tries = 0;
  let chance = 1;
  for (let i = 0; i < attempts && chance > 1e-12; i += 1) {
    tries += chance;
    chance *= retry;
  }
  return tries;
}

import { toSeconds } from '../units.ts';
import { durationMeanUs } from '../workload/distribution.ts';
import { type JobLoad, jobsIn, type Phase } from './phases.ts';
import type { StoreTimes } from './store-times.ts';

/** Blobs of a load that are handed to the deletion with the same delay. */
export interface Due {
  readonly load: JobLoad;
  /** Of one job. */
  readonly blobs: number;
  readonly delayUs: number;
}

export function dueOf(load: JobLoad): Due[] {
  return load.times.deferred.map(({ blobs, delayUs = load.job.deletion.delayUs }) => ({ load, blobs, delayUs }));
}

export function blobsOf(load: JobLoad): number {
  return load.jobsPerSecond * dueOf(load).reduce((sum, { blobs }) => sum + blobs, 0);
}

/** Blobs that wait until they are due, on average: rate × delay. */
export function pendingOf(load: JobLoad): number {
  return load.jobsPerSecond * dueOf(load).reduce((sum, { blobs, delayUs }) => sum + blobs * toSeconds(delayUs), 0);
}

/** How many deletions come due in a time: those of the jobs that came a delay before. @param spans those of the run, or its phases. */
export function dueIn({ load, blobs, delayUs }: Due, spans: readonly Phase[], fromUs: number, untilUs: number): number {
  return spans.reduce((sum, span) => {
    if (!span.jobs.some(({ times }) => times === load.times)) return sum;
    const [from, until] = [Math.max(span.fromUs, fromUs - delayUs), Math.min(span.untilUs, untilUs - delayUs)];
    return until > from ? sum + blobs * jobsIn(load.job, from, until) : sum;
  }, 0);
}

/** The mean time of one try to delete a load's blobs, which meet the store as it is after their delay. */
export function deleteSecondsOf(load: JobLoad, spans: readonly Phase[]): number {
  const seconds = ({ store }: { store: StoreTimes }) => toSeconds(durationMeanUs(store.latency('delete')));
  let sum = 0;
  let deletions = 0;
  for (const due of dueOf(load)) {
    for (const span of spans) {
      const met = dueIn(due, spans, span.fromUs, span.untilUs);
      deletions += met;
      sum += met * seconds(span);
    }
  }
  // Where none comes due within the run, the store is taken as it is at its end.
  return deletions === 0 ? seconds(spans.at(-1) as Phase) : sum / deletions;
}

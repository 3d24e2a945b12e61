import { blobsOf, pendingOf } from './due.ts';
import type { DeletionLoad } from './explanation.ts';
import { janitorOver } from './janitor-load.ts';
import type { JobLoad, Phase } from './phases.ts';

/** @param isPoisson whether a load's blobs are handed to the deletion by chance, one at a time. */
export function deletionLoads(
  jobs: readonly JobLoad[],
  phases: readonly Phase[],
  isPoisson: (load: JobLoad) => boolean,
): DeletionLoad[] {
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
    const pending = loads.reduce((sum, load) => sum + pendingOf(load), 0);
    const group = {
      by,
      jobs: [...new Set(loads.map(({ job }) => job.name))],
      blobsPerSecond: loads.reduce((sum, load) => sum + blobsOf(load), 0),
      pending,
    };
    if (by !== 'janitor') return { ...group, janitor: null };
    const { concurrency, maxPending } = settings;
    const isByChance = loads.every(isPoisson);
    const course = janitorOver(loads, settings, pending, isByChance, phases);
    // What waits for another try is pending as well.
    const triesAgain = settings.retry.attempts > 1 && phases.some(({ store }) => store.retry('delete') > 0);
    const isExact = isByChance && !triesAgain;
    const most = Math.min(pending, maxPending);
    return { ...group, pending: most, janitor: { concurrency, maxPending, isExact, ...course } };
  });
}

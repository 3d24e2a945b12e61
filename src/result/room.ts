import type { JobKind, System } from '../scenario/model.ts';
import { allSteps } from '../scenario/steps.ts';
import type { DesignAccumulator } from './design-accumulator.ts';
import { isNearCapacity } from './evidence.ts';
import { BLOBS_LEFT } from './left-behind.ts';
import { linesOf, ownLine, type Resource } from './waiting-for.ts';

/** The run is looked at in so many windows: a load that is high for a while only has to be seen. */
const WINDOWS = 24;

/** The watched levels that cannot be growing without end, whatever their course: what they wait for had room in every part of the run. */
export interface Room {
  has(line: string): boolean;
}

/**
 * What waits for a resource waits because the resource is full, so a line that grows without end stands before one that is full all the time. Where it was not, over all replications and in
 * every part of the run, the line in front of it is as long as the rate and chance make it: it rises where the rate rises, as it must. The levels that follow from lines do so too: jobs
 * in progress are those that wait and those that are served, and blobs are those of such jobs and those whose deletion is to come.
 */
export function roomOf(pooled: DesignAccumulator, system: System): Room {
  const hasRoom = new Map<string, boolean>();
  const add = (resource: Resource, path: string, full: number) =>
    hasRoom.set(ownLine(resource), !isNearCapacity(busiest(pooled.series.courseOf(path)) / full));
  for (const { name, threads } of system.pools) add({ kind: 'pool', name }, `pools.${name}.active`, threads);
  for (const { name, limit } of system.concurrency) {
    add({ kind: 'concurrency', name }, `concurrency.${name}.admitted`, limit);
  }
  for (const { name, limit } of system.semaphores) {
    // Whoever waits first wants so many: it waits although there are some.
    add({ kind: 'semaphore', name }, `semaphores.${name}.inUse`, limit - mostTaken(name, system) + 1);
  }
  const all = (lines: readonly string[]) => lines.every((line) => hasRoom.get(line) === true);
  const deletions = system.jobs.map((job) => deletionsHaveRoom(job, pooled, system, hasRoom));
  hasRoom.set('deletions.pending', deletions.every(Boolean));
  for (const job of system.jobs) hasRoom.set(`jobs.${job.name}.running`, all(linesOf(job)));
  const uploading = system.jobs.filter((job) => allSteps(job.steps).some((step) => step.do === 'upload'));
  const stay = BLOBS_LEFT.some((path) => pooled.count(path) > 0);
  hasRoom.set('blobs.alive', !stay && all(['deletions.pending', ...uploading.flatMap(linesOf)]));
  return { has: (line) => hasRoom.get(line) === true };
}

/** The highest mean of a window; Infinity where nothing was measured. */
function busiest(course: Float64Array): number {
  if (course.length === 0) return Number.POSITIVE_INFINITY;
  const size = Math.max(1, Math.floor(course.length / WINDOWS));
  let most = 0;
  for (let from = 0; from + size <= course.length; from += size) {
    const sum = course.subarray(from, from + size).reduce((total, value) => total + value, 0);
    most = Math.max(most, sum / size);
  }
  return most;
}

function mostTaken(semaphore: string, { jobs }: System): number {
  const taken = jobs.flatMap(({ steps }) =>
    allSteps(steps).flatMap((step) => (step.do === 'acquire' && step.semaphore === semaphore ? [step.permits] : [])),
  );
  return Math.max(1, ...taken);
}

/** Deletions wait to be due, and then for what deletes. Of a janitor that may die, of several, and of a real one nobody knows that they were not idle with work to do. */
function deletionsHaveRoom(
  { deletion, steps }: JobKind,
  pooled: DesignAccumulator,
  { jobs, faults }: System,
  hasRoom: ReadonlyMap<string, boolean>,
): boolean {
  if (!allSteps(steps).some((step) => step.do === 'defer')) return true;
  if (deletion.by === 'sleep-in-pool') return hasRoom.get(ownLine({ kind: 'pool', name: deletion.pool })) === true;
  if (deletion.by !== 'janitor') return true;
  const isOne = jobs.every((job) => JSON.stringify(job.deletion.janitor) === JSON.stringify(deletion.janitor));
  if (pooled.hasBatches || !isOne || faults.some(({ kind }) => kind === 'kill-janitor')) return false;
  return !isNearCapacity(busiest(pooled.series.courseOf('drivers.working')));
}

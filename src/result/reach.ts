import type { JobKind, Step, System } from '../scenario/model.ts';
import { allSteps, fanOutsOf } from '../scenario/steps.ts';
import { linesBefore, ownLine } from './waiting-for.ts';

/**
 * What growth reaches, in one place. By Little's law a time has no mean where the number of those who spend it grows without end: each time belongs to a level, which is watched.
 */

/** The levels that may grow without end; all others are bounded by what there is of them. `jobs.<kind>.waiting` is a share of its limit's line and is not watched by itself. */
export function isWatched(path: string): boolean {
  return WATCHED.test(path);
}

const WATCHED =
  /^(pools\..*\.queueDepth|semaphores\..*\.waiting|concurrency\..*\.waiting|jobs\..*\.running|deletions\.pending|blobs\.alive)$/;

/** The watched levels of a system, the causes before what they lead to. What has a bound is none of them. */
export function watchedLines(system: System): string[] {
  const unbounded = system.pools.filter(({ queueBound }) => queueBound === Number.POSITIVE_INFINITY);
  const mayWait = (job: JobKind) =>
    tasksOf(job).some(({ pool, permit }) => permit !== undefined || unbounded.some(({ name }) => name === pool)) ||
    system.semaphores.some(({ name }) => acquires(job.steps, name));
  const running = system.jobs.filter((job) => job.concurrency === undefined && mayWait(job));
  return [
    ...system.concurrency.map(({ name }) => `concurrency.${name}.waiting`),
    ...unbounded.map(({ name }) => `pools.${name}.queueDepth`),
    ...system.semaphores.map(({ name }) => `semaphores.${name}.waiting`),
    'deletions.pending',
    ...running.map(({ name }) => `jobs.${name}.running`),
    'blobs.alive',
  ];
}

/** The measures that have no mean when a line grows without end, by their paths; the line is one of them. */
export function reachedBy(line: string, system: System): string[] {
  const [part] = line.split('.') as [string];
  const nameOf = (end: string) => line.slice(part.length + 1, -end.length);
  switch (part) {
    case 'concurrency': {
      const limit = nameOf('.waiting');
      const admitted = system.jobs.filter(({ concurrency }) => concurrency === limit);
      return [line, ...admitted.map(({ name }) => `jobs.${name}.admissionWait`)];
    }
    case 'pools': {
      const pool = nameOf('.queueDepth');
      const sleepers = system.jobs.filter((job) => sleepsIn(pool, job));
      return [
        line,
        `pools.${pool}.queueWait`,
        ...system.jobs.flatMap((job) => tasksOf(job).filter((task) => task.pool === pool)).map(queueWaitOf),
        ...sleepers.map(({ name }) => `pools.${pool}.tasks.${name}.deletion.queueWait`),
        ...system.jobs.flatMap((job) => waitingForPool(job, pool)),
        ...(sleepers.length > 0 ? reachedBy('deletions.pending', system) : []),
      ];
    }
    case 'semaphores': {
      const semaphore = nameOf('.waiting');
      return [line, `semaphores.${semaphore}.wait`, ...system.jobs.flatMap((job) => waitingForPermit(job, semaphore))];
    }
    case 'deletions': {
      const ownThreads = system.jobs.some(({ deletion }) => deletion.by === 'thread-per-file');
      return [line, 'deletions.lateness', 'blobs.alive', ...(ownThreads ? ['threads'] : [])];
    }
    case 'jobs':
      return [line, `jobs.${nameOf('.running')}.time`];
    default:
      return [line];
  }
}

/**
 * The durations that a starved pool reaches, by their paths: waits of which some never end, and never are observed. They are those for its threads and for the permits that its jobs
 * wait for or keep, and the times of all jobs and tasks that such a wait is in.
 */
export function reachedByStarvation(pool: string, system: System): string[] {
  const through = system.jobs.filter((job) => sleepsIn(pool, job) || tasksOf(job).some((task) => task.pool === pool));
  const semaphores = system.semaphores.filter(({ name }) => through.some(({ steps }) => acquires(steps, name)));
  const resources = [
    { kind: 'pool' as const, name: pool },
    ...semaphores.map(({ name }) => ({ kind: 'semaphore' as const, name })),
  ];
  const lines = new Set(resources.flatMap((resource) => [ownLine(resource), ...linesBefore(resource, system)]));
  return [...new Set([...lines].flatMap((line) => reachedBy(line, system)))].filter(isDuration);
}

/** Whether a path is of durations that end one by one, and not of a level. */
export function isDuration(path: string): boolean {
  return DURATION.test(path);
}

const DURATION = /\.(queueWait|holding|wait|time|admissionWait|lateness)$/;

interface TaskPlace {
  readonly pool: string;
  readonly taskKind: string;
  readonly permit: string | undefined;
  readonly steps: readonly Step[];
}

/** The kinds of tasks that a job leads to, those of its tasks included. */
function tasksOf({ steps }: Pick<JobKind, 'steps'>): TaskPlace[] {
  return fanOutsOf(steps);
}

function queueWaitOf({ pool, taskKind }: TaskPlace): string {
  return `pools.${pool}.tasks.${taskKind}.queueWait`;
}

/** A job waits for its tasks, and a task that fans out holds its thread meanwhile. */
function waitingForPool(job: JobKind, pool: string): string[] {
  const tasks = tasksOf(job);
  if (!tasks.some((task) => task.pool === pool)) return [];
  return [`jobs.${job.name}.time`, ...holdingOf(tasks, (task) => tasksOf(task).some((inner) => inner.pool === pool))];
}

function waitingForPermit(job: JobKind, semaphore: string): string[] {
  if (!acquires(job.steps, semaphore)) return [];
  return [`jobs.${job.name}.time`, ...holdingOf(tasksOf(job), ({ steps }) => acquires(steps, semaphore))];
}

function holdingOf(tasks: readonly TaskPlace[], waits: (task: TaskPlace) => boolean): string[] {
  return tasks.filter(waits).map(({ pool, taskKind }) => `pools.${pool}.tasks.${taskKind}.holding`);
}

function acquires(steps: readonly Step[], semaphore: string): boolean {
  return allSteps(steps).some(
    (step) =>
      (step.do === 'acquire' && step.semaphore === semaphore) || (step.do === 'fanOut' && step.permit === semaphore),
  );
}

function sleepsIn(pool: string, { deletion }: JobKind): boolean {
  return deletion.by === 'sleep-in-pool' && deletion.pool === pool;
}

import { poissonAtLeast } from '../theory/index.ts';
import type { LimitLoad } from './explanation.ts';
import type { JobLoad } from './phases.ts';

/** A limit that is reached for a lesser share of the time changes nothing that is told. */
const SELDOM = 1e-4;

/** What stands in front of a pool. */
export interface InFront {
  /** The most tasks that can be in the pool at once, those in its queue included; Infinity where nothing bounds them. */
  readonly most: number;
  /** Whether tasks are kept waiting before they come to the pool, so that they do not come by chance. */
  readonly holdsBack: boolean;
  /** The same of those that sleep in it. */
  readonly holdsSleepBack: boolean;
}

/** What the admission of jobs, and permits that are held around its tasks, make of what comes to a pool. @param users the jobs that bring it tasks. */
export function inFrontOf(
  pool: string,
  users: readonly JobLoad[],
  sleeps: (load: JobLoad) => boolean,
  limits: readonly LimitLoad[],
): InFront {
  // By the limit: how many tasks come at most for each of what it allows. Kinds of jobs that share one share what it allows.
  const perUnit = new Map<LimitLoad, number>();
  let [unbounded, holdsBack, holdsSleepBack] = [users.some(sleeps), false, false];
  for (const load of users) {
    const ofJob = new Map<LimitLoad, number>();
    for (const task of load.times.tasks) {
      if (task.pool !== pool) continue;
      const passed = limits.flatMap((limit) => {
        const one = limit.kind === 'concurrency' ? load.job.concurrency === limit.name : undefined;
        if (one === true) return [{ limit, tasks: task.atOnce }];
        if (one === false) return [];
        return task.held
          .filter(({ semaphore }) => semaphore === limit.name)
          .map(({ permits, perHolderMax }) => ({ limit, tasks: perHolderMax / permits }));
      });
      const isHeldBack = passed.some(({ limit }) => isReached(limit));
      holdsBack ||= isHeldBack;
      holdsSleepBack ||= isHeldBack && task.parkedSeconds > 0;
      const [tightest] = passed.sort((a, b) => a.limit.limit * a.tasks - b.limit.limit * b.tasks);
      if (tightest === undefined) unbounded = true;
      else ofJob.set(tightest.limit, (ofJob.get(tightest.limit) ?? 0) + tightest.tasks);
    }
    for (const [limit, tasks] of ofJob) perUnit.set(limit, Math.max(perUnit.get(limit) ?? 0, tasks));
  }
  const sum = [...perUnit].reduce((most, [{ limit }, tasks]) => most + Math.floor(limit * tasks * (1 + 1e-12)), 0);
  return { most: unbounded ? Number.POSITIVE_INFINITY : sum, holdsBack, holdsSleepBack };
}

/** The limits that a task of a job passes on its way to its pool. */
export function passedBy(load: JobLoad, taskKind: string, limits: readonly LimitLoad[]): LimitLoad[] {
  const held = load.times.tasks.filter((task) => task.taskKind === taskKind).flatMap((task) => task.held);
  return limits.filter(({ kind, name }) =>
    kind === 'concurrency' ? load.job.concurrency === name : held.some(({ semaphore }) => semaphore === name),
  );
}

/** Whether jobs that come by chance would want more than is there often enough to tell. */
function isReached({ limit, held, isAtLeast }: LimitLoad): boolean {
  return isAtLeast || poissonAtLeast(limit, held) > SELDOM;
}

import type { JobKind } from '../scenario/model.ts';
import { allSteps, fanOutsOf } from '../scenario/steps.ts';
import { erlangB, threadsForBlocking } from '../theory/index.ts';
import type { RefusedTasks } from './explanation.ts';
import type { JobLoad } from './phases.ts';

/**
 * The share of its tasks that a pool with a bounded queue refuses, where arithmetic can say: every job comes by itself and brings the pool one task at most, so that a refusal keeps
 * nothing else away. Without a queue it is Erlang B, whatever the holding times; a queue makes it less, and no less than what is beyond all threads.
 * @param arrivesSingly whether a load's tasks and blobs come as one Poisson stream. @param sleeps whether its deletions sleep in the pool.
 */
export function refusedTasks(
  { name, threads, queueBound }: { readonly name: string; readonly threads: number; readonly queueBound: number },
  offered: number,
  users: readonly JobLoad[],
  arrivesSingly: (load: JobLoad) => boolean,
  sleeps: (load: JobLoad) => boolean,
): RefusedTasks | null {
  const bringsOne = (load: JobLoad) => {
    const tasks = load.times.tasks.filter(({ pool }) => pool === name);
    const most = tasks.reduce((sum, { perJobMost }) => sum + perJobMost, 0);
    const blobs = sleeps(load) ? load.times.deferred.reduce((sum, { blobsMost }) => sum + blobsMost, 0) : 0;
    const isKnown = tasks.every(({ blockedAtLeast, returnsThread }) => !blockedAtLeast && !returnsThread);
    return arrivesSingly(load) && isKnown && most + blobs <= 1 && !triesAgain(load);
  };
  if (queueBound === Number.POSITIVE_INFINITY || !users.every(bringsOne)) return null;
  const most = erlangB(threads, offered);
  if (queueBound > 0) return { least: Math.max(0, 1 - threads / offered), most, forFew: null };
  const few = threadsForBlocking(offered, 0.01 * (1 + 1e-9));
  return { least: most, most, forFew: { threads: few, share: erlangB(few, offered) } };
}

/** Whether a refused task is submitted again. */
function triesAgain({ job }: JobLoad): boolean {
  return triesRefusedAgain(job, () => true);
}

/** Whether a job tries steps again of which a task may be refused: then more tasks come than arithmetic counts. @param refuses whether a pool may refuse a task. */
export function triesRefusedAgain({ steps }: JobKind, refuses: (pool: string) => boolean): boolean {
  return allSteps(steps).some((step) => step.do === 'retry' && fanOutsOf(step.steps).some(({ pool }) => refuses(pool)));
}

/** What a job of a kind comes to on average, its tasks and theirs included, when nothing has to wait: the arithmetic under `unpark explain`. */

import type { Step } from '../scenario/model.ts';
import { type Course, courseOf, type Deferred, type PermitSeconds, product } from './course.ts';
import { mostOf } from './expectation.ts';
import type { StoreTimes } from './store-times.ts';

/** One kind of task, as often as a job of its kind leads to it. */
export interface TaskTimes {
  readonly taskKind: string;
  readonly pool: string;
  /** How many of them one job leads to, on average, and at most; Infinity where nothing bounds it. */
  readonly perJob: number;
  readonly perJobMost: number;
  /** How many of them one job can have at once; Infinity where no step bounds it. */
  readonly atOnce: number;
  /** The semaphores held around it from before it asks for a thread, as of a task that waits. */
  readonly held: WaitingTask['held'];
  /** Seconds of its thread that one task works, sleeps, and is blocked in waiting for its own tasks, on average. */
  readonly workingSeconds: number;
  readonly parkedSeconds: number;
  readonly blockedSeconds: number;
  /** Whether it may be blocked for longer: by a semaphore, or by tasks that wait or are of different lengths. */
  readonly blockedAtLeast: boolean;
  /** Whether it may give its thread back for a while, and ask for one again. */
  readonly returnsThread: boolean;
}

/** A step that waits for tasks while a task holds a thread. */
export interface WaitingTask {
  readonly taskKind: string;
  readonly pool: string;
  /** The pool of the tasks that it waits for. */
  readonly waitsFor: string;
  /** How many of them one job can have at once; Infinity where no step bounds it. */
  readonly perJobMax: number;
  /** The semaphores held around it, by itself or by what waits for it: how many permits one holder holds, and how many of these tasks one holder can have at once. */
  readonly held: readonly { readonly semaphore: string; readonly permits: number; readonly perHolderMax: number }[];
}

export interface JobTimes {
  /** From admission to end, waiting left out; at least that where `isAtLeast`. */
  readonly seconds: number;
  readonly isAtLeast: boolean;
  /** The probability that it fails, refusals left out. */
  readonly failure: number;
  readonly tasks: readonly TaskTimes[];
  readonly waiting: readonly WaitingTask[];
  /** Permit-seconds that one job leads to by the semaphore, waiting left out. */
  readonly permits: ReadonlyMap<string, PermitSeconds>;
  /** Blobs that one job hands to the deletion, by the delay where the step gives one. */
  readonly deferred: readonly Deferred[];
  /** Steps, operations on the store and uploads among them that one job comes to, its deletions left out. */
  readonly steps: number;
  readonly operations: number;
  readonly uploads: number;
}

/** How often a job leads to a run: on average, at most at once, at most in all; and the runs around it, the outermost last. */
interface Runs {
  readonly mean: number;
  readonly atOnce: number;
  readonly most: number;
  readonly around: readonly { readonly atOnce: number; readonly held: ReadonlyMap<string, number> }[];
}

/** What one job of these steps leads to. */
export function jobTimes(steps: readonly Step[], store: StoreTimes): JobTimes {
  const course = courseOf(steps, store, false);
  const totals = { tasks: [], waiting: [], permits: new Map(), deferred: [], steps: 0, operations: 0, uploads: 0 };
  addUp(course, undefined, { mean: 1, atOnce: 1, most: 1, around: [] }, totals);
  return { seconds: course.seconds, isAtLeast: course.isAtLeast, failure: course.failure, ...totals };
}

interface Totals {
  readonly tasks: TaskTimes[];
  readonly waiting: WaitingTask[];
  readonly permits: Map<string, PermitSeconds>;
  readonly deferred: Deferred[];
  steps: number;
  operations: number;
  uploads: number;
}

/** @param runner who runs it; undefined for the coordinator. */
function addUp(course: Course, runner: { taskKind: string; pool: string } | undefined, runs: Runs, to: Totals): void {
  to.steps += runs.mean * course.steps;
  to.operations += runs.mean * course.operations;
  to.uploads += runs.mean * course.uploads;
  for (const { blobs, blobsMost, delayUs } of course.deferred) {
    to.deferred.push({ blobs: runs.mean * blobs, blobsMost: product(runs.most, blobsMost), delayUs });
  }
  for (const [semaphore, { seconds, isAtLeast }] of course.permits) {
    const before = to.permits.get(semaphore);
    to.permits.set(semaphore, {
      seconds: (before?.seconds ?? 0) + runs.mean * seconds,
      isAtLeast: (before?.isAtLeast ?? false) || isAtLeast,
    });
  }
  for (const { step, task, mean, most, held } of course.tasks) {
    const around = [{ atOnce: runs.atOnce, held }, ...runs.around];
    const of = {
      mean: runs.mean * mean,
      atOnce: product(runs.atOnce, Math.min(step.window, mostOf(step.tasks))),
      most: product(runs.most, most),
      around,
    };
    const { taskKind, pool } = step;
    addUp(task, { taskKind, pool }, of, to);
    to.tasks.push({
      taskKind,
      pool,
      perJob: of.mean,
      perJobMost: of.most,
      atOnce: of.atOnce,
      held: heldAround(of.atOnce, step.permit, around),
      workingSeconds: task.working,
      parkedSeconds: task.parked,
      blockedSeconds: task.blocked,
      blockedAtLeast: task.blockedAtLeast,
      returnsThread: task.returnsThread,
    });
    if (runner === undefined) continue;
    to.waiting.push({ ...runner, waitsFor: pool, perJobMax: runs.atOnce, held: heldBy(around) });
  }
}

/** @param atOnce how many such tasks a job can have at once. @param permit the semaphore of which each holds a permit of its own. */
function heldAround(atOnce: number, permit: string | undefined, around: Runs['around']): WaitingTask['held'] {
  const own = permit === undefined ? [] : [{ semaphore: permit, permits: 1, perHolderMax: 1 }];
  return [...own, ...heldBy(around, atOnce)];
}

/** @param many how many of those that are held for there are at once; without it, those of the innermost runs. */
function heldBy(around: Runs['around'], many?: number): WaitingTask['held'] {
  const innermost = around[0]?.atOnce ?? 1;
  return around.flatMap(({ atOnce, held }, i) => {
    const ratio = many !== undefined ? many / atOnce : i === 0 ? 1 : innermost / atOnce;
    const perHolderMax = Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio;
    return [...held].flatMap(([semaphore, permits]) => (permits > 0 ? [{ semaphore, permits, perHolderMax }] : []));
  });
}

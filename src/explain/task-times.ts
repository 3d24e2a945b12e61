/** What the steps of a job kind take on average when nothing has to wait for a thread or a permit: the arithmetic under `unpark explain`. */

import type { Step, Store } from '../scenario/model.ts';
import { toSeconds } from '../units.ts';
import { type CountDistribution, countMoments, durationMeanUs } from '../workload/distribution.ts';

/** One kind of task, as often as a job of its kind leads to it. */
export interface TaskTimes {
  readonly taskKind: string;
  readonly pool: string;
  /** How many of them one job leads to, on average, and at most; Infinity where nothing bounds it. */
  readonly perJob: number;
  readonly perJobMost: number;
  /** Seconds of its thread that one task works, sleeps, and is blocked in waiting for its own tasks, on average. */
  readonly workingSeconds: number;
  readonly parkedSeconds: number;
  readonly blockedSeconds: number;
  /** Whether it may be blocked for longer: by a semaphore, or by tasks of different lengths. */
  readonly blockedAtLeast: boolean;
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

/** How long permits of a semaphore are held. */
export interface PermitTimes {
  readonly semaphore: string;
  /** Permit-seconds that one job leads to, on average, waiting left out. */
  readonly permitSecondsPerJob: number;
}

export interface JobTimes {
  /** From admission to end, waiting left out. */
  readonly seconds: number;
  readonly tasks: readonly TaskTimes[];
  readonly waiting: readonly WaitingTask[];
  readonly permits: readonly PermitTimes[];
  /** Blobs that one job hands to the deletion, on average and at most, by the delay where the step gives one. */
  readonly deferred: readonly {
    readonly blobs: number;
    readonly blobsMost: number;
    readonly delayUs: number | undefined;
  }[];
}

interface Runner {
  readonly perJob: number;
  readonly perJobMax: number;
  /** How many of them one job leads to at most, one after another or at once. */
  readonly perJobMost: number;
  readonly taskKind: string | undefined;
  readonly pool: string;
  readonly parent: Runner | undefined;
  readonly held: Map<string, { permits: number; since: number }>;
  seconds: number;
  working: number;
  parked: number;
  blocked: number;
  blockedAtLeast: boolean;
  blobs: number;
  blobsMost: number;
}

interface Totals {
  readonly store: Store;
  readonly tasks: TaskTimes[];
  readonly waiting: WaitingTask[];
  readonly permits: PermitTimes[];
  readonly deferred: { blobs: number; blobsMost: number; delayUs: number | undefined }[];
}

/** Walks the program of a job kind once. */
export function jobTimes(steps: readonly Step[], store: Store): JobTimes {
  const totals: Totals = { store, tasks: [], waiting: [], permits: [], deferred: [] };
  const job = newRunner(1, 1, 1, undefined, '', undefined);
  for (const step of steps) walk(step, job, totals);
  const { tasks, waiting, permits, deferred } = totals;
  return { seconds: job.seconds, tasks, waiting, permits, deferred };
}

function newRunner(
  perJob: number,
  perJobMax: number,
  perJobMost: number,
  taskKind: string | undefined,
  pool: string,
  parent: Runner | undefined,
): Runner {
  return {
    perJob,
    perJobMax,
    perJobMost,
    taskKind,
    pool,
    parent,
    held: new Map(),
    seconds: 0,
    working: 0,
    parked: 0,
    blocked: 0,
    blockedAtLeast: false,
    blobs: 0,
    blobsMost: 0,
  };
}

function walk(step: Step, runner: Runner, totals: Totals): void {
  switch (step.do) {
    case 'work':
    case 'park':
    case 'wait': {
      const seconds = toSeconds(durationMeanUs(step.duration));
      runner.seconds += seconds;
      if (step.do === 'work') runner.working += seconds;
      if (step.do === 'park') runner.parked += seconds;
      return;
    }
    case 'upload':
    case 'download':
    case 'delete': {
      const seconds = toSeconds(durationMeanUs(step.latency ?? totals.store[step.do].latency));
      runner.seconds += seconds;
      runner.working += seconds;
      if (step.do === 'upload') {
        runner.blobs += 1;
        runner.blobsMost += 1;
      }
      if (step.do === 'delete') {
        runner.blobs = Math.max(0, runner.blobs - 1);
        runner.blobsMost = Math.max(0, runner.blobsMost - 1);
      }
      return;
    }
    case 'acquire': {
      runner.blockedAtLeast = true;
      const before = runner.held.get(step.semaphore);
      // Permits that are taken one after another count from the first: close enough where it happens at all.
      runner.held.set(step.semaphore, {
        permits: (before?.permits ?? 0) + step.permits,
        since: before?.since ?? runner.seconds,
      });
      return;
    }
    case 'release': {
      const held = runner.held.get(step.semaphore);
      if (held === undefined) return;
      totals.permits.push({
        semaphore: step.semaphore,
        permitSecondsPerJob: runner.perJob * step.permits * (runner.seconds - held.since),
      });
      if (held.permits > step.permits)
        runner.held.set(step.semaphore, { ...held, permits: held.permits - step.permits });
      else runner.held.delete(step.semaphore);
      return;
    }
    case 'defer':
      totals.deferred.push({
        blobs: runner.perJob * runner.blobs,
        blobsMost: times(runner.perJobMost, runner.blobsMost),
        delayUs: step.delayUs,
      });
      runner.blobs = 0;
      runner.blobsMost = 0;
      return;
    case 'fanOut':
      walkTasks(step, runner, totals);
      return;
    case 'choice':
      for (const { probability, steps } of step.branches) walkInside(steps, probability, runner, totals);
      return;
    case 'retry':
      walkTries(step, runner, totals);
      return;
    case 'fail':
      return;
  }
}

/** Steps that are run a number of times on average. */
function walkInside(steps: readonly Step[], times: number, runner: Runner, totals: Totals): void {
  const inside: Runner = { ...runner, perJob: runner.perJob * times };
  for (const step of steps) walk(step, inside, totals);
  for (const key of ['seconds', 'working', 'parked', 'blocked', 'blobs'] as const) {
    runner[key] += times * (inside[key] - runner[key]);
  }
  runner.blobsMost = inside.blobsMost;
  runner.blockedAtLeast = inside.blockedAtLeast;
}

/** With a probability f of failing, the k-th try of n is made with f^(k − 1). A try that fails is counted as a whole one, so what comes after the failure is too much. */
function walkTries(step: Extract<Step, { do: 'retry' }>, runner: Runner, totals: Totals): void {
  const failing = failureOf(step.steps, totals.store);
  const backoff = toSeconds(durationMeanUs(step.backoff));
  let tries = 1;
  for (let wait = 1; wait < step.attempts; wait += 1) {
    const probability = failing ** wait;
    if (probability < 1e-12) break;
    tries += probability;
    const seconds = probability * Math.min(toSeconds(step.maxBackoffUs), backoff * step.factor ** (wait - 1));
    runner.seconds += seconds;
    if (!step.returnsThread) runner.parked += seconds;
  }
  walkInside(step.steps, tries, runner, totals);
}

/** The probability that one of some steps fails, without faults and refusals. */
function failureOf(steps: readonly Step[], store: Store): number {
  let well = 1;
  for (const step of steps) {
    if (step.do === 'fail') well *= 1 - step.probability;
    if (step.do === 'upload' || step.do === 'download' || step.do === 'delete') {
      const { fail, retry } = store[step.do];
      well *= 1 - Math.min(1, fail + retry);
    }
    if (step.do === 'retry') well *= 1 - failureOf(step.steps, store) ** step.attempts;
    if (step.do === 'fanOut') well *= (1 - failureOf(step.steps, store)) ** countMoments(step.tasks).mean;
    if (step.do === 'choice') {
      well *=
        1 - step.branches.reduce((sum, { probability, steps: of }) => sum + probability * failureOf(of, store), 0);
    }
  }
  return 1 - well;
}

function walkTasks(step: Extract<Step, { do: 'fanOut' }>, runner: Runner, totals: Totals): void {
  const tasks = countMoments(step.tasks).mean;
  const atOnce = Math.min(step.window, mostOf(step.tasks));
  const most = mostOf(step.tasks);
  const child = newRunner(
    runner.perJob * tasks,
    runner.perJobMax * atOnce,
    times(runner.perJobMost, most),
    step.taskKind,
    step.pool,
    runner,
  );
  for (const inner of step.steps) walk(inner, child, totals);
  if (step.permit !== undefined) {
    totals.permits.push({ semaphore: step.permit, permitSecondsPerJob: child.perJob * child.seconds });
  }
  totals.tasks.push({
    taskKind: step.taskKind,
    pool: step.pool,
    perJob: child.perJob,
    perJobMost: child.perJobMost,
    workingSeconds: child.working,
    parkedSeconds: child.parked,
    blockedSeconds: child.blocked,
    blockedAtLeast: child.blockedAtLeast,
  });
  const { seconds, atLeast } = fanOutSeconds(step, child, totals.store);
  runner.seconds += seconds;
  runner.blobs += tasks * child.blobs;
  runner.blobsMost += times(most, child.blobsMost);
  if (runner.taskKind === undefined) return;
  runner.blocked += seconds;
  if (atLeast || child.blockedAtLeast || step.permit !== undefined) runner.blockedAtLeast = true;
  totals.waiting.push({
    taskKind: runner.taskKind,
    pool: runner.pool,
    waitsFor: step.pool,
    perJobMax: runner.perJobMax,
    held: heldAround(runner),
  });
}

function heldAround(runner: Runner): WaitingTask['held'] {
  const held: WaitingTask['held'][number][] = [];
  for (let holder: Runner | undefined = runner; holder !== undefined; holder = holder.parent) {
    const ratio = holder === runner ? 1 : runner.perJobMax / holder.perJobMax;
    const perHolderMax = Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio;
    for (const [semaphore, { permits }] of holder.held) held.push({ semaphore, permits, perHolderMax });
  }
  return held;
}

/**
 * How long n tasks of the mean h take with at most w at once. One wave: h. Exponential tasks: (n − w) h ÷ w until the last w run, and then h (1 + ½ + … + 1 ÷ w).
 * Otherwise at least n h ÷ w, and at least h.
 */
function fanOutSeconds(
  step: Extract<Step, { do: 'fanOut' }>,
  child: Runner,
  store: Store,
): { seconds: number; atLeast: boolean } {
  const mean = child.seconds;
  const tasks = countMoments(step.tasks).mean;
  const window = Math.max(1, Math.min(step.window, tasks));
  if (step.tasks.kind === 'constant' && tasks === 1) return { seconds: mean, atLeast: false };
  if (step.tasks.kind === 'constant' && isExponential(step.steps, store)) {
    let harmonic = 0;
    for (let i = 1; i <= window; i += 1) harmonic += 1 / i;
    return { seconds: ((tasks - window) / window) * mean + harmonic * mean, atLeast: false };
  }
  return { seconds: tasks === 0 ? 0 : Math.max(mean, (tasks * mean) / window), atLeast: true };
}

/** Whether the time of a task is exactly one exponential time. */
function isExponential(steps: readonly Step[], store: Store): boolean {
  const timed = steps.filter(({ do: what }) => what !== 'acquire' && what !== 'release' && what !== 'defer');
  const [only] = timed;
  if (only === undefined || timed.length !== 1) return false;
  if (only.do === 'work' || only.do === 'park') return only.duration.kind === 'exponential';
  if (only.do !== 'upload' && only.do !== 'download' && only.do !== 'delete') return false;
  return (only.latency ?? store[only.do].latency).kind === 'exponential';
}

/** A product in which nothing of something unbounded is nothing. */
function times(one: number, other: number): number {
  return one === 0 || other === 0 ? 0 : one * other;
}

function mostOf(count: CountDistribution): number {
  switch (count.kind) {
    case 'constant':
      return count.value;
    case 'uniform':
      return count.max;
    case 'geometric':
      return count.mean > 1 ? Number.POSITIVE_INFINITY : 1;
    case 'empirical':
      return Math.max(...count.values);
  }
}

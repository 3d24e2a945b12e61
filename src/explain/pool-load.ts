import type { Deletion, JobKind, Pool } from '../scenario/model.ts';
import { DELETION_TASK } from '../scenario/step-names.ts';
import { allSteps } from '../scenario/steps.ts';
import { erlangC, heldThreadsQuantile, poissonAtLeast, threadsForWaitProbability } from '../theory/index.ts';
import { toSeconds } from '../units.ts';
import type { ArrivalProcess } from '../workload/arrivals.ts';
import { durationMeanUs } from '../workload/distribution.ts';
import { inFrontOf, passedBy } from './at-once.ts';
import { blobsOf, pendingOf } from './due.ts';
import type { LimitLoad, PoolLoad, TaskLoad, ThreadsFor } from './explanation.ts';
import { longRunLoad, type StoreState, storeStates } from './long-run.ts';
import { type Flow, peakOf } from './peaks.ts';
import type { JobLoad, Phase } from './phases.ts';
import { refusedTasks } from './refused-tasks.ts';

/** @param jobs those of the whole run. @param deleteSeconds how long a deletion of a load's job kind takes. @param comesAgain whether a job submits refused tasks again. */
export function poolLoad(
  pool: Pool,
  jobs: readonly JobLoad[],
  phases: readonly Phase[],
  limits: readonly LimitLoad[],
  deleteSeconds: (load: JobLoad) => number,
  comesAgain: (job: JobKind) => boolean,
): PoolLoad {
  const { name, threads, queueBound } = pool;
  const tasks = inRows(
    jobs.flatMap((load) =>
      tasksIn(name, load, deleteSeconds(load)).map((task) => ({ ...task, comesAtLeast: comesAgain(load.job) })),
    ),
  );
  const total = (key: 'working' | 'parked' | 'blocked') => tasks.reduce((sum, task) => sum + task[key], 0);
  const [working, parked, blocked] = [total('working'), total('parked'), total('blocked')];
  const offered = working + parked + blocked;
  const flowsOf = flowsIn(name);
  const heldIn = (state: StoreState) => flowsOf(state).reduce((sum, flow) => sum + flow.perSecond * flow.seconds, 0);
  const states = storeStates(phases);
  const load = longRunLoad(states, heldIn, threads);
  // A distribution is one of a system that does not change.
  const isSteady = states.every((state) => Math.abs(heldIn(state) - offered) <= 1e-9 * offered);
  const users = jobs.filter((load) => tasksIn(name, load, 0).length > 0);
  const inFront = inFrontOf(name, users, ({ job }) => sleepsIn(name, job.deletion), limits);
  const comesByChance = isSteady && !inFront.holdsBack;
  const neverFull = inFront.most <= threads + (queueBound === Number.POSITIVE_INFINITY ? 0 : queueBound);
  const isPoisson =
    isSteady &&
    !inFront.holdsSleepBack &&
    parked > 0 &&
    users.every((load) => !parksIn(name, load) || parksSingly(load));
  return {
    pool: name,
    threads,
    tasks,
    working,
    parked,
    blocked,
    offered,
    load,
    blockedAtLeast: tasks.some((task) => task.blockedAtLeast),
    isWithoutChance: users.every(isEven),
    queueBound: queueBound === Number.POSITIVE_INFINITY ? null : queueBound,
    ...reachingOf(name, users, limits, offered),
    atOnce: inFront.most === Number.POSITIVE_INFINITY ? null : inFront.most,
    refused:
      comesByChance && !neverFull
        ? refusedTasks(pool, offered, users, arrivesSingly, ({ job }) => sleepsIn(name, job.deletion))
        : null,
    peak: load >= 1 || neverFull ? null : peakOf(phases, flowsOf, threads),
    threadsForWait:
      comesByChance && queueBound === Number.POSITIVE_INFINITY && waitsByErlangC(name, tasks, users)
        ? [threadsForWait(offered, 0.1), threadsForWait(offered, 0.01)]
        : null,
    parkedQuantiles: isPoisson
      ? {
          p50: heldThreadsQuantile(parked, 0.5),
          p95: heldThreadsQuantile(parked, 0.95),
          p99: heldThreadsQuantile(parked, 0.99),
        }
      : null,
    parkedOverThreads: isPoisson ? poissonAtLeast(threads + 1, parked) : null,
  };
}

/** What the full limits in front of a pool let come to it: of what is offered to one, the share that it has room for. What sleeps until it deletes follows the jobs. */
function reachingOf(
  pool: string,
  users: readonly JobLoad[],
  limits: readonly LimitLoad[],
  offered: number,
): Pick<PoolLoad, 'reaching' | 'heldBackBy'> {
  let reaching = offered;
  let tightest: LimitLoad | undefined;
  for (const load of users) {
    for (const task of tasksIn(pool, load, 0)) {
      const full = passedBy(load, task.taskKind, limits).filter((limit) => limit.load > 1);
      const most = full.reduce<LimitLoad | undefined>(
        (a, b) => (a === undefined || b.load > a.load ? b : a),
        undefined,
      );
      if (most === undefined) continue;
      reaching -= (task.working + task.parked + task.blocked) * (1 - 1 / most.load);
      if (tightest === undefined || most.load > tightest.load) tightest = most;
    }
  }
  const heldBackBy =
    tightest && `${tightest.kind === 'concurrency' ? 'concurrency limit' : 'semaphore'} ${tightest.name}`;
  return { reaching: Math.max(0, reaching), heldBackBy: heldBackBy ?? null };
}

/** The least threads at which no more than a share of the tasks waits; one that is it but for a rounding is. */
function threadsForWait(erlangs: number, most: number): ThreadsFor {
  const threads = threadsForWaitProbability(erlangs, most * (1 + 1e-9));
  return { threads, share: erlangC(threads, erlangs) };
}

/**
 * Whether Erlang C speaks of the pool: every job that uses it comes by itself and brings it one task at a time, and nothing waits inside a task. It still takes holding times as
 * exponential, and a task that a job submits after another as one that comes by chance.
 */
function waitsByErlangC(pool: string, tasks: readonly TaskLoad[], users: readonly JobLoad[]): boolean {
  return (
    tasks.length > 0 &&
    tasks.every((task) => !task.blockedAtLeast && task.blocked === 0) &&
    users.every(
      (load) => parksSingly(load) && load.times.tasks.every((task) => task.pool !== pool || task.perJobMost <= 1),
    )
  );
}

/** What holds the pool's threads while nothing changes. */
export function flowsIn(pool: string): (phase: Pick<Phase, 'jobs' | 'store'>) => Flow[] {
  return ({ jobs, store }) =>
    jobs.flatMap((load) =>
      tasksIn(pool, load, toSeconds(durationMeanUs(store.latency('delete'))))
        .filter(({ tasksPerSecond }) => tasksPerSecond > 0)
        .map(({ tasksPerSecond: perSecond, working, parked, blocked }) => ({
          perSecond,
          seconds: (working + parked + blocked) / perSecond,
        })),
    );
}

function tasksIn(pool: string, load: JobLoad, deleteSeconds: number): TaskLoad[] {
  const { job, jobsPerSecond, times } = load;
  const tasks = times.tasks
    .filter((task) => task.pool === pool)
    .map((task) => {
      const tasksPerSecond = jobsPerSecond * task.perJob;
      return {
        job: job.name,
        taskKind: task.taskKind,
        tasksPerSecond,
        working: tasksPerSecond * task.workingSeconds,
        parked: tasksPerSecond * task.parkedSeconds,
        blocked: tasksPerSecond * task.blockedSeconds,
        blockedAtLeast: task.blockedAtLeast,
        comesAtLeast: false,
      };
    });
  if (!sleepsIn(pool, job.deletion)) return tasks;
  const blobsPerSecond = blobsOf(load);
  if (blobsPerSecond === 0) return tasks;
  const sleeper: TaskLoad = {
    job: job.name,
    taskKind: `${job.name}.${DELETION_TASK}`,
    tasksPerSecond: blobsPerSecond,
    working: blobsPerSecond * deleteSeconds,
    parked: pendingOf(load),
    blocked: 0,
    blockedAtLeast: false,
    comesAtLeast: false,
  };
  return [...tasks, sleeper];
}

/** One row for each kind of task: those of the jobs that come while the store is another are added up. */
function inRows(tasks: readonly TaskLoad[]): TaskLoad[] {
  const rows = new Map<string, TaskLoad>();
  for (const task of tasks) {
    const row = rows.get(task.taskKind);
    rows.set(
      task.taskKind,
      row === undefined
        ? task
        : {
            ...task,
            tasksPerSecond: row.tasksPerSecond + task.tasksPerSecond,
            working: row.working + task.working,
            parked: row.parked + task.parked,
            blocked: row.blocked + task.blocked,
            blockedAtLeast: row.blockedAtLeast || task.blockedAtLeast,
            comesAtLeast: row.comesAtLeast || task.comesAtLeast,
          },
    );
  }
  return [...rows.values()];
}

function sleepsIn(pool: string, deletion: Deletion): boolean {
  return deletion.by === 'sleep-in-pool' && deletion.pool === pool;
}

function parksIn(pool: string, load: JobLoad): boolean {
  return tasksIn(pool, load, 0).some((task) => task.parked > 0);
}

/** Whether jobs come in even steps, one at a time, and do nothing but constant work and sleep in tasks that follow each other. */
function isEven({ job }: JobLoad): boolean {
  const comes = job.arrivals.every(
    ({ law, batch }) => law.kind === 'constant' && batch.kind === 'constant' && batch.value === 1,
  );
  const takes = allSteps(job.steps).every((step) => {
    if (step.do === 'fanOut') return step.tasks.kind === 'constant' && step.tasks.value === 1;
    return (step.do === 'work' || step.do === 'park') && step.duration.kind === 'constant';
  });
  return comes && takes;
}

/** Whether jobs come as one Poisson stream, one at a time. */
function arrivesSingly({ job }: JobLoad): boolean {
  const single = (stream: ArrivalProcess) =>
    stream.law.kind === 'poisson' &&
    stream.batch.kind === 'constant' &&
    stream.batch.value === 1 &&
    stream.fromUs === 0 &&
    stream.untilUs === Number.POSITIVE_INFINITY;
  return job.arrivals.every(single);
}

/** Whether blobs are handed to the deletion as a Poisson stream, one at a time. */
export function defersSingly(load: JobLoad): boolean {
  // What counts is the most that one job brings: nine jobs without a blob and one with ten of them bring one each on average, and come in bursts.
  return arrivesSingly(load) && load.times.deferred.reduce((sum, { blobsMost }) => sum + blobsMost, 0) <= 1;
}

/** Whether what parks enters as a Poisson stream, one at a time: then its number is Poisson too. */
function parksSingly(load: JobLoad): boolean {
  return defersSingly(load) && load.times.tasks.every((task) => task.parkedSeconds === 0 || task.perJobMost <= 1);
}

/**
 * What arithmetic alone says of a scenario, without a simulation: Little's law for every pool, limit and deletion. Rates are means over the whole run, and times are what the steps
 * take when nothing waits: so the load of a pool is exact, and what is blocked or held for longer by waiting is not in it.
 */

import type { Deletion, Design, JobKind, Scenario, System } from '../scenario/model.ts';
import { DELETION_TASK } from '../scenario/step-names.ts';
import { heldThreadsQuantile, janitorLoad, poissonAtLeast, threadsForWaitProbability } from '../theory/index.ts';
import { toSeconds } from '../units.ts';
import { type ArrivalProcess, meanJobsPerSecond } from '../workload/arrivals.ts';
import { countMoments, durationMeanUs } from '../workload/distribution.ts';
import type {
  DeletionLoad,
  DesignExplanation,
  DesignLoads,
  Explanation,
  LimitLoad,
  PoolLoad,
  TaskLoad,
} from './explanation.ts';
import { findingsOf } from './findings.ts';
import { type JobTimes, jobTimes } from './task-times.ts';

interface JobLoad {
  readonly job: JobKind;
  readonly jobsPerSecond: number;
  readonly times: JobTimes;
}

/** Explains a scenario by arithmetic alone. */
export function explainScenario(scenario: Scenario): Explanation {
  const endUs = scenario.warmUpUs + scenario.durationUs;
  const { name, question, assumptions, sources } = scenario;
  return {
    name,
    question,
    designs: scenario.designs.map((design) => explainDesign(design, endUs)),
    assumptions,
    sources,
  };
}

/** Explains one design. @param endUs the time over which rates are averaged, from 0. */
export function explainDesign({ name, system }: Design, endUs: number): DesignExplanation {
  const jobs = system.jobs.map((job) => ({
    job,
    jobsPerSecond: rateOf(job, endUs),
    times: jobTimes(job.steps, system.store),
  }));
  const loads: DesignLoads = {
    system,
    pools: system.pools.map(({ name: pool, threads }) => poolLoad(pool, threads, jobs, system, endUs)),
    limits: limitLoads(system, jobs),
    deletions: deletionLoads(system, jobs, endUs),
    waiting: jobs.flatMap(({ job, times }) => times.waiting.map((waiting) => ({ ...waiting, job }))),
  };
  const { pools, limits, deletions } = loads;
  return { design: name, pools, limits, deletions, findings: findingsOf(loads) };
}

function rateOf(job: JobKind, endUs: number): number {
  return job.arrivals.reduce(
    (sum, stream) => sum + meanJobsPerSecond(stream, countMoments(stream.batch).mean, endUs),
    0,
  );
}

function poolLoad(pool: string, threads: number, jobs: readonly JobLoad[], system: System, endUs: number): PoolLoad {
  const tasks = jobs.flatMap((load) => tasksIn(pool, load, system, endUs));
  const sum = (key: 'working' | 'parked' | 'blocked') => tasks.reduce((total, task) => total + task[key], 0);
  const [working, parked, blocked] = [sum('working'), sum('parked'), sum('blocked')];
  const offered = working + parked + blocked;
  const isPoisson = parked > 0 && jobs.every((load) => !parksIn(pool, load, system, endUs) || arrivesSingly(load));
  return {
    pool,
    threads,
    tasks,
    working,
    parked,
    blocked,
    offered,
    blockedAtLeast: tasks.some((task) => task.blockedAtLeast),
    threadsForWait: waitsByErlangC(pool, tasks, jobs, system, endUs)
      ? [threadsForWaitProbability(offered, 0.1), threadsForWaitProbability(offered, 0.01)]
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

/**
 * Whether Erlang C speaks of the pool: every job that uses it comes by itself and brings it one task at a time, and nothing waits inside a task. It still takes holding times as
 * exponential, and a task that a job submits after another as one that comes by chance.
 */
function waitsByErlangC(
  pool: string,
  tasks: readonly TaskLoad[],
  jobs: readonly JobLoad[],
  system: System,
  endUs: number,
): boolean {
  const users = jobs.filter((load) => tasksIn(pool, load, system, endUs).length > 0);
  return (
    tasks.length > 0 &&
    tasks.every((task) => !task.blockedAtLeast && task.blocked === 0) &&
    users.every(
      (load) => arrivesSingly(load) && load.times.tasks.every((task) => task.pool !== pool || task.perJobMost <= 1),
    )
  );
}

function tasksIn(pool: string, load: JobLoad, system: System, endUs: number): TaskLoad[] {
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
      };
    });
  if (!sleepsIn(pool, job.deletion)) return tasks;
  const blobsPerSecond = blobsOf(load);
  if (blobsPerSecond === 0) return tasks;
  const sleeper: TaskLoad = {
    job: job.name,
    taskKind: `${job.name}.${DELETION_TASK}`,
    tasksPerSecond: blobsPerSecond,
    working: blobsPerSecond * deleteSeconds(system, endUs),
    parked: pendingOf(load),
    blocked: 0,
    blockedAtLeast: false,
  };
  return [...tasks, sleeper];
}

function sleepsIn(pool: string, deletion: Deletion): boolean {
  return deletion.by === 'sleep-in-pool' && deletion.pool === pool;
}

function parksIn(pool: string, load: JobLoad, system: System, endUs: number): boolean {
  return tasksIn(pool, load, system, endUs).some((task) => task.parked > 0);
}

/** Whether what parks enters as a Poisson stream, one at a time: then its number is Poisson too. */
function arrivesSingly({ job, times }: JobLoad): boolean {
  const single = (stream: ArrivalProcess) =>
    stream.law.kind === 'poisson' &&
    stream.batch.kind === 'constant' &&
    stream.batch.value === 1 &&
    stream.fromUs === 0 &&
    stream.untilUs === Number.POSITIVE_INFINITY;
  const blobs = times.deferred.reduce((sum, { blobsMost }) => sum + blobsMost, 0);
  // What counts is the most that one job brings: nine jobs without a blob and one with ten of them bring one each on average, and come in bursts.
  return (
    job.arrivals.every(single) &&
    blobs <= 1 &&
    times.tasks.every((task) => task.parkedSeconds === 0 || task.perJobMost <= 1)
  );
}

function blobsOf({ jobsPerSecond, times }: JobLoad): number {
  return jobsPerSecond * times.deferred.reduce((sum, { blobs }) => sum + blobs, 0);
}

function pendingOf({ job, jobsPerSecond, times }: JobLoad): number {
  return (
    jobsPerSecond *
    times.deferred.reduce((sum, { blobs, delayUs }) => sum + blobs * toSeconds(delayUs ?? job.deletion.delayUs), 0)
  );
}

/** How long a deletion takes over the whole run, the times at which the store is slow counted in. */
function deleteSeconds(system: System, endUs: number): number {
  const normalUs = durationMeanUs(system.store.delete.latency);
  return toSeconds(
    system.faults.reduce((meanUs, fault) => {
      if (fault.kind !== 'slow' || fault.operation !== 'delete') return meanUs;
      const share = Math.max(0, Math.min(fault.untilUs, endUs) - Math.max(0, fault.atUs)) / endUs;
      return meanUs + share * (durationMeanUs(fault.latency) - normalUs);
    }, normalUs),
  );
}

function limitLoads(system: System, jobs: readonly JobLoad[]): LimitLoad[] {
  const concurrency = system.concurrency.map(({ name, limit }): LimitLoad => {
    const admitted = jobs.filter(({ job }) => job.concurrency === name);
    return {
      kind: 'concurrency',
      name,
      limit,
      held: admitted.reduce((sum, { jobsPerSecond, times }) => sum + jobsPerSecond * times.seconds, 0),
    };
  });
  const semaphores = system.semaphores.map(({ name, limit }): LimitLoad => {
    const heldBy = ({ jobsPerSecond, times }: JobLoad) =>
      times.permits.reduce(
        (sum, permit) => (permit.semaphore === name ? sum + jobsPerSecond * permit.permitSecondsPerJob : sum),
        0,
      );
    return { kind: 'semaphore', name, limit, held: jobs.reduce((sum, load) => sum + heldBy(load), 0) };
  });
  return [...concurrency, ...semaphores];
}

function deletionLoads(system: System, jobs: readonly JobLoad[], endUs: number): DeletionLoad[] {
  const groups = new Map<string, JobLoad[]>();
  for (const load of jobs) {
    if (blobsOf(load) === 0) continue;
    // As the service does: job kinds with the same settings share one janitor, others have one each.
    const { by, janitor } = load.job.deletion;
    const key = JSON.stringify([by, by === 'janitor' ? janitor : '']);
    groups.set(key, [...(groups.get(key) ?? []), load]);
  }
  return [...groups.values()].map((loads) => {
    const by = (loads[0] as JobLoad).job.deletion.by;
    const blobsPerSecond = loads.reduce((sum, load) => sum + blobsOf(load), 0);
    const settings = loads[0]?.job.deletion.janitor;
    const isJanitor = by === 'janitor' && settings !== undefined;
    return {
      by,
      jobs: loads.map(({ job }) => job.name),
      blobsPerSecond,
      pending: loads.reduce((sum, load) => sum + pendingOf(load), 0),
      load: isJanitor
        ? janitorLoad(
            blobsPerSecond,
            deleteSeconds(system, endUs) * triesPerDeletion(system.store.delete.retry, settings.retry.attempts),
          ) / settings.concurrency
        : null,
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

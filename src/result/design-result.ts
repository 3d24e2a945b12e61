import type { ReplicationRecord } from '../record/replication-record.ts';
import { USAGE_STATES } from '../record/usage-recorder.ts';
import type { HealthLog, System } from '../scenario/model.ts';
import { toSeconds } from '../units.ts';
import type { DesignAccumulator } from './design-accumulator.ts';
import { reachedByStarvation } from './reach.ts';
import type { DesignResult, JobResult, Level, PoolResult, TaskKindResult } from './schema.ts';
import { stabilityOf } from './stability.ts';
import { estimate } from './statistics.ts';
import { timelineResult } from './timeline-result.ts';

/** The most entries that the distribution of active threads has. */
const DISTRIBUTION_ENTRIES = 1024;

/** What a design's result is made from, beside what was measured. */
export interface RunTimes {
  readonly warmUpUs: number;
  readonly durationUs: number;
}

/** Makes the result of one design from its pooled replications. At least one replication was added. */
export function designResult(pooled: DesignAccumulator, system: System, times: RunTimes): DesignResult {
  const first = pooled.first as ReplicationRecord;
  const seconds = toSeconds(pooled.measuredUs);
  const hours = seconds / 3600;
  const stability = stabilityOf(pooled, system, times.warmUpUs + times.durationUs);
  pooled.withoutMean = new Set(stability.growing.flatMap(({ reaches }) => reaches));
  return {
    pools: byName(system.pools, (pool) => poolResult(pooled, first, pool, seconds)),
    semaphores: byName(system.semaphores, ({ name, limit }) => ({
      limit,
      inUse: pooled.level(`semaphores.${name}.inUse`),
      waiting: pooled.level(`semaphores.${name}.waiting`),
      wait: pooled.durations(`semaphores.${name}.wait`),
    })),
    concurrency: byName(system.concurrency, ({ name, limit }) => ({
      limit,
      admitted: pooled.level(`concurrency.${name}.admitted`),
      waiting: pooled.level(`concurrency.${name}.waiting`),
      waitingAtEnd: pooled.count(`concurrency.${name}.waitingAtEnd`),
    })),
    jobs: byName(system.jobs, (job) => jobResult(pooled, first, job, hours)),
    deletions: deletionsResult(pooled),
    blobs: {
      uploaded: pooled.count('blobs.uploaded'),
      alive: pooled.level('blobs.alive'),
      neverDeferred: pooled.count('blobs.neverDeferred'),
    },
    threads: pooled.level('threads'),
    threadHours: threadHours(pooled, first, system, hours),
    stability,
    starved: pooled.starvations.map(({ pool, atUs, reason, replications }) => ({
      pool,
      atSeconds: toSeconds(atUs),
      replications,
      reason,
      reaches: reachedByStarvation(pool, system),
    })),
    series: pooled.series.series(system, times),
    ...(first.timeline === undefined ? {} : { timeline: timelineResult(first.timeline, first.taskKinds, system) }),
    perReplication: pooled.perReplication(),
  };
}

function poolResult(
  pooled: DesignAccumulator,
  first: ReplicationRecord,
  { name, threads, health }: System['pools'][number],
  seconds: number,
): PoolResult {
  const path = `pools.${name}`;
  const working = pooled.level(`${path}.working`);
  const holding = pooled.durations(`${path}.holding`);
  const step = Math.ceil((threads + 1) / DISTRIBUTION_ENTRIES);
  // A task that got its thread in the warm-up and keeps it has no start in the measured time, and yet it is there.
  const kinds = first.taskKinds.filter(
    (kind) =>
      pooled.durations(`${path}.tasks.${kind.name}.queueWait`).count > 0 ||
      USAGE_STATES.some((state) => pooled.threadHours(name, kind.name, state) > 0),
  );
  return {
    threads,
    active: pooled.level(`${path}.active`),
    working,
    ...onlyObserved(pooled, first, path, 'io'),
    parked: pooled.level(`${path}.parked`),
    blocked: pooled.level(`${path}.blocked`),
    ...onlyObserved(pooled, first, path, 'unknown'),
    queueDepth: pooled.level(`${path}.queueDepth`),
    queueWait: pooled.durations(`${path}.queueWait`),
    utilization: pooled.level(`${path}.active`, threads),
    usefulUtilization: { mean: working.mean === null ? null : working.mean / threads },
    fullFraction: pooled.fraction(`${path}.active`, threads),
    queuedFraction: pooled.fraction(`${path}.queueDepth`, 1),
    rejected: pooled.count(`${path}.rejected`),
    offeredErlangs: (pooled.count(`${path}.submitted`) / seconds) * (holding.mean ?? 0),
    distribution: Array.from({ length: Math.ceil((threads + 1) / step) }, (_, i) =>
      pooled.fraction(`${path}.active`, i * step, (i + 1) * step - 1),
    ),
    distributionStep: step,
    tasks: byName(kinds, (kind) => taskKindResult(pooled, name, kind, seconds / 3600)),
    ...(health === undefined
      ? {}
      : { health: healthResult(pooled, `${path}.health`, health, first.health[name]?.firstLines ?? []) }),
  };
}

/** A level that only an observed service has. */
function onlyObserved<K extends 'io' | 'unknown'>(
  pooled: DesignAccumulator,
  first: ReplicationRecord,
  path: string,
  state: K,
): Partial<Record<K, Level>> {
  const record: Partial<Record<'io' | 'unknown', Level>> =
    first.levels[`${path}.${state}`] === undefined ? {} : { [state]: pooled.level(`${path}.${state}`) };
  return record as Partial<Record<K, Level>>;
}

function healthResult(
  pooled: DesignAccumulator,
  path: string,
  { everyUs, abovePercent }: HealthLog,
  firstLines: readonly string[],
): NonNullable<PoolResult['health']> {
  return {
    everySeconds: toSeconds(everyUs),
    abovePercent,
    samples: pooled.count(`${path}.samples`),
    lines: pooled.count(`${path}.lines`),
    activeAbove: pooled.level(`${path}.activeAbove`),
    queueDepthAbove: pooled.level(`${path}.queueDepthAbove`),
    firstLines: [...firstLines],
  };
}

function taskKindResult(
  pooled: DesignAccumulator,
  pool: string,
  { name, job }: ReplicationRecord['taskKinds'][number],
  hours: number,
): TaskKindResult {
  const queueWait = pooled.durations(`pools.${pool}.tasks.${name}.queueWait`);
  const parkedThreadHours = pooled.threadHours(pool, name, 'parked');
  return {
    job,
    started: queueWait.count,
    working: pooled.threadHours(pool, name, 'working') / hours,
    parked: parkedThreadHours / hours,
    blocked: pooled.threadHours(pool, name, 'blocked') / hours,
    parkedThreadHours,
    queueWait,
    holding: pooled.durations(`pools.${pool}.tasks.${name}.holding`),
  };
}

function jobResult(
  pooled: DesignAccumulator,
  first: ReplicationRecord,
  { name, deletion }: System['jobs'][number],
  hours: number,
): JobResult {
  const path = `jobs.${name}`;
  const rate = estimate(pooled.counts(`${path}.done`).map((done) => done / hours));
  const parked = kindsByName(first)
    .filter(({ job }) => job === name)
    .flatMap((kind) => poolsByName(first).map((pool) => pooled.threadHours(pool, kind.name, 'parked')));
  return {
    deletion: deletion.by,
    arrived: pooled.count(`${path}.arrived`),
    done: pooled.count(`${path}.done`),
    failed: pooled.count(`${path}.failed`),
    successFraction: estimate(pooled.shares(`${path}.done`, `${path}.failed`)).mean,
    failedFraction: estimate(pooled.shares(`${path}.failed`, `${path}.done`)).mean,
    donePerHour: { mean: rate.mean, meanHalfWidth95: rate.halfWidth95 },
    time: pooled.durations(`${path}.time`),
    failedTime: pooled.durations(`${path}.failedTime`),
    admissionWait: pooled.durations(`${path}.admissionWait`),
    runningAtEnd: pooled.count(`${path}.runningAtEnd`),
    waitingAtEnd: pooled.count(`${path}.waitingAtEnd`),
    parkedThreadHours: parked.reduce((sum, value) => sum + value, 0),
  };
}

function deletionsResult(pooled: DesignAccumulator): DesignResult['deletions'] {
  const count = (name: string) => pooled.count(`deletions.${name}`);
  const pending = pooled.level('deletions.pending');
  const deletedBeforeDue = count('deletedBeforeDue');
  const aliveAfterUrl = count('aliveAfterUrl');
  return {
    scheduled: count('scheduled'),
    deleted: count('deleted'),
    gone: count('gone'),
    superseded: count('superseded'),
    failed: count('failed'),
    rejected: count('rejected'),
    retried: count('retried'),
    pending,
    pendingMax: pending.max ?? 0,
    pendingAtEnd: count('pendingAtEnd'),
    inFlightAtEnd: count('inFlightAtEnd'),
    lateness: pooled.durations('deletions.lateness'),
    violations: deletedBeforeDue + aliveAfterUrl,
    deletedBeforeDue,
    aliveAfterUrl,
    driverStarts: count('driverStarts'),
  };
}

function threadHours(
  pooled: DesignAccumulator,
  first: ReplicationRecord,
  system: System,
  hours: number,
): DesignResult['threadHours'] {
  const total = (state: 'working' | 'parked' | 'blocked') =>
    poolsByName(first)
      .flatMap((pool) => kindsByName(first).map(({ name }) => pooled.threadHours(pool, name, state)))
      .reduce((sum, value) => sum + value, 0);
  const working = total('working') + (pooled.level('drivers.working').mean ?? 0) * hours;
  const parked = total('parked');
  const blocked = total('blocked');
  const threads = pooled.level('threads').mean ?? system.pools.reduce((sum, pool) => sum + pool.threads, 0);
  const all = threads * hours;
  const idle = all - working - parked - blocked;
  // What is left of the sums' rounding is not idleness.
  return { idle: idle > 1e-9 * all ? idle : 0, working, parked, blocked };
}

/** Sums are made in the order of names, so that their last bit does not depend on the order in a file. */
function kindsByName({ taskKinds }: ReplicationRecord) {
  return [...taskKinds].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function poolsByName({ usage }: ReplicationRecord): string[] {
  return usage.map(({ pool }) => pool).sort();
}

function byName<T extends { readonly name: string }, R>(list: readonly T[], make: (one: T) => R): Record<string, R> {
  return Object.fromEntries(list.map((one) => [one.name, make(one)]));
}

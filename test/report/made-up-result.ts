import { type DesignResult, RESULT_SCHEMA_VERSION, type Result, resultSchema } from '../../src/result/schema.ts';
import { madeUpSeries, noise } from './made-up-series.ts';
import { durations, grown, level, NO_INTERVALS_OF_A_LEVEL, poissonShares, scaled, sum } from './made-up-statistics.ts';

/** What a made-up design does, in a few numbers; everything else follows from them by simple, fixed rules. */
export interface MadeUpDesign {
  readonly threads: number;
  readonly working: number;
  readonly parked: number;
  readonly blocked: number;
  /** Mean queue depth; 0 when nothing waits. */
  readonly queue?: number;
  /** Jobs an hour by which the line outside grows. */
  readonly growsPerHour?: number;
  readonly starved?: boolean;
  /** Nothing is ever deferred: every statistic of deletions is null. */
  readonly nothingDeferred?: boolean;
  /** Share of the jobs that fail. */
  readonly failedFraction?: number;
  /** Mean job time. */
  readonly jobSeconds?: number;
  /** Tasks that the queue refused. */
  readonly refused?: number;
  /** The service keeps no log of the pool. */
  readonly hasNoLog?: boolean;
  readonly latenessSeconds?: number;
  readonly violations?: number;
  /** Threads that the design starts beside the pool, at most at once. */
  readonly threadsBeside?: number;
  readonly by?: string;
}

export interface MadeUpResult {
  readonly name?: string;
  readonly question?: string;
  /** No reader of results lets such names in; what is written of them is escaped all the same. */
  readonly hasHostileNames?: boolean;
  readonly replications?: number;
  readonly hours?: number;
  readonly notes?: readonly { path: string; value: string; text: string }[];
  readonly designs: Readonly<Record<string, MadeUpDesign>>;
}

/** A valid result record made of a few numbers: the same every time, and nothing in it was simulated. */
export function madeUpResult(made: MadeUpResult): Result {
  const replications = made.replications ?? 4;
  const hours = made.hours ?? 24;
  const result: Result = {
    schemaVersion: RESULT_SCHEMA_VERSION,
    engineVersion: '0.1.0',
    world: 'sim',
    scenario: {
      name: made.name ?? 'made-up',
      question: made.question ?? 'What does the storage pool do once its deletion timers no longer park threads?',
      hash: '5f0c9a7e1d24b683',
      durationSeconds: hours * 3_600,
      warmUpSeconds: 1_800,
      overrides: [],
      designs: {},
    },
    seed: 7855,
    replications,
    assumptions: [
      { path: '', value: '', text: 'The busiest instance gets 53 % of the volume.' },
      { path: 'store.delete.latency', value: 'exponential 0.1s', text: 'No delete latency was published.' },
      ...(made.notes ?? []),
    ],
    sources: [{ path: 'pools.storage.threads', value: '128', text: 'PR 7529; executors module' }],
    designs: Object.fromEntries(
      Object.entries(made.designs).map(([name, design]) => [name, designResult(design, replications, hours)]),
    ),
  };
  return made.hasHostileNames === true ? result : resultSchema.parse(result);
}

function designResult(made: MadeUpDesign, replications: number, hours: number): DesignResult {
  const active = made.working + made.parked + made.blocked;
  const queue = made.queue ?? 0;
  const grows = made.growsPerHour;
  const deferred = made.nothingDeferred === true ? 0 : Math.round(hours * 636);
  const beside = made.threadsBeside ?? 0;
  const lateness = made.latenessSeconds ?? 0;
  const failedFraction = made.failedFraction ?? 0;
  const jobsAnHour = (grows === undefined ? 636 : 636 - grows) * (1 - failedFraction);
  const distribution = poissonShares(active, made.threads);
  const full = distribution[made.threads] ?? 0;
  const threshold = made.threads * 0.7;
  const above = distribution.slice(Math.floor(threshold) + 1);
  const linesFraction = sum(above);
  const meanAbove =
    linesFraction < 0.001
      ? null
      : sum(above.map((share, i) => share * (Math.floor(threshold) + 1 + i))) / linesFraction;
  const samples = hours * 60;
  const lines = meanAbove === null ? 0 : samples * linesFraction;
  const kind = (job: string, share: number, holding: number) => ({
    job,
    started: Math.round(hours * 636 * share),
    working: made.working * share,
    parked: made.parked * share,
    blocked: made.blocked * share,
    parkedThreadHours: made.parked * share * hours,
    queueWait: durations(Math.round(hours * 636 * share), queue * 5.7),
    holding: durations(Math.round(hours * 636 * share), holding),
  });
  const job = (share: number) => ({
    deletion: made.by ?? (made.parked > 0 ? 'sleep-in-pool' : 'janitor'),
    arrived: Math.round(hours * 636 * share),
    done: Math.round(hours * jobsAnHour * share),
    failed: Math.round(hours * 636 * share * failedFraction),
    successFraction: 1 - failedFraction,
    failedFraction,
    donePerHour: { mean: jobsAnHour * share, meanHalfWidth95: 3.1 * share },
    time: durations(Math.round(hours * jobsAnHour * share), made.jobSeconds ?? 30.3 + queue * 11),
    failedTime: durations(0, 0),
    admissionWait:
      grows === undefined
        ? durations(Math.round(hours * 636 * share), 0.02)
        : { ...durations(Math.round(hours * 636 * share), 300), mean: null, meanHalfWidth95: null },
    runningAtEnd: 5,
    waitingAtEnd: grows === undefined ? 0 : grows * hours * share,
    parkedThreadHours: made.parked * share * hours,
  });
  return {
    pools: {
      storage: {
        threads: made.threads,
        active: level(active, made.threads),
        working: level(made.working),
        parked: level(made.parked),
        blocked: level(made.blocked),
        queueDepth: level(queue),
        queueWait: durations(Math.round(hours * 1_200), queue * 5.7),
        utilization: scaled(level(active, made.threads), 1 / made.threads),
        usefulUtilization: { mean: made.working / made.threads },
        fullFraction: full,
        queuedFraction: queue > 0 ? Math.min(1, full) : 0,
        rejected: made.refused ?? 0,
        offeredErlangs: active,
        distribution,
        distributionStep: 1,
        tasks: {
          'sync.decode': kind('sync', 0.8, 30),
          'precache.merge': kind('precache', 0.2, 20),
        },
        ...(made.hasNoLog === true
          ? {}
          : {
              health: {
                everySeconds: 60,
                abovePercent: 70,
                samples,
                lines,
                activeAbove:
                  meanAbove === null
                    ? {
                        mean: null,
                        meanHalfWidth95: null,
                        p5: null,
                        p50: null,
                        p95: null,
                        p99: null,
                        max: null,
                        ...NO_INTERVALS_OF_A_LEVEL,
                      }
                    : level(meanAbove, made.threads),
                queueDepthAbove: level(queue),
                firstLines:
                  meanAbove === null
                    ? []
                    : [0, 1, 2, 3].map(
                        (i) =>
                          `executor_pool_health: [{'name': 'storage', 'max_workers': ${made.threads}, 'active_count': ${Math.round(meanAbove) + i}, 'queue_depth': ${Math.round(queue)}, 'utilization_pct': ${(((Math.round(meanAbove) + i) / made.threads) * 100).toFixed(1)}}]`,
                      ),
              },
            }),
      },
    },
    semaphores: {
      'precache-file': {
        limit: 4,
        inUse: level(0.5),
        waiting: level(0.01),
        wait: durations(hours * 44, 0.3),
      },
    },
    concurrency: {
      pipelines: {
        limit: 16,
        admitted: level(grows === undefined ? 5.4 : 16, 16),
        waiting: grows === undefined ? level(0) : grown(),
        waitingAtEnd: grows === undefined ? 0 : grows * hours,
      },
    },
    jobs: { sync: job(0.8), precache: job(0.2) },
    deletions: {
      scheduled: deferred,
      deleted: deferred,
      gone: 0,
      superseded: 0,
      failed: 0,
      rejected: 0,
      retried: 0,
      pending: level(deferred === 0 ? 0 : 84.8),
      pendingMax: deferred === 0 ? 0 : 128,
      pendingAtEnd: deferred === 0 ? 0 : 85,
      inFlightAtEnd: 0,
      lateness: durations(deferred, lateness),
      violations: made.violations ?? 0,
      deletedBeforeDue: 0,
      aliveAfterUrl: made.violations ?? 0,
      driverStarts: beside > 0 ? 1 : 0,
    },
    blobs: {
      uploaded: deferred,
      alive: level(deferred === 0 ? 0 : 84.9),
      neverDeferred: 0,
    },
    threads: {
      ...level(made.threads + beside),
      p5: made.threads,
      p50: made.threads + beside,
      p95: made.threads + beside,
      p99: made.threads + beside,
      max: made.threads + beside,
    },
    threadHours: {
      idle: (made.threads - active) * hours,
      working: made.working * hours,
      parked: made.parked * hours,
      blocked: made.blocked * hours,
    },
    stability: {
      stable: grows === undefined,
      growing:
        grows === undefined
          ? []
          : [
              {
                line: 'concurrency.pipelines.waiting',
                perHour: grows,
                halfWidth95: grows / 20,
                reaches: ['concurrency.pipelines.waiting', 'jobs.sync.admissionWait', 'jobs.precache.admissionWait'],
              },
            ],
      undecided: [],
    },
    starved:
      made.starved === true
        ? [{ pool: 'storage', atSeconds: 5_412, replications, reason: 'every thread waits for tasks in the same pool' }]
        : [],
    series: madeUpSeries(made, replications, hours),
    perReplication: perReplication(made, replications, hours),
  };
}

function perReplication(made: MadeUpDesign, replications: number, hours: number): DesignResult['perReplication'] {
  // Every design meets the same draws: the shared part of a replication is the same in all of them.
  const around = (mean: number, relative = 0.02) => {
    const shared = noise(17);
    return Array.from({ length: replications }, () => mean * (1 + (shared() - 0.5) * relative));
  };
  const active = made.working + made.parked + made.blocked;
  const jobsAnHour = 636 - (made.growsPerHour ?? 0);
  return {
    'pools.storage.active.mean': around(active),
    'pools.storage.working.mean': around(made.working),
    'pools.storage.parked.mean': around(made.parked),
    'pools.storage.blocked.mean': around(made.blocked, 0.3),
    'pools.storage.queueDepth.mean': around(made.queue ?? 0, 0.3),
    'pools.storage.queueWait.mean': around((made.queue ?? 0) * 5.7, 0.3),
    'jobs.sync.donePerHour.mean': around(jobsAnHour * 0.8),
    'jobs.precache.donePerHour.mean': around(jobsAnHour * 0.2),
    ...jobTimes(made, around),
    'threadHours.parked': around(made.parked * hours),
  };
}

function jobTimes(made: MadeUpDesign, around: (mean: number) => number[]): DesignResult['perReplication'] {
  const { mean, p50, p99 } = durations(1, made.jobSeconds ?? 30.3 + (made.queue ?? 0) * 11);
  return Object.fromEntries(
    Object.entries({ mean, p50, p99 }).map(([key, value]) => [`jobs.sync.time.${key}`, around(value ?? 0)]),
  );
}

/** The before/after of the storage pool: most of the threads parked, or none. */
export const beforeAfter = () =>
  madeUpResult({
    name: 'omi-sync',
    designs: {
      legacy: { threads: 128, working: 7.3, parked: 84.8, blocked: 0.33, queue: 0.02, latenessSeconds: 0.1 },
      janitor: { threads: 128, working: 7.3, parked: 0, blocked: 0.33, threadsBeside: 1, latenessSeconds: 0.05 },
    },
  });

/** Six designs: four that can't carry the load, two that can. */
export const poolHistory = () => {
  const saturated = (threads: number, growsPerHour: number) => ({
    threads,
    working: threads * 0.06,
    parked: threads * 0.938,
    blocked: threads * 0.002,
    queue: 33 - threads / 12,
    growsPerHour,
    latenessSeconds: 180,
    violations: 120,
  });
  return madeUpResult({
    name: 'omi-pool-history',
    hours: 6,
    designs: {
      'legacy-32': saturated(32, 794),
      'legacy-64': saturated(64, 572),
      'legacy-96': saturated(96, 350),
      'legacy-128': saturated(128, 127),
      'legacy-192': { threads: 192, working: 11.2, parked: 134.4, blocked: 0.4, latenessSeconds: 0.1 },
      'janitor-32': {
        threads: 32,
        working: 10.5,
        parked: 0,
        blocked: 0.4,
        queue: 0.001,
        threadsBeside: 1,
        latenessSeconds: 0.05,
      },
    },
  });
};

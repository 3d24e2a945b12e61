import * as z from 'zod';
import { NAME_PATTERN, TASK_NAME_PATTERN } from '../scenario/language.ts';
import { RATE_UNITS } from '../units.ts';
import { liveDesign, liveRun } from './live-schema.ts';
import { observedPool, observedRun } from './observed-schema.ts';
import { type band, series } from './series-schema.ts';
import { timeline } from './timeline-schema.ts';
import { nullable, number } from './unit-schema.ts';

/**
 * The result record: the one thing that a world writes and every reader reads. Times are seconds, and each measure's unit stands in its metadata.
 * A statistic of nothing is null, never 0. Counts are per replication: their mean over the replications. Over replications a mean is the mean of means, with the half
 * width of its 95 % confidence interval (Student's t over the replications; null for a single one); quantiles and maxima are of the pooled replications. A quantile has its
 * interval beside it (see quantile-interval.ts). A maximum has none: another seed can always exceed it; how far the replications' own maxima lie apart stands beside it.
 */

/** Names come from a scenario and obey its rule: they become parts of paths and of file names. */
const name = z.string().regex(NAME_PATTERN, 'a name is a letter, then letters, digits, - or _');
/** Names of tasks have those of their job kinds in front. */
const taskName = z.string().regex(TASK_NAME_PATTERN);

/** Raised whenever a reader of an older record could misunderstand a newer one. */
export const RESULT_SCHEMA_VERSION = 2;

/** Where a result comes from: simulated, from a live run, or from a running service that was observed. */
export const WORLDS = ['sim', 'live', 'observed'] as const;

/** Lower and upper end; null where too little was observed. */
const interval = (unit: string, of: string) =>
  z
    .tuple([z.number(), z.number()])
    .nullable()
    .meta({
      unit,
      description: `95 % interval of the ${of}, over replications; null for one, and where too little was observed`,
    });

/** A level that holds over time (threads, tasks, blobs), weighted by time; its quantiles are exact. */
const level = (unit: string, description: string) =>
  z
    .strictObject({
      mean: nullable(unit, 'time-weighted mean; null where the design is unstable and the growth reaches it'),
      meanHalfWidth95: nullable(
        unit,
        'half width of the 95 % interval of the mean, over replications; of a live run by batch means within it',
      ),
      p5: nullable(unit, 'the level that held or was undercut for 5 % of the time'),
      p5Interval95: interval(unit, '5 % quantile'),
      p50: nullable(unit, 'the median over time'),
      p50Interval95: interval(unit, 'median'),
      p95: nullable(unit, '95 % quantile over time'),
      p95Interval95: interval(unit, '95 % quantile'),
      p99: nullable(unit, '99 % quantile over time'),
      p99Interval95: interval(unit, '99 % quantile'),
      max: nullable(unit, 'the highest level of any replication'),
      maxLowest: nullable(unit, 'the lowest of the replications’ maxima; null for a single replication'),
    })
    .meta({ description });

/** Durations that were observed one by one; quantiles within 0.4 %, exact where those near are the same; mean and maximum exact. */
const durations = (description: string) =>
  z
    .strictObject({
      count: number('count', 'observations, per replication'),
      mean: nullable(
        's',
        'mean of the replications’ means; null where the design is unstable and the growth reaches it',
      ),
      meanHalfWidth95: nullable('s', 'half width of the 95 % interval of the mean, over replications'),
      p50: nullable('s', 'median'),
      p50Interval95: interval('s', 'median'),
      p95: nullable('s', '95 % quantile'),
      p95Interval95: interval('s', '95 % quantile'),
      p99: nullable('s', '99 % quantile'),
      p99Interval95: interval('s', '99 % quantile'),
      max: nullable('s', 'the longest of any replication'),
      maxLowest: nullable('s', 'the lowest of the replications’ maxima; null for a single replication'),
    })
    .meta({ description });

const stateMeans = z.strictObject({
  working: number('threads', 'mean threads that worked on such tasks'),
  parked: number('threads', 'mean threads that slept on a timer in such tasks'),
  blocked: number('threads', 'mean threads that waited in such tasks for a semaphore or for tasks of their own'),
});

const taskKind = z
  .strictObject({
    job: z.string().meta({ description: 'the job kind that the tasks belong to' }),
    started: number('count', 'tasks that got their thread, per replication'),
    ...stateMeans.shape,
    parkedThreadHours: number('thread-hours', 'thread-time parked in such tasks in the measured time, per replication'),
    queueWait: durations('wait for a thread'),
    holding: durations('how long a task held its thread'),
  })
  .meta({ description: 'the tasks of one kind' });

const health = z
  .strictObject({
    everySeconds: number('s', 'time between two samples'),
    abovePercent: number('%', 'a sample over this utilization gives a line'),
    samples: number('count', 'samples in the measured time, per replication'),
    lines: number('count', 'samples over the threshold, per replication'),
    activeAbove: level('threads', 'active threads in the samples that gave a line: what a reader of the log sees'),
    queueDepthAbove: level('tasks', 'queue depth in the samples that gave a line'),
    firstLines: z
      .array(z.string())
      .max(12)
      .meta({ description: 'the first lines of the first replication, as the service would log them' }),
  })
  .meta({
    description:
      'the log that the service keeps of the pool: a sample at a fixed interval, printed above a threshold; only of pools with a `healthLog`',
  });

const pool = z.strictObject({
  threads: number('threads', 'the size of the pool'),
  active: level('threads', 'threads that hold a task: working + parked + blocked'),
  working: level('threads', 'threads that run a work step or an operation on the store'),
  io: level('threads', 'the part of `working` that waits for I/O').optional(),
  parked: level('threads', 'threads that sleep on a timer'),
  blocked: level('threads', 'threads that wait for a semaphore or for tasks that they started'),
  unknown: level('threads', 'threads of which no rule knows what they do; they are not in `active`').optional(),
  queueDepth: level('tasks', 'tasks that wait for a thread'),
  queueWait: durations('from the submission of a task to its thread'),
  utilization: level('fraction', 'active ÷ threads'),
  usefulUtilization: z.strictObject({ mean: nullable('fraction', 'working ÷ threads') }),
  fullFraction: number('fraction', 'share of the time in which every thread held a task'),
  queuedFraction: nullable(
    'fraction',
    'share of the time in which at least one task waited; null where the queue was not observed',
  ),
  rejected: nullable(
    'count',
    'tasks refused at the bound of the queue, per replication; null where they were not observed',
  ),
  offeredErlangs: number(
    'erlangs',
    'arrival rate × mean holding time as observed: tasks submitted per second × mean holding time',
  ),
  distribution: z
    .array(z.number())
    .meta({ unit: 'fraction', description: 'share of the time with 0, 1, 2 … active threads; up to 1,024 entries' }),
  distributionStep: number('threads', 'width of one entry of the distribution; 1 for pools up to 1,023 threads'),
  tasks: z.record(taskName, taskKind),
  health: health.optional(),
  observed: observedPool.optional().meta({ description: 'of an observed service: what held the threads' }),
});

const semaphore = z.strictObject({
  limit: number('permits', 'permits there are'),
  inUse: level('permits', 'permits held'),
  waiting: level('waiters', 'tasks and jobs that wait for a permit'),
  wait: durations('from asking for a permit to holding it; 0 when one was free'),
});

const concurrency = z.strictObject({
  limit: number('jobs', 'jobs admitted at once'),
  admitted: level('jobs', 'jobs that run'),
  waiting: level('jobs', 'jobs that wait for admission'),
  waitingAtEnd: number('jobs', 'jobs that wait for admission when the run ends, per replication'),
});

const job = z.strictObject({
  deletion: z.string().meta({ description: 'how the deletions of this kind are deferred' }),
  arrived: number('count', 'jobs that arrived, per replication'),
  done: number('count', 'jobs that ended well, per replication'),
  failed: number('count', 'jobs that ended in a failure, per replication'),
  successFraction: nullable('fraction', 'jobs that ended well ÷ jobs that ended; null when none ended'),
  failedFraction: nullable('fraction', 'jobs that ended in a failure ÷ jobs that ended; null when none ended'),
  donePerHour: z
    .strictObject({
      mean: nullable('1/h', 'jobs that ended well in an hour'),
      meanHalfWidth95: nullable('1/h', 'half width of the 95 % interval of the mean'),
    })
    .meta({ description: 'goodput' }),
  time: durations(
    'from admission to the end, of the jobs that ended well; the wait for admission is not in it, see admissionWait',
  ),
  failedTime: durations(
    'from admission to the end, of the jobs that ended in a failure; the wait for admission is not in it',
  ),
  admissionWait: durations('from arrival to admission, of the jobs that were admitted'),
  runningAtEnd: number('jobs', 'jobs of this kind that run when the run ends, per replication'),
  waitingAtEnd: number('jobs', 'jobs of this kind that wait for admission when the run ends, per replication'),
  parkedThreadHours: number('thread-hours', 'thread-time that jobs of this kind kept parked, per replication'),
});

const deletions = z.strictObject({
  scheduled: number('count', 'deletions handed to the design, per replication'),
  deleted: number('count', 'blobs deleted'),
  gone: number('count', 'blobs that were not there any more: a success'),
  superseded: number('count', 'blobs that another had replaced'),
  failed: number('count', 'deletions given up; the lifecycle rule is the backstop'),
  rejected: number('count', 'deletions refused at a bound; the lifecycle rule is the backstop'),
  retried: number('count', 'tries that the store put off'),
  pending: level('deletions', 'scheduled, not yet started'),
  pendingMax: number('deletions', 'most pending at once, of any replication'),
  pendingAtEnd: number('deletions', 'pending when the run ends, per replication'),
  inFlightAtEnd: number('deletions', 'started and not ended when the run ends, per replication'),
  lateness: durations('start of the deletion − due'),
  violations: number('count', 'deletedBeforeDue + aliveAfterUrl, per replication'),
  deletedBeforeDue: number('count', 'deletions that started before they were due'),
  aliveAfterUrl: number('count', 'blobs that outlived their signed URL'),
  driverStarts: number('count', 'janitor threads started; more than 1: a dead one was replaced'),
});

const growth = z.strictObject({
  line: z.string().meta({ description: 'the level that grows, such as concurrency.pipelines.waiting' }),
  perHour: number('1/h', 'growth of the line'),
  halfWidth95: nullable('1/h', 'half width of the 95 % interval of the growth'),
  reaches: z.array(z.string()).meta({
    description: 'the measures that have no mean because of it, such as jobs.sync.admissionWait; the line is one',
  }),
});

const doubt = z.strictObject({
  line: z.string().meta({ description: 'the level that may be growing, or merely wandering' }),
  load: nullable('fraction', 'the highest load of what the line may wait for, by arithmetic or as measured; 1 is full'),
});

const stability = z.strictObject({
  stable: z.boolean().nullable().meta({
    description: 'whether no level grows for ever; null: a run of this length cannot tell',
  }),
  growing: z.array(growth).meta({ description: 'the levels that grow, the cause first; empty unless unstable' }),
  undecided: z.array(doubt).meta({ description: 'what a run of this length cannot tell' }),
});

const starvation = z.strictObject({
  pool: z.string(),
  atSeconds: number('s', 'when, from the start of the run: the earliest of the replications that starved'),
  replications: number('count', 'replications that starved'),
  reason: z.string(),
  reaches: z.array(z.string()).optional().meta({
    description:
      'the durations that lack waits which never ended, such as jobs.sync.time; absent in results of older versions',
  }),
});

/** The measures of a design, in either world. */
const designMeasures = z.strictObject({
  pools: z.record(name, pool),
  semaphores: z.record(name, semaphore),
  concurrency: z.record(name, concurrency),
  jobs: z.record(name, job),
  deletions,
  blobs: z.strictObject({
    uploaded: number('count', 'blobs uploaded, per replication'),
    alive: level('blobs', 'blobs in the store that are waiting for their deletion or have escaped it'),
    neverDeferred: number('count', 'blobs whose job ended without handing them on, per replication'),
  }),
  threads: level('threads', 'threads in all: the pools’ and those that a design starts beside them'),
  threadHours: z
    .strictObject({
      idle: number('thread-hours', 'held nothing'),
      working: number('thread-hours', 'worked'),
      parked: number('thread-hours', 'slept on a timer'),
      blocked: number('thread-hours', 'waited for a semaphore or for tasks of their own'),
    })
    .meta({ description: 'what every thread did in the measured time, per replication' }),
  stability,
  starved: z.array(starvation),
});

const designResult = designMeasures.extend({
  live: liveDesign.optional().meta({ description: 'of a live run: how it went' }),
  predicted: z
    .strictObject({
      forecast: designMeasures.meta({
        description:
          'simulated from what is known before the run: the scenario, and the store’s latencies as the probe saw them',
      }),
      replay: designMeasures.meta({
        description: 'simulated from what the run recorded: its arrivals, and the latency and outcome of every step',
      }),
    })
    .optional()
    .meta({ description: 'of a live run: what the simulator says of it' }),
  series,
  timeline: timeline.optional(),
  perReplication: z.record(z.string(), z.array(z.number().nullable())).meta({
    description:
      'the mean of each measure in each replication, and the quantiles of job times and of waits for admission, by the measure’s path; what paired differences are made of',
  }),
});

const note = z.strictObject({ path: z.string(), value: z.string(), text: z.string() });

export const resultSchema = z
  .strictObject({
    schemaVersion: z.literal(RESULT_SCHEMA_VERSION),
    engineVersion: z.string().meta({ description: 'the version of unpark that ran it' }),
    world: z.enum(WORLDS),
    observed: observedRun.optional().meta({ description: 'of an observed service: how it was observed' }),
    live: liveRun.optional().meta({ description: 'of a live run: how it was made' }),
    scenario: z.strictObject({
      name,
      question: z.string(),
      hash: z
        .string()
        .meta({ description: 'of the resolved scenario: the same text with other comments has the same hash' }),
      durationSeconds: number('s', 'measured time'),
      warmUpSeconds: number('s', 'simulated before it'),
      rateUnit: z
        .enum(RATE_UNITS)
        .optional()
        .meta({ description: 'the unit of time that the scenario writes its rates per; for those who show rates' }),
      overrides: z
        .array(z.string())
        .meta({ description: 'what the command line set, such as pools.storage.threads=64' }),
      designs: z.record(z.string(), z.unknown()).meta({ description: 'each design’s resolved system' }),
    }),
    seed: z.number(),
    replications: z.number(),
    assumptions: z.array(note),
    sources: z.array(note),
    designs: z
      .record(name, designResult)
      .refine((designs) => Object.keys(designs).length > 0, 'a result has at least one design'),
  })
  .meta({ title: 'unpark result', description: 'What a world did with a scenario.' });

/** The record of a run: what each design did, and what it was made from. Times are seconds; a statistic of nothing is null. */
export type Result = z.infer<typeof resultSchema>;
/** A note beside a number of the scenario: an assumption or a source. */
export type Note = z.infer<typeof note>;
/** What a run found of one design, in either world. Counts are per replication. */
export type DesignMeasures = z.infer<typeof designMeasures>;
/** The same, with what only one world has. */
export type DesignResult = z.infer<typeof designResult>;
/** A pool: its threads by state and its queue as levels over time, the waits in seconds, shares of the time as fractions. */
export type PoolResult = z.infer<typeof pool>;
/** The tasks of one kind in a pool: mean threads by state, waits and holding times in seconds. */
export type TaskKindResult = z.infer<typeof taskKind>;
/** The jobs of one kind: counts per replication, times in seconds. */
export type JobResult = z.infer<typeof job>;
/** A level over time (threads, tasks, blobs), weighted by time. The maximum is that of any replication; null: nothing was measured, or a mean that growth without end reaches. */
export type Level = z.infer<ReturnType<typeof level>>;
/** Durations that were observed one by one, in seconds; null where nothing was observed. */
export type Durations = z.infer<ReturnType<typeof durations>>;
/** Whether something grows without end, what, and what that leaves without a mean. */
export type Stability = z.infer<typeof stability>;
/** A level over the run: its mean over the replications in each bin, and the lowest and highest of them; those are empty where there is one run. */
export type Band = z.infer<typeof band>;
/** All replications from time 0 in at most 288 time-weighted bins of `binSeconds`, and job times in at most 48 spans of `spanSeconds`, for drawing. */
export type Series = z.infer<typeof series>;
/** What each thread did in a window of the first replication. */
export type Timeline = z.infer<typeof timeline>;

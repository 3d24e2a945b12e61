/** The one list of what is measured while a run goes on. The OpenMetrics file, `/metrics` of the live service, what goes over OTLP and docs/metrics.md are made of it. */

export type MetricType =
  /** What stands at a moment. */
  | 'gauge'
  /** What only grows, since the start of the run. */
  | 'counter'
  /** How long something took: counts by bucket, their number and their sum. */
  | 'histogram';

/** In the notation of UCUM, as OpenTelemetry has it. */
export type MetricUnit =
  | 's'
  | '{thread}'
  | '{task}'
  | '{job}'
  | '{permit}'
  | '{waiter}'
  | '{deletion}'
  | '{blob}'
  | '{start}'
  | '1';

export type LabelName = 'pool' | 'state' | 'task' | 'job_kind' | 'semaphore' | 'outcome' | 'strategy';

export interface MetricShape {
  readonly type: MetricType;
  readonly unit: MetricUnit;
  readonly says: string;
  readonly labels: readonly LabelName[];
}

/** By the name that OpenTelemetry has; `prometheusName` makes the other one of it. */
export const METRICS = {
  'unpark.pool.threads': {
    type: 'gauge',
    unit: '{thread}',
    says: 'Threads of a pool by state.',
    labels: ['pool', 'state'],
  },
  'unpark.pool.threads_limit': {
    type: 'gauge',
    unit: '{thread}',
    says: 'Threads that a pool has.',
    labels: ['pool'],
  },
  'unpark.pool.thread_time': {
    type: 'counter',
    unit: 's',
    says: 'Thread-seconds that a pool has spent in a state: its rate is the exact mean number of threads, whatever the interval.',
    labels: ['pool', 'state'],
  },
  'unpark.pool.queue_depth': {
    type: 'gauge',
    unit: '{task}',
    says: 'Tasks that wait for a thread.',
    labels: ['pool'],
  },
  'unpark.pool.queue_wait': {
    type: 'histogram',
    unit: 's',
    says: 'How long tasks waited for a thread.',
    labels: ['pool'],
  },
  'unpark.pool.starved': {
    type: 'gauge',
    unit: '1',
    says: 'Whether no thread of the pool can ever become free again: 1, else 0.',
    labels: ['pool'],
  },
  'unpark.task.holding_time': {
    type: 'histogram',
    unit: 's',
    says: 'How long tasks held a thread: working, parked and blocked.',
    labels: ['pool', 'task'],
  },
  'unpark.tasks.refused': {
    type: 'counter',
    unit: '{task}',
    says: 'Tasks that a queue at its bound refused.',
    labels: ['pool', 'task'],
  },
  'unpark.jobs.arrived': { type: 'counter', unit: '{job}', says: 'Jobs that arrived.', labels: ['job_kind'] },
  'unpark.jobs.running': { type: 'gauge', unit: '{job}', says: 'Jobs that run.', labels: [] },
  'unpark.jobs.waiting': { type: 'gauge', unit: '{job}', says: 'Jobs that wait for admission.', labels: [] },
  'unpark.job.duration': {
    type: 'histogram',
    unit: 's',
    says: 'How long jobs took from their admission to their end, by outcome: `done` or `failed`.',
    labels: ['job_kind', 'outcome'],
  },
  'unpark.job.admission_wait': {
    type: 'histogram',
    unit: 's',
    says: 'How long jobs waited for admission.',
    labels: ['job_kind'],
  },
  'unpark.semaphore.permits_in_use': {
    type: 'gauge',
    unit: '{permit}',
    says: 'Permits of a semaphore that are held.',
    labels: ['semaphore'],
  },
  'unpark.semaphore.permits_limit': {
    type: 'gauge',
    unit: '{permit}',
    says: 'Permits that a semaphore has.',
    labels: ['semaphore'],
  },
  'unpark.semaphore.waiting': {
    type: 'gauge',
    unit: '{waiter}',
    says: 'Jobs and tasks that wait for permits.',
    labels: ['semaphore'],
  },
  'unpark.semaphore.wait': {
    type: 'histogram',
    unit: 's',
    says: 'How long jobs and tasks waited for permits.',
    labels: ['semaphore'],
  },
  'unpark.blobs.alive': {
    type: 'gauge',
    unit: '{blob}',
    says: 'Blobs that were uploaded and are not deleted.',
    labels: [],
  },
  'unpark.blobs.uploaded': { type: 'counter', unit: '{blob}', says: 'Blobs that were uploaded.', labels: ['job_kind'] },
  'unpark.blobs.abandoned': {
    type: 'counter',
    unit: '{blob}',
    says: 'Blobs that nobody will delete: their job has ended and never deferred them.',
    labels: [],
  },
  'unpark.deletions.open': {
    type: 'gauge',
    unit: '{deletion}',
    says: 'Blobs that wait for their deletion, or whose deletion is under way.',
    labels: [],
  },
  'unpark.deletions.pending': {
    type: 'gauge',
    unit: '{deletion}',
    says: 'Deletions that are scheduled and not under way.',
    labels: [],
  },
  'unpark.deletions.oldest_overdue': {
    type: 'gauge',
    unit: 's',
    says: 'How long the oldest pending deletion has been due; 0 where none is.',
    labels: [],
  },
  'unpark.deletions.scheduled': {
    type: 'counter',
    unit: '{deletion}',
    says: 'Deletions that were scheduled.',
    labels: ['job_kind'],
  },
  'unpark.deletions.settled': {
    type: 'counter',
    unit: '{deletion}',
    says: 'Deletions that have ended for good, by how: `deleted`, `gone`, `superseded` or `failed`.',
    labels: ['outcome'],
  },
  'unpark.deletions.retried': {
    type: 'counter',
    unit: '{deletion}',
    says: 'Tries of deletions after which the store asked to try again.',
    labels: [],
  },
  'unpark.deletions.rejected': {
    type: 'counter',
    unit: '{deletion}',
    says: 'Deletions that a strategy at its bound rejected.',
    labels: [],
  },
  'unpark.deletion.lateness': {
    type: 'histogram',
    unit: 's',
    says: 'How late deletions started: the start of their last try − due.',
    labels: [],
  },
  'unpark.strategy.busy_time': {
    type: 'counter',
    unit: 's',
    says: 'Seconds in which deletions of a strategy with a thread of its own were in flight: a rate near 1 is a janitor at its limit.',
    labels: ['strategy'],
  },
  'unpark.strategy.thread_starts': {
    type: 'counter',
    unit: '{start}',
    says: 'Threads that a strategy has started.',
    labels: ['strategy'],
  },
} as const satisfies Readonly<Record<string, MetricShape>>;

export type MetricName = keyof typeof METRICS;

export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];

/** Upper ends of the buckets of every histogram, in seconds: 900 s is how long the original's signed URLs are valid. Exact quantiles stand in results; these are for the shape. */
export const BUCKETS_S = [0.01, 0.1, 1, 5, 15, 60, 300, 600, 900, 3_600] as const;

/** The name in Prometheus, by the rules of OpenTelemetry: `unpark.pool.thread_time` in seconds is `unpark_pool_thread_time_seconds`. In the text formats counters end in `_total`. */
export function prometheusName(name: MetricName): string {
  const { unit } = METRICS[name];
  return `${name.replaceAll('.', '_')}${unit === 's' ? '_seconds' : ''}`;
}

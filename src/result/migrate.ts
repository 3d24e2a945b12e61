import { isMap, type PlainMap } from '../path.ts';
import { estimate } from './statistics.ts';

/**
 * Brings a saved result of an older schema version into the shape of this one, so that every reader knows one shape only. What came later is null, or what follows from what was saved;
 * nothing is made up.
 * @param value parsed JSON. What is not such a result is returned as it is: what is wrong with it is for the schema to say.
 */
export function migrate(value: unknown): unknown {
  if (!isMap(value) || value.schemaVersion !== 1) return value;
  return { ...value, schemaVersion: 2, designs: mapped(value.designs, designFrom1) };
}

/**
 * Version 2 has series of all replications, intervals of quantiles, the lowest of the maxima, the failed jobs beside the completed ones, what growth reaches, and a third state of stability; and it says `waiting` and
 * `admissionWait` where version 1 had jobs that were outside.
 */
function designFrom1(value: unknown): unknown {
  if (!isMap(value)) return value;
  const design: PlainMap = { ...measuresFrom1(value), series: seriesFrom1(value.series) };
  if (!isMap(value.predicted)) return design;
  return { ...design, predicted: mapped(value.predicted, (one) => (isMap(one) ? measuresFrom1(one) : one)) };
}

function measuresFrom1(value: PlainMap): PlainMap {
  const columns = isMap(value.perReplication) ? renamedPaths(value.perReplication) : {};
  const { live: _live, series: _series, perReplication: _columns, predicted: _predicted, ...measures } = value;
  const design = withIntervals(measures) as PlainMap;
  const jobs = mapped(design.jobs, (job, name) => (isMap(job) ? jobFrom1(job, name, columns) : job));
  return {
    ...value,
    ...design,
    jobs,
    concurrency: mapped(design.concurrency, (one) =>
      isMap(one) ? renamed(one, { outside: 'waiting', outsideAtEnd: 'waitingAtEnd' }) : one,
    ),
    stability: stabilityFrom1(value),
    ...(isMap(value.perReplication) ? { perReplication: columns } : {}),
    ...(isMap(value.live) ? { live: renamed(value.live, { door: 'intake' }) } : {}),
  };
}

/** Version 1 kept the series of the first replication alone. */
function seriesFrom1(series: unknown): unknown {
  if (!isMap(series)) return series;
  const band = (mean: unknown) => ({ mean, low: [], high: [] });
  const pool = (one: unknown) => {
    if (!isMap(one)) return one;
    const [working, parked, blocked] = [one.working, one.parked, one.blocked].map((list) =>
      Array.isArray(list) ? (list as number[]) : [],
    ) as [number[], number[], number[]];
    const active = working.map((threads, bin) => threads + (parked[bin] ?? 0) + (blocked[bin] ?? 0));
    return { ...one, active: band(active), queueDepth: band(one.queueDepth) };
  };
  const { jobsOutside, ...kept } = series;
  return {
    ...kept,
    replications: 1,
    spanSeconds: series.binSeconds,
    pools: isMap(series.pools) ? mapped(series.pools, pool) : series.pools,
    threads: band(series.threads),
    pending: band(series.pending),
    blobsAlive: band(series.blobsAlive),
    jobsWaiting: band(jobsOutside),
    jobs: {},
  };
}

/** A level has its p5, durations have their count. */
function withIntervals(value: unknown): unknown {
  if (!isMap(value)) return value;
  const inside = mapped(value, withIntervals) as PlainMap;
  const isLevel = 'p5' in inside && 'max' in inside;
  const isDurations = 'count' in inside && 'p50' in inside;
  if (!isLevel && !isDurations) return inside;
  return {
    ...inside,
    ...(isLevel ? { p5Interval95: null } : {}),
    p50Interval95: null,
    p95Interval95: null,
    p99Interval95: null,
    maxLowest: null,
  };
}

/** The times of version 1 are those of failed jobs too: where there are any, neither kind has figures. */
function jobFrom1(job: PlainMap, name: string, columns: PlainMap): PlainMap {
  const nothing = {
    mean: null,
    meanHalfWidth95: null,
    p50: null,
    p50Interval95: null,
    p95: null,
    p95Interval95: null,
    p99: null,
    p99Interval95: null,
    max: null,
    maxLowest: null,
  };
  const shares = sharesOf(columns[`jobs.${name}.done`], columns[`jobs.${name}.failed`]);
  const success = estimate(shares).mean;
  return {
    ...renamed(job, { waitOutside: 'admissionWait', outsideAtEnd: 'waitingAtEnd' }),
    successFraction: success,
    failedFraction: success === null ? null : 1 - success,
    time: job.failed === 0 ? job.time : { count: job.done, ...nothing },
    failedTime: { count: job.failed, ...nothing },
  };
}

function sharesOf(done: unknown, failed: unknown): (number | null)[] {
  if (!Array.isArray(done) || !Array.isArray(failed)) return [];
  return done.map((count, i) => (count + failed[i] > 0 ? count / (count + failed[i]) : null));
}

function stabilityFrom1({ stability, pools, jobs }: PlainMap): unknown {
  if (!isMap(stability) || !Array.isArray(stability.growing)) return stability;
  const growing = stability.growing.map((growth) =>
    isMap(growth) && typeof growth.line === 'string'
      ? {
          ...growth,
          line: renamedPath(growth.line),
          reaches: [renamedPath(growth.line), ...waitsIn(growth.line, pools, jobs)],
        }
      : growth,
  );
  return { ...stability, growing, undecided: [] };
}

/** The waits that version 1 left without a mean when a line grew. */
function waitsIn(line: string, pools: unknown, jobs: unknown): string[] {
  if (line.startsWith('semaphores.')) return [line.replace(/waiting$/, 'wait')];
  if (line.startsWith('pools.')) {
    const at = line.replace(/\.queueDepth$/, '');
    const pool = isMap(pools) ? pools[at.slice('pools.'.length)] : undefined;
    const tasks = isMap(pool) && isMap(pool.tasks) ? Object.keys(pool.tasks) : [];
    return [`${at}.queueWait`, ...tasks.map((task) => `${at}.tasks.${task}.queueWait`)];
  }
  return Object.entries(isMap(jobs) ? jobs : {})
    .filter(([, job]) => isMap(job) && isMap(job.waitOutside) && job.waitOutside.mean === null)
    .map(([name]) => `jobs.${name}.admissionWait`);
}

function renamed(value: PlainMap, names: Readonly<Record<string, string>>): PlainMap {
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [names[key] ?? key, entry]));
}

/** `concurrency.pipelines.outside` is now `concurrency.pipelines.waiting`. */
function renamedPath(path: string): string {
  return path
    .replace(/^((?:concurrency|jobs)\.[^.]+)\.outside(?=\.|AtEnd|$)/, '$1.waiting')
    .replace(/^(jobs\.[^.]+)\.waitOutside(?=\.|$)/, '$1.admissionWait');
}

function renamedPaths(columns: PlainMap): PlainMap {
  return Object.fromEntries(Object.entries(columns).map(([path, column]) => [renamedPath(path), column]));
}

function mapped(value: unknown, change: (entry: unknown, key: string) => unknown): unknown {
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, change(entry, key)]));
}

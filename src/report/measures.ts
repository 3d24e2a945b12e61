import type { Durations, JobResult, Result } from '../result/schema.ts';
import type { RateUnit } from '../units.ts';
import { formatNumber } from './format.ts';
import { list, type Measure, mean, p99, plain } from './measure.ts';
import { rateScale } from './scale.ts';
import { deletes, designsOf, mainJobKinds, type NamedDesign, namesIn, poolOf, poolsThatMatter } from './selection.ts';

export interface MeasureGroup {
  readonly title: string;
  readonly measures: readonly Measure[];
}

/** Everything the table says of a result, in the order in which it says it; a measure that is nothing in every design is left out. */
export function measureGroups(result: Result): MeasureGroup[] {
  const designs = designsOf(result);
  // Queues do not stand in dumps.
  const isObserved = result.world === 'observed';
  return [
    ...poolsThatMatter(result).flatMap((pool) => [poolGroup(pool), ...(isObserved ? [] : [queueGroup(designs, pool)])]),
    jobsGroup(designs, result.scenario.rateUnit ?? 'h'),
    semaphoresGroup(designs),
    deletionsGroup(designs),
    threadsGroup(),
  ].filter((group) => group.measures.length > 0);
}

function poolGroup(pool: string): MeasureGroup {
  const at = (measure: string) => `pools.${pool}.${measure}`;
  const state = (key: 'working' | 'parked' | 'blocked'): Measure =>
    mean(`${key}, mean`, key, 'level', at(key), (design) => poolOf(design, pool)?.[key], key);
  const measures: Measure[] = [
    {
      label: 'threads in the pool',
      short: 'threads',
      kind: 'count',
      text: (design) => formatNumber('count', poolOf(design, pool)?.threads ?? null),
    },
    mean('active threads, mean', 'active', 'level', at('active'), (design) => poolOf(design, pool)?.active),
    state('working'),
    state('parked'),
    state('blocked'),
    list('active, p5 / p50 / p95 / max', 'p5 / p50 / p95 / max', 'level', (design) => {
      const active = poolOf(design, pool)?.active;
      return [active?.p5, active?.p50, active?.p95, active?.max];
    }),
    plain('useful utilization', 'useful', 'fraction', (design) => poolOf(design, pool)?.usefulUtilization.mean),
    plain('time saturated', 'saturated', 'fraction', (design) => poolOf(design, pool)?.fullFraction),
  ];
  return { title: `Pool ${pool}`, measures };
}

function queueGroup(designs: readonly NamedDesign[], pool: string): MeasureGroup {
  const at = (measure: string) => `pools.${pool}.${measure}`;
  const measures: Measure[] = [
    mean(
      'queue depth, mean tasks',
      'queue',
      'level',
      at('queueDepth'),
      (design) => poolOf(design, pool)?.queueDepth,
      'queue',
    ),
    list('queue depth, p50 / p95 / max', 'p50 / p95 / max', 'level', (design) => {
      const depth = poolOf(design, pool)?.queueDepth;
      return [depth?.p50, depth?.p95, depth?.max];
    }),
    mean('queue wait, mean', 'wait', 'seconds', at('queueWait'), (design) => poolOf(design, pool)?.queueWait),
    p99('queue wait, p99', 'wait p99', at('queueWait'), (design) => poolOf(design, pool)?.queueWait),
    list('queue wait, p95 / max', 'wait p95 / max', 'seconds', (design) => {
      const wait = poolOf(design, pool)?.queueWait;
      return [wait?.p95, wait?.max];
    }),
  ];
  if (designs.some((design) => (poolOf(design, pool)?.rejected ?? 0) > 0)) {
    measures.push(plain('tasks refused, queue full', 'refused', 'count', (design) => poolOf(design, pool)?.rejected));
  }
  return { title: `Queue of pool ${pool}`, measures };
}

function jobsGroup(designs: readonly NamedDesign[], perUnit: RateUnit): MeasureGroup {
  const kinds = namesIn(designs, (design) => design.jobs);
  const done = ({ result }: NamedDesign) => total(Object.values(result.jobs).map((job) => job.donePerHour.mean));
  const some = (of: (job: JobResult) => number) =>
    designs.some(({ result }) => Object.values(result.jobs).some((job) => of(job) > 0));
  const measures: Measure[] = [
    {
      label: `jobs done per ${RATE_WORDS[perUnit]}, all kinds`,
      short: 'jobs done',
      kind: 'perHour',
      scale: () => rateScale(perUnit),
      value: done,
      text: (design, scale) => formatNumber('perHour', done(design), scale),
      paths: kinds.map((kind) => `jobs.${kind}.donePerHour.mean`),
    },
    ...mainJobKinds(designs).shown.flatMap((kind) => jobTimes(designs, kind)),
    ...namesIn(designs, (design) => design.concurrency).flatMap((limit) => admission(designs, limit)),
  ];
  if (some((job) => job.failed)) {
    for (const kind of kinds.filter((name) => designs.some(({ result }) => (result.jobs[name]?.failed ?? 0) > 0))) {
      measures.push(
        plain(`${kind}: jobs failed`, `${kind} failed`, 'count', ({ result }) => result.jobs[kind]?.failed),
        plain(
          `${kind}: share that failed`,
          `${kind} failed, share`,
          'fraction',
          ({ result }) => result.jobs[kind]?.failedFraction,
        ),
      );
    }
  }
  return { title: 'Jobs', measures: kinds.length === 0 ? [] : measures };
}

const RATE_WORDS: Readonly<Record<RateUnit, string>> = { s: 'second', min: 'minute', h: 'hour', d: 'day' };

/** What the clients of a kind of job see: mean and percentiles, from admission to the end; of those that failed too, where there are any. */
function jobTimes(designs: readonly NamedDesign[], kind: string): Measure[] {
  const of = (design: NamedDesign) => design.result.jobs[kind];
  const percentiles = (label: string, short: string, times: (job: JobResult) => Durations) =>
    list(`${kind}: ${label}, p50 / p95 / max`, short, 'seconds', (design) => {
      const job = of(design);
      return job === undefined ? [null] : [times(job).p50, times(job).p95, times(job).max];
    });
  const hasFailed = designs.some((design) => (of(design)?.failedTime.p99 ?? 0) > 0);
  return [
    mean(`${kind}: job time, mean`, `${kind} time`, 'seconds', `jobs.${kind}.time`, (design) => of(design)?.time),
    p99(`${kind}: job time, p99`, `${kind} p99`, `jobs.${kind}.time`, (design) => of(design)?.time),
    percentiles('job time', `${kind} p50 / p95 / max`, ({ time }) => time),
    ...(hasFailed ? [percentiles('time to a failure', `${kind} failed p50 / p95 / max`, (job) => job.failedTime)] : []),
  ];
}

/** The admission queue of a limit, where some job ever waited in it. */
function admission(designs: readonly NamedDesign[], limit: string): Measure[] {
  const of = (design: NamedDesign) => design.result.concurrency[limit];
  if (!designs.some((design) => (of(design)?.waiting.max ?? 0) > 0)) return [];
  return [
    mean(
      `${limit}: jobs waiting for admission, mean`,
      'admission queue',
      'level',
      `concurrency.${limit}.waiting`,
      (design) => of(design)?.waiting,
    ),
    plain(`${limit}: waiting at the end`, 'queue at the end', 'count', (design) => of(design)?.waitingAtEnd),
  ];
}

function semaphoresGroup(designs: readonly NamedDesign[]): MeasureGroup {
  const waitedFor = namesIn(designs, (design) => design.semaphores).filter((name) =>
    designs.some((design) => (design.result.semaphores[name]?.wait.max ?? 0) > 0),
  );
  const measures = waitedFor.flatMap((name) => [
    plain(
      `${name}: permits`,
      `${name} permits`,
      'count',
      (design: NamedDesign) => design.result.semaphores[name]?.limit,
    ),
    mean(
      `${name}: wait, mean`,
      `${name} wait`,
      'seconds',
      `semaphores.${name}.wait`,
      (design) => design.result.semaphores[name]?.wait,
    ),
    list(`${name}: wait, p95 / max`, `${name} p95 / max`, 'seconds', (design) => {
      const wait = design.result.semaphores[name]?.wait;
      return [wait?.p95, wait?.max];
    }),
  ]);
  return { title: 'Semaphores', measures: measures.map(withoutDifference('permits')) };
}

function deletionsGroup(designs: readonly NamedDesign[]): MeasureGroup {
  if (!designs.some(deletes)) return { title: 'Deletions', measures: [] };
  const count = (
    label: string,
    short: string,
    key:
      | 'scheduled'
      | 'deleted'
      | 'deletedBeforeDue'
      | 'aliveAfterUrl'
      | 'failed'
      | 'rejected'
      | 'retried'
      | 'driverStarts',
  ) => plain(label, short, 'count', (design) => design.result.deletions[key]);
  const measures: Measure[] = [
    count('deletions scheduled', 'scheduled', 'scheduled'),
    p99('lateness, p99', 'late p99', 'deletions.lateness', ({ result: { deletions } }) => deletions.lateness),
    plain('lateness, max', 'late max', 'seconds', ({ result: { deletions } }) => deletions.lateness.max),
    plain('peak pending', 'peak pending', 'count', (design) => design.result.deletions.pendingMax),
    mean('blobs alive, mean', 'blobs alive', 'level', 'blobs.alive', (design) => design.result.blobs.alive),
    count('blobs alive past their signed URL', 'outlived URL', 'aliveAfterUrl'),
  ];
  const rare = [
    ['deletedBeforeDue', 'deleted before they were due', 'too early'],
    ['failed', 'deletions given up', 'given up'],
    ['rejected', 'deletions refused at a bound', 'refused'],
    ['retried', 'deletions tried again', 'retried'],
  ] as const;
  for (const [key, label, short] of rare) {
    if (designs.some((design) => design.result.deletions[key] > 0)) measures.push(count(label, short, key));
  }
  if (designs.some((design) => design.result.deletions.driverStarts > 1)) {
    measures.push(count('janitor threads started', 'janitors', 'driverStarts'));
  }
  return { title: 'Deletions', measures };
}

function threadsGroup(): MeasureGroup {
  const hours = (label: string, key: 'working' | 'parked' | 'blocked' | 'idle'): Measure => ({
    ...plain(label, `h ${key}`, 'thread-hours', (design) => design.result.threadHours[key]),
    paths: [`threadHours.${key}`],
    state: key,
  });
  return {
    title: 'All threads',
    measures: [
      plain('peak threads', 'peak threads', 'count', (design) => design.result.threads.max),
      hours('thread-hours working', 'working'),
      hours('thread-hours parked', 'parked'),
      hours('thread-hours blocked', 'blocked'),
      hours('thread-hours idle', 'idle'),
    ],
  };
}

/** A setting differs because somebody set it so: its difference is not a finding. */
function withoutDifference(ending: string): (measure: Measure) => Measure {
  return ({ value, ...rest }) => (rest.label.endsWith(ending) || value === undefined ? rest : { ...rest, value });
}

function total(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

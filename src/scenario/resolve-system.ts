/** From the checked and merged values of one design to its system. */

import { isMap, type Path, type PlainMap, valueAt } from '../path.ts';
import type { ArrivalProcess } from '../workload/arrivals.ts';
import { arrivals, type Stream } from './arrivals-schema.ts';
import type { Complain } from './complaints.ts';
import { DEFAULTS } from './defaults.ts';
import { parsePercent } from './language.ts';
import { expandShortForm, mergeSystem } from './merge.ts';
import type {
  ConcurrencyLimit,
  Deletion,
  HealthLog,
  JobKind,
  Pool,
  Semaphore,
  Store,
  StoreBehaviour,
  StoreOperation,
  System,
} from './model.ts';
import { read } from './read.ts';
import { resolveFaults } from './resolve-faults.ts';
import { resolveProgram } from './resolve-steps.ts';
import { durationUsOf, numberOf, probabilityOf, resolveDistribution } from './resolve-values.ts';
import { type StepContext, unknownName } from './step-names.ts';
import { stepList } from './step-schema.ts';
import { type ReadTrace, readTimes } from './trace-file.ts';

export interface SystemContext {
  /** Hears what is wrong, with paths relative to the system. */
  readonly complain: Complain;
  /** Whether something at this path, or inside it, was told before: then what is missing there is no news. */
  readonly isTold: (path: Path) => boolean;
  /** Whether it was told that this key is missing, or that one beside it is unknown (and so perhaps this one). */
  readonly isMissingTold: (path: Path, key: string) => boolean;
  /** The names of a section that are written, also those whose values are wrong. */
  readonly namesIn: (section: string) => readonly string[];
  /** When the run ends, in µs; undefined when that is not known. */
  readonly endUs: number | undefined;
  readonly readTrace: ReadTrace | undefined;
}

export function resolveSystem(system: PlainMap, context: SystemContext): System {
  const pools = entriesOf(system, 'pools').map(([name, value]) => resolvePool(name, value, context));
  const semaphores = entriesOf(system, 'semaphores').map(([name, value]) => resolveLimit(name, value));
  const concurrency = entriesOf(system, 'concurrency').map(([name, value]) => resolveLimit(name, value));
  const store = resolveStore(system.store, context);
  const faults = resolveFaults(system.faults, store, context);
  const jobs = entriesOf(system, 'jobs').map(([name, value]) => resolveJob(name, value, system, context));
  if (pools.length === 0) complainOfEmpty('pools', 'pool', 'pools: { storage: 128 }', context);
  if (jobs.length === 0)
    complainOfEmpty('jobs', 'kind of jobs', 'jobs: { sync: { arrivals: { poisson: 20/min }, steps: […] } }', context);
  return { pools, semaphores, concurrency, store, jobs, faults };
}

function complainOfEmpty(section: string, what: string, example: string, context: SystemContext): void {
  if (context.isTold([section])) return;
  context.complain({
    path: [section],
    message: `there is no ${what}`,
    expected: `at least one, such as \`${example}\``,
    found: 'an empty map',
  });
}

/** The named entries of a section, written out. */
function entriesOf(system: PlainMap, section: string): [string, PlainMap][] {
  const map = system[section];
  if (!isMap(map)) return [];
  return Object.entries(map).flatMap(([name, value]) => {
    const expanded = expandShortForm([section, name], value);
    return isMap(expanded) ? [[name, expanded] as [string, PlainMap]] : [];
  });
}

function resolvePool(name: string, value: PlainMap, context: SystemContext): Pool {
  const path = ['pools', name];
  if (value.threads === undefined && !context.isMissingTold(path, 'threads')) {
    context.complain({
      path: [...path, 'threads'],
      message: '`threads` is missing',
      expected: 'a whole number of at least 1',
      found: 'nothing',
    });
  }
  const queue = isMap(value.queue) ? value.queue : {};
  if (queue.whenFull !== undefined && queue.bound === undefined && !context.isTold([...path, 'queue'])) {
    context.complain({
      path: [...path, 'queue', 'bound'],
      message: 'a queue without a bound is never full',
      expected: '`bound`, such as `bound: 1000`',
      found: 'only `whenFull`',
    });
  }
  return {
    name,
    threads: numberOf(value.threads, 1),
    queueBound: numberOf(queue.bound, DEFAULTS.queueBound),
    health: isMap(value.healthLog) ? resolveHealthLog(value.healthLog) : undefined,
  };
}

function resolveHealthLog({ every, above }: PlainMap): HealthLog {
  return {
    everyUs: durationUsOf(every, DEFAULTS.health.everyUs),
    abovePercent: typeof above === 'string' ? (parsePercent(above) ?? 0) : DEFAULTS.health.abovePercent,
  };
}

function resolveLimit(name: string, value: PlainMap): Semaphore & ConcurrencyLimit {
  return { name, limit: numberOf(value.limit, Number.POSITIVE_INFINITY) };
}

function resolveStore(value: unknown, context: SystemContext): Store {
  const store = isMap(value) ? value : {};
  const behaviour = (operation: StoreOperation): StoreBehaviour => {
    const path = ['store', operation];
    const expanded = expandShortForm(path, store[operation]);
    const map = isMap(expanded) ? expanded : {};
    const fail = probabilityOf(map.fail, 0);
    const retry = probabilityOf(map.retry, 0);
    const gone = probabilityOf(map.gone, 0);
    if (fail + retry + gone > 1 + 1e-9) {
      context.complain({
        path,
        message: '`fail`, `retry` and `gone` are together more than 100%',
        expected: 'at most 100%',
        found: `${Math.round((fail + retry + gone) * 100)}%`,
      });
    }
    return {
      latency: resolveDistribution(map.latency, latencyPath(path, store[operation]), context.complain),
      fail,
      retry,
      gone,
    };
  };
  return { upload: behaviour('upload'), download: behaviour('download'), delete: behaviour('delete') };
}

/** A short form has its distribution where the long one has `latency`. */
function latencyPath(path: Path, written: unknown): Path {
  return isMap(written) && 'latency' in written ? [...path, 'latency'] : path;
}

function resolveJob(name: string, value: PlainMap, system: PlainMap, context: SystemContext): JobKind {
  const path: Path = ['jobs', name];
  for (const [key, expected] of [
    ['arrivals', 'a stream of arrivals such as { poisson: 20/min }'],
    ['steps', 'a list of steps'],
  ] as const) {
    if (value[key] !== undefined || context.isMissingTold(path, key)) continue;
    context.complain({ path: [...path, key], message: `\`${key}\` is missing`, expected, found: 'nothing' });
  }
  const { concurrency } = value;
  const limits = context.namesIn('concurrency');
  if (typeof concurrency === 'string' && !limits.includes(concurrency)) {
    context.complain(unknownName('concurrency limit', concurrency, limits, [...path, 'concurrency']));
  }
  const listener = { shape: () => undefined, meaning: context.complain };
  const steps = read(stepList, value.steps, [...path, 'steps'], listener) ?? [null];
  const program = resolveProgram(steps, [...path, 'steps'], stepContext(name, system, context));
  const streams =
    value.arrivals === undefined
      ? []
      : resolveArrivals(read(arrivals, value.arrivals, [...path, 'arrivals'], listener) ?? [], path, context);
  return {
    name,
    arrivals: streams,
    concurrency: typeof concurrency === 'string' ? concurrency : undefined,
    steps: program.steps,
    deletion: resolveDeletion(path, value.deletion, system.deletion, program.defers, context),
  };
}

/** Reads the files that streams name. */
function resolveArrivals(
  streams: Stream | Stream[],
  job: Path,
  { complain, readTrace }: SystemContext,
): ArrivalProcess[] {
  return [streams].flat().map(({ law, ...stream }, i) => {
    if (law.kind !== 'file') return { ...stream, law };
    const path = [...job, 'arrivals', ...(Array.isArray(streams) ? [i] : []), 'trace'];
    return { ...stream, law: { kind: 'trace', timesUs: readTimes(law.file, path, complain, readTrace) } };
  });
}

function stepContext(job: string, system: PlainMap, context: SystemContext): StepContext {
  const semaphores = new Map(context.namesIn('semaphores').map((name) => [name, Number.POSITIVE_INFINITY]));
  for (const [name, value] of entriesOf(system, 'semaphores')) semaphores.set(name, resolveLimit(name, value).limit);
  const store = isMap(system.store) ? system.store : {};
  const hasLatency = (operation: StoreOperation): boolean => {
    const expanded = expandShortForm(['store', operation], store[operation]);
    return (
      (isMap(expanded) && expanded.latency !== undefined) ||
      context.isTold(['store', operation]) ||
      context.isMissingTold(['store'], operation)
    );
  };
  const isMapAt = (path: Path) => isMap(valueAt(system, path));
  return { job, pools: context.namesIn('pools'), semaphores, hasLatency, complain: context.complain, isMapAt };
}

function resolveDeletion(job: Path, own: unknown, general: unknown, defers: boolean, context: SystemContext): Deletion {
  const ownPath = [...job, 'deletion'];
  const merged = mergeSystem(expandShortForm(['deletion'], general), expandShortForm(['deletion'], own), ['deletion']);
  const value = isMap(merged) ? merged : {};
  const ownMap = expandShortForm(['deletion'], own);
  const pathOf = (key: string): Path => (isMap(ownMap) && key in ownMap ? [...ownPath, key] : ['deletion', key]);
  const { by, pool } = value;
  const pools = context.namesIn('pools');
  if (
    by === undefined &&
    defers &&
    !context.isMissingTold(['deletion'], 'by') &&
    !context.isMissingTold(ownPath, 'by')
  ) {
    context.complain({
      path: ['deletion', 'by'],
      message: 'jobs defer deletions, and nothing says who deletes',
      expected: '`deletion:` with sleep-in-pool, thread-per-file or janitor',
      found: 'nothing',
      hint: 'write `deletion: janitor` in the design, or for the whole scenario',
    });
  }
  if (typeof pool === 'string' && !pools.includes(pool))
    context.complain(unknownName('pool', pool, pools, pathOf('pool')));
  if (by === 'sleep-in-pool' && defers && pool === undefined && pools.length > 1) {
    context.complain({
      path: pathOf('pool'),
      message: 'in which pool does `sleep-in-pool` sleep? There are several, so it must say',
      expected: `\`pool:\` with one of: ${pools.join(', ')}`,
      found: 'no pool',
    });
  }
  return {
    by: typeof by === 'string' ? by : 'janitor',
    pool: typeof pool === 'string' ? pool : (pools[0] ?? ''),
    delayUs: durationUsOf(value.delay, DEFAULTS.deletion.delayUs),
    urlValidityUs: durationUsOf(value.urlValidity, DEFAULTS.deletion.urlValidityUs),
    janitor: resolveJanitor(value.janitor, pathOf('janitor'), context),
  };
}

function resolveJanitor(value: unknown, path: Path, context: SystemContext): Deletion['janitor'] {
  const map = isMap(value) ? value : {};
  const retry = isMap(map.retry) ? map.retry : {};
  const defaults = DEFAULTS.janitor;
  const backoffUs = durationUsOf(retry.backoff, defaults.retry.backoffUs);
  const maxBackoffUs = durationUsOf(retry.maxBackoff, Math.max(defaults.retry.maxBackoffUs, backoffUs));
  if (maxBackoffUs < backoffUs) {
    context.complain({
      path: [...path, 'retry', 'maxBackoff'],
      message: '`maxBackoff` is below `backoff`',
      expected: `at least ${retry.backoff ?? '1s'}`,
      found: `${retry.maxBackoff}`,
    });
  }
  return {
    concurrency: numberOf(map.concurrency, defaults.concurrency),
    maxPending: numberOf(map.maxPending, defaults.maxPending),
    retry: {
      attempts: numberOf(retry.attempts, defaults.retry.attempts),
      backoffUs,
      factor: numberOf(retry.factor, defaults.retry.factor),
      maxBackoffUs,
    },
  };
}

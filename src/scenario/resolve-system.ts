/** From what was read of one design's merged values to its system, with the checks that need more than one place. */

import type { Path } from '../path.ts';
import type { ArrivalProcess } from '../workload/arrivals.ts';
import type { Stream } from './arrivals-schema.ts';
import type { Deletion, JobKind, Pool, Semaphore, Store, StoreBehaviour, StoreOperation, System } from './model.ts';
import { resolveFaults } from './resolve-faults.ts';
import { resolveProgram } from './resolve-steps.ts';
import { type StepContext, unknownName } from './step-names.ts';
import type { SystemContext } from './system-context.ts';
import { deletion as deletionSchema, type Written, type WrittenSystem } from './system-schema.ts';
import { readTimes } from './trace-times.ts';

export function resolveSystem(system: WrittenSystem, context: SystemContext): System {
  const pools = Object.entries(system.pools ?? {}).map(([name, pool]) => resolvePool(name, pool, context));
  const semaphores = limitsOf(system.semaphores);
  const concurrency = limitsOf(system.concurrency);
  const store = resolveStore(system.store ?? {}, context);
  const faults = resolveFaults(system.faults ?? [], store, context);
  const jobs = Object.entries(system.jobs ?? {}).map(([name, job]) => resolveJob(name, job, system, context));
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

function limitsOf(limits: Written<'semaphores'> = {}): Semaphore[] {
  return Object.entries(limits).map(([name, { limit }]) => ({ name, limit }));
}

function resolvePool(
  name: string,
  { threads, queue, healthLog }: Written<'pools'>[string],
  context: SystemContext,
): Pool {
  const path = ['pools', name];
  if (threads === undefined && !context.isMissingTold(path, 'threads')) {
    context.complain({
      path: [...path, 'threads'],
      message: '`threads` is missing',
      expected: 'a whole number of at least 1',
      found: 'nothing',
    });
  }
  if (queue?.whenFull !== undefined && queue.bound === undefined && !context.isTold([...path, 'queue'])) {
    context.complain({
      path: [...path, 'queue', 'bound'],
      message: 'a queue without a bound is never full',
      expected: '`bound`, such as `bound: 1000`',
      found: 'only `whenFull`',
    });
  }
  return { name, threads: threads ?? 1, queueBound: queue?.bound ?? Number.POSITIVE_INFINITY, health: healthLog };
}

function resolveStore(store: Written<'store'>, context: SystemContext): Store {
  const behaviour = (operation: StoreOperation): StoreBehaviour => {
    const written: Partial<NonNullable<Written<'store'>['delete']>> = store[operation] ?? {};
    const { latency = NOT_USED, fail = 0, retry = 0, gone = 0 } = written;
    if (fail + retry + gone > 1 + 1e-9) {
      context.complain({
        path: ['store', operation],
        message: '`fail`, `retry` and `gone` are together more than 100%',
        expected: 'at most 100%',
        found: `${Math.round((fail + retry + gone) * 100)}%`,
      });
    }
    return { latency, fail, retry, gone };
  };
  return { upload: behaviour('upload'), download: behaviour('download'), delete: behaviour('delete') };
}

/** The latency of an operation that no step uses. */
const NOT_USED = { kind: 'constant', valueUs: 0 } as const;

function resolveJob(
  name: string,
  job: Written<'jobs'>[string],
  system: WrittenSystem,
  context: SystemContext,
): JobKind {
  const path: Path = ['jobs', name];
  for (const [key, expected] of [
    ['arrivals', 'a stream of arrivals such as { poisson: 20/min }'],
    ['steps', 'a list of steps'],
  ] as const) {
    if (job[key] !== undefined || context.isMissingTold(path, key)) continue;
    context.complain({ path: [...path, key], message: `\`${key}\` is missing`, expected, found: 'nothing' });
  }
  const { concurrency } = job;
  const limits = context.namesIn('concurrency');
  if (concurrency !== undefined && !limits.includes(concurrency)) {
    context.complain(unknownName('concurrency limit', concurrency, limits, [...path, 'concurrency']));
  }
  const program = resolveProgram(job.steps ?? [null], [...path, 'steps'], stepContext(name, system, context));
  return {
    name,
    arrivals: resolveArrivals(job.arrivals ?? [], [...path, 'arrivals'], context),
    concurrency,
    steps: program.steps,
    deletion: resolveDeletion([...path, 'deletion'], job.deletion, program.defers, context),
  };
}

/** Reads the files that streams name. */
function resolveArrivals(streams: Stream | Stream[], path: Path, context: SystemContext): ArrivalProcess[] {
  return [streams].flat().map(({ law, ...stream }, i) => {
    if (law.kind !== 'file') return { law, ...stream };
    const at = [...path, ...(Array.isArray(streams) ? [i] : []), 'trace'];
    return { law: { kind: 'trace', timesUs: readTimes(law.file, at, context.complain, context.readFile) }, ...stream };
  });
}

function stepContext(job: string, { semaphores, store }: WrittenSystem, context: SystemContext): StepContext {
  const limitOf = (name: string) => semaphores?.[name]?.limit ?? Number.POSITIVE_INFINITY;
  return {
    job,
    pools: context.namesIn('pools'),
    semaphores: new Map(context.namesIn('semaphores').map((name) => [name, limitOf(name)])),
    hasLatency: (operation) =>
      store?.[operation]?.latency !== undefined ||
      context.isTold(['store', operation]) ||
      context.isMissingTold(['store'], operation),
    complain: context.complain,
    written: context.written,
  };
}

/** @param path of a job's deletion, which is the system's with what the job says of its own. */
function resolveDeletion(
  path: Path,
  { by, pool, delay, urlValidity, janitor } = deletionSchema.parse({}),
  defers: boolean,
  context: SystemContext,
): Deletion {
  const pools = context.namesIn('pools');
  if (by === undefined && defers && !context.isMissingTold(['deletion'], 'by') && !context.isMissingTold(path, 'by')) {
    context.complain({
      path: ['deletion', 'by'],
      message: 'jobs defer deletions, and nothing says who deletes',
      expected: '`deletion:` with sleep-in-pool, thread-per-file or janitor',
      found: 'nothing',
      hint: 'write `deletion: janitor` in the design, or for the whole scenario',
    });
  }
  if (pool !== undefined && !pools.includes(pool))
    context.complain(unknownName('pool', pool, pools, [...path, 'pool']));
  if (by === 'sleep-in-pool' && defers && pool === undefined && pools.length > 1) {
    context.complain({
      path: [...path, 'pool'],
      message: 'in which pool does `sleep-in-pool` sleep? There are several, so it must say',
      expected: `\`pool:\` with one of: ${pools.join(', ')}`,
      found: 'no pool',
    });
  }
  return {
    by: by ?? 'janitor',
    pool: pool ?? pools[0] ?? '',
    delayUs: delay,
    urlValidityUs: urlValidity ?? Number.POSITIVE_INFINITY,
    janitor,
  };
}

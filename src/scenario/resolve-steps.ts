/** From checked steps to the programs of jobs and tasks, with the checks that need the order of the steps: what is held, and which blobs there are. */

import { counted } from '../counted.ts';
import { isMap, type Path, type PlainMap } from '../path.ts';
import type { DurationDistribution } from '../workload/distribution.ts';
import type { Step, StoreOperation } from './model.ts';
import { choiceStep, failStep, type ResolveInner, retryStep } from './resolve-branches.ts';
import { durationUsOf, numberOf, resolveCount, resolveDistribution } from './resolve-values.ts';
import { poolOf, type Runner, type StepContext, taskName, unknownName, type Walk } from './step-names.ts';

export interface Program {
  readonly steps: readonly Step[];
  /** Whether a step hands blobs to the deletion. */
  readonly defers: boolean;
}

/**
 * @param steps the checked list; an item that was wrong is null, and then the order of the steps around it is not judged.
 * @param path where the list stands in the system, such as `jobs.sync.steps`.
 */
export function resolveProgram(steps: readonly unknown[], path: Path, context: StepContext): Program {
  const walk: Walk = { ...context, taskNames: new Set(), unnamed: 0, defers: false };
  const runner: Runner = {
    kind: 'job',
    pool: undefined,
    parent: undefined,
    held: new Map(),
    permit: undefined,
    hasBlob: false,
    isUnsure: false,
    isRetried: false,
  };
  const resolved = resolveWhole(steps, path, path.length - 1, runner, walk);
  return { steps: resolved, defers: walk.defers };
}

function resolveSteps(steps: readonly unknown[], path: Path, programAt: number, runner: Runner, walk: Walk): Step[] {
  if (steps.includes(null)) {
    runner.isUnsure = true;
    runner.hasBlob = true;
  }
  return steps.flatMap((step, i) => resolveStep(step, [...path, i], programAt, runner, walk) ?? []);
}

/** The steps of a job or a task from its begin to its end. */
function resolveWhole(steps: readonly unknown[], path: Path, programAt: number, runner: Runner, walk: Walk): Step[] {
  const resolved = resolveSteps(steps, path, programAt, runner, walk);
  for (const [semaphore, { permits, at }] of runner.held) {
    if (permits <= 0 || runner.isUnsure) continue;
    walk.complain({
      path: at,
      message: `the semaphore \`${semaphore}\` is acquired here and never released by the end of the ${runner.kind}`,
      expected: `a step \`release: ${semaphore}\` later in the same ${runner.kind}`,
      found: `${counted(permits, 'permit')} still held`,
    });
  }
  return resolved;
}

/** Resolves steps inside a step: what they take they give back, whichever way things go. */
function resolverInside(programAt: number, runner: Runner, walk: Walk): ResolveInner {
  return (steps, at, what) => {
    const before = new Map(runner.held);
    const resolved = resolveSteps(Array.isArray(steps) ? steps : [null], at, programAt, runner, walk);
    for (const [semaphore, { permits, at: takenAt }] of runner.held) {
      const heldBefore = before.get(semaphore)?.permits ?? 0;
      if (permits === heldBefore || runner.isUnsure) continue;
      walk.complain({
        path: permits > heldBefore ? takenAt : at,
        message: `the ${what} ends with ${permits > heldBefore ? 'more' : 'fewer'} permits of \`${semaphore}\` than it began with`,
        expected: `as many as before: a ${what} releases what it acquires, and nothing else`,
        found: `${permits} held, ${heldBefore} before`,
      });
    }
    runner.held.clear();
    for (const [semaphore, held] of before) runner.held.set(semaphore, held);
    return resolved;
  };
}

function resolveStep(value: unknown, at: Path, programAt: number, runner: Runner, walk: Walk): Step | undefined {
  const path = at.slice(programAt).join('.');
  if (typeof value === 'string') return bareStep(value, at, path, runner, walk);
  if (!isMap(value)) return undefined;
  const key = Object.keys(value).find((name) => name !== 'assumed' && name !== 'source');
  if (key === undefined) return undefined;
  const inside = [...at, key];
  const entry = value[key];
  switch (key) {
    case 'work':
    case 'park':
    case 'wait':
      complainOfPlace(key, inside, runner, walk);
      return { do: key, path, duration: resolveDistribution(entry, inside, walk.complain) };
    case 'upload':
    case 'download':
    case 'delete':
      return operationStep(key, resolveDistribution(entry, inside, walk.complain), inside, path, runner, walk);
    case 'acquire':
    case 'release':
      return semaphoreStep(key, entry, inside, path, runner, walk);
    case 'task':
    case 'fanOut':
      return isMap(entry) ? tasksStep(key, entry, inside, path, programAt, runner, walk) : undefined;
    case 'choice': {
      if (!Array.isArray(entry)) return undefined;
      return choiceStep(entry, inside, path, resolverInside(programAt, runner, walk), walk.complain);
    }
    case 'fail':
      return failStep(entry, path);
    case 'retry': {
      if (!isMap(entry)) return undefined;
      const tried = { ...runner, isRetried: true };
      const inner = resolverInside(programAt, tried, walk);
      const step = retryStep(entry, inside, path, runner, inner, walk.complain);
      runner.hasBlob = tried.hasBlob;
      runner.isUnsure ||= tried.isUnsure;
      return step;
    }
    case 'defer':
      return deferStep(isMap(entry) ? entry.delay : undefined, inside, path, runner, walk);
    default:
      return undefined;
  }
}

function bareStep(word: string, at: Path, path: string, runner: Runner, walk: Walk): Step | undefined {
  if (word === 'defer') return deferStep(undefined, at, path, runner, walk);
  return operationStep(word as StoreOperation, undefined, at, path, runner, walk);
}

function complainOfPlace(key: 'work' | 'park' | 'wait', at: Path, runner: Runner, walk: Walk): void {
  if (key === 'wait' && runner.kind === 'task') {
    walk.complain({
      path: at,
      atKey: true,
      message: 'a task cannot `wait`: it has a thread, which works or is parked meanwhile',
      expected: 'work or park',
      found: 'wait',
      hint: 'write `park` when the thread sleeps meanwhile',
    });
  }
  if (key !== 'wait' && runner.kind === 'job') {
    walk.complain({
      path: at,
      atKey: true,
      message: `a job cannot \`${key}\`: it holds no thread`,
      expected: 'this step inside a task',
      found: `\`${key}\` among the steps of the job`,
      hint: `wrap it: \`task: { steps: [ ${key}: … ] }\`${key === 'park' ? ', or write `wait` when no thread is held' : ''}`,
    });
  }
}

function operationStep(
  operation: StoreOperation,
  latency: DurationDistribution | undefined,
  at: Path,
  path: string,
  runner: Runner,
  walk: Walk,
): Step {
  if (latency === undefined && !walk.hasLatency(operation)) complainOfLatency(operation, at, walk);
  if (operation === 'upload') runner.hasBlob = true;
  if (operation === 'delete' && !runner.hasBlob) {
    walk.complain({
      path: at,
      atKey: true,
      message: 'there is nothing to delete here: no blob was uploaded before',
      expected: 'an `upload` before it',
      found: '`delete`',
    });
  }
  return { do: operation, path, latency };
}

function complainOfLatency(operation: StoreOperation, at: Path, walk: Walk): void {
  walk.complain({
    path: at,
    message: `the store has no latency for \`${operation}\``,
    expected: `a distribution at store.${operation}.latency`,
    found: 'nothing',
    hint: `add \`store: { ${operation}: { latency: 0.1s } }\`, or write the latency in the step: \`${operation}: 0.1s\``,
  });
}

function deferStep(delay: unknown, at: Path, path: string, runner: Runner, walk: Walk): Step {
  walk.defers = true;
  if (!walk.hasLatency('delete'))
    complainOfLatency('delete', at, {
      ...walk,
      complain: (complaint) => walk.complain({ ...complaint, hint: 'add `store: { delete: { latency: 0.1s } }`' }),
    });
  if (!runner.hasBlob) {
    walk.complain({
      path: at,
      message: `there is nothing to defer here: no blob was uploaded before it in this ${runner.kind}, or in a task of it`,
      expected: 'an `upload` before it',
      found: '`defer`',
    });
  }
  runner.hasBlob = false;
  return { do: 'defer', path, delayUs: delay === undefined ? undefined : durationUsOf(delay, 0) };
}

function semaphoreStep(
  key: 'acquire' | 'release',
  value: unknown,
  at: Path,
  path: string,
  runner: Runner,
  walk: Walk,
): Step | undefined {
  const semaphore = isMap(value) ? value.semaphore : value;
  if (typeof semaphore !== 'string') return undefined;
  const permits = isMap(value) ? numberOf(value.permits, 1) : 1;
  const limit = walk.semaphores.get(semaphore);
  const namedAt = isMap(value) ? [...at, 'semaphore'] : at;
  if (limit === undefined) {
    walk.complain(unknownName('semaphore', semaphore, [...walk.semaphores.keys()], namedAt));
    runner.isUnsure = true;
    return undefined;
  }
  const before = runner.held.get(semaphore);
  const held = before?.permits ?? 0;
  if (key === 'release') {
    if (held < permits && !runner.isUnsure) {
      walk.complain({
        path: namedAt,
        message: `\`${semaphore}\` is released here, but this ${runner.kind} does not hold ${permits === 1 ? 'it' : `${permits} permits of it`}`,
        expected: `a step \`acquire: ${semaphore}\` before it, in the same ${runner.kind}`,
        found: held === 0 ? 'no permit held' : `${held} held`,
      });
    }
    runner.held.set(semaphore, { permits: Math.max(0, held - permits), at: before?.at ?? namedAt });
    return { do: key, path, semaphore, permits };
  }
  runner.held.set(semaphore, { permits: held + permits, at: held > 0 && before !== undefined ? before.at : namedAt });
  complainOfLimit(semaphore, heldAround(runner, semaphore), limit, namedAt, runner.kind, walk);
  return { do: key, path, semaphore, permits };
}

/** The permits that a runner holds together with all that wait for it. */
function heldAround(runner: Runner | undefined, semaphore: string): number {
  if (runner === undefined) return 0;
  const own = (runner.held.get(semaphore)?.permits ?? 0) + (runner.permit === semaphore ? 1 : 0);
  return own + heldAround(runner.parent, semaphore);
}

function tasksStep(
  key: 'task' | 'fanOut',
  value: PlainMap,
  at: Path,
  path: string,
  programAt: number,
  runner: Runner,
  walk: Walk,
): Step {
  const pool = poolOf(value.pool, at, runner, walk);
  const taskKind = `${walk.job}.${taskName(value.name, at, walk)}`;
  const permit = typeof value.permit === 'string' ? value.permit : undefined;
  if (permit !== undefined) checkPermit(permit, [...at, 'permit'], runner, walk);
  const child: Runner = {
    kind: 'task',
    pool,
    parent: runner,
    held: new Map(),
    permit,
    hasBlob: false,
    isUnsure: false,
    isRetried: false,
  };
  const written = Array.isArray(value.steps) ? value.steps : [null];
  const steps = resolveWhole(written, [...at, 'steps'], programAt, child, walk);
  if (child.hasBlob) runner.hasBlob = true;
  const tasks =
    key === 'task'
      ? ({ kind: 'constant', value: 1 } as const)
      : resolveCount(value.tasks, [...at, 'tasks'], walk.complain);
  const window = key === 'task' ? 1 : numberOf(value.window, Number.POSITIVE_INFINITY);
  return { do: 'fanOut', path, taskKind, pool: pool ?? '', tasks, window, permit, steps };
}

/** Complains of a semaphore that there is not, or that is smaller than what is held by then. */
function checkPermit(semaphore: string, at: Path, runner: Runner, walk: Walk): void {
  const limit = walk.semaphores.get(semaphore);
  if (limit === undefined) {
    walk.complain(unknownName('semaphore', semaphore, [...walk.semaphores.keys()], at));
    return;
  }
  complainOfLimit(semaphore, heldAround(runner, semaphore) + 1, limit, at, 'task', walk);
}

function complainOfLimit(
  semaphore: string,
  taken: number,
  limit: number,
  at: Path,
  what: Runner['kind'],
  walk: Walk,
): void {
  if (taken <= limit) return;
  walk.complain({
    path: at,
    message: `the semaphore \`${semaphore}\` is smaller than what one ${what} takes: it would wait for ever`,
    expected: `a limit of at least ${taken}`,
    found: `a limit of ${limit}`,
    hint: `raise semaphores.${semaphore}.limit, or take fewer permits at once`,
  });
}

/** From steps to the programs of jobs and tasks, with the checks that need the order of the steps: what is held, and which blobs there are. */

import { counted } from '../counted.ts';
import { isMap, type Path } from '../path.ts';
import type { DurationDistribution } from '../workload/distribution.ts';
import type { Complain } from './complaints.ts';
import type { Step, StoreOperation } from './model.ts';
import { choiceStep, type ResolveInner, retryStep } from './resolve-branches.ts';
import { newRunner, poolOf, type Runner, type StepContext, taskName, unknownName, type Walk } from './step-names.ts';
import type { WrittenStep, WrittenSteps } from './step-schema.ts';

export interface Program {
  readonly steps: readonly Step[];
  /** Whether a step hands blobs to the deletion. */
  readonly defers: boolean;
}

/**
 * @param steps where one was wrong, the order of the steps around it is not judged.
 * @param path where the list stands in the system, such as `jobs.sync.steps`.
 */
export function resolveProgram(steps: WrittenSteps, path: Path, context: StepContext): Program {
  const walk = { ...context, programAt: path.length - 1, taskNames: new Set<string>(), unnamed: 0, defers: false };
  const resolved = resolveWhole(steps, path, newRunner('job', walk));
  return { steps: resolved, defers: walk.defers };
}

function resolveSteps(steps: WrittenSteps, path: Path, runner: Runner): Step[] {
  if (steps.includes(null)) {
    runner.isUnsure = true;
    runner.hasBlob = true;
  }
  return steps.flatMap((step, i) => (step === null ? [] : (resolveStep(step, [...path, i], runner) ?? [])));
}

/** The steps of a job or a task from its begin to its end. */
function resolveWhole(steps: WrittenSteps, path: Path, runner: Runner): Step[] {
  const resolved = resolveSteps(steps, path, runner);
  for (const [semaphore, { permits, at }] of runner.held) {
    if (permits <= 0 || runner.isUnsure) continue;
    runner.walk.complain({
      path: at,
      message: `the semaphore \`${semaphore}\` is acquired here and never released by the end of the ${runner.kind}`,
      expected: `a step \`release: ${semaphore}\` later in the same ${runner.kind}`,
      found: `${counted(permits, 'permit')} still held`,
    });
  }
  return resolved;
}

/** Resolves steps inside a step: what they take they give back, whichever way things go. */
function resolverInside(runner: Runner): ResolveInner {
  return (steps, at, what) => {
    const before = new Map(runner.held);
    const resolved = resolveSteps(steps, at, runner);
    for (const [semaphore, { permits, at: takenAt }] of runner.held) {
      const heldBefore = before.get(semaphore)?.permits ?? 0;
      if (permits === heldBefore || runner.isUnsure) continue;
      runner.walk.complain({
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

function resolveStep(step: WrittenStep, at: Path, runner: Runner): Step | undefined {
  const path = at.slice(runner.walk.programAt).join('.');
  const inside = step.value === undefined ? at : [...at, step.do];
  switch (step.do) {
    case 'work':
    case 'park':
    case 'wait':
      complainOfPlace(step.do, inside, runner);
      return { do: step.do, path, duration: step.value };
    case 'upload':
    case 'download':
    case 'delete':
      return operationStep(step.do, step.value, inside, path, runner);
    case 'acquire':
    case 'release':
      return semaphoreStep(step, inside, path, runner);
    case 'task':
      return tasksStep({ ...step.value, ...ONE_TASK }, inside, path, runner);
    case 'fanOut':
      return tasksStep(step.value, inside, path, runner);
    case 'choice':
      return choiceStep(step.value, inside, path, resolverInside(runner), runner.walk.complain);
    case 'fail':
      return { do: 'fail', path, probability: step.value };
    case 'retry': {
      const tried = { ...runner, isRetried: true };
      const inner = resolverInside(tried);
      const resolved = retryStep(step.value, inside, path, runner, inner);
      runner.hasBlob = tried.hasBlob;
      runner.isUnsure ||= tried.isUnsure;
      return resolved;
    }
    case 'defer':
      return deferStep(step.value?.delay, inside, path, runner);
  }
}

function complainOfPlace(key: 'work' | 'park' | 'wait', at: Path, runner: Runner): void {
  if (key === 'wait' && runner.kind === 'task') {
    runner.walk.complain({
      path: at,
      atKey: true,
      message: 'a task cannot `wait`: it has a thread, which works or is parked meanwhile',
      expected: 'work or park',
      found: 'wait',
      hint: 'write `park` when the thread sleeps meanwhile',
    });
  }
  if (key !== 'wait' && runner.kind === 'job') {
    runner.walk.complain({
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
): Step {
  if (latency === undefined && !runner.walk.hasLatency(operation)) complainOfLatency(operation, at, runner.walk);
  if (operation === 'upload') runner.hasBlob = true;
  if (operation === 'delete' && !runner.hasBlob) {
    runner.walk.complain({
      path: at,
      atKey: true,
      message: 'there is nothing to delete here: no blob was uploaded before',
      expected: 'an `upload` before it',
      found: '`delete`',
    });
  }
  return { do: operation, path, latency };
}

function complainOfLatency(operation: StoreOperation, at: Path, { complain }: Walk, inStep = true): void {
  const hint = `add \`store: { ${operation}: { latency: 0.1s } }\``;
  complain({
    path: at,
    message: `the store has no latency for \`${operation}\``,
    expected: `a distribution at store.${operation}.latency`,
    found: 'nothing',
    hint: inStep ? `${hint}, or write the latency in the step: \`${operation}: 0.1s\`` : hint,
  });
}

function deferStep(delayUs: number | undefined, at: Path, path: string, runner: Runner): Step {
  runner.walk.defers = true;
  if (!runner.walk.hasLatency('delete')) complainOfLatency('delete', at, runner.walk, false);
  if (!runner.hasBlob) {
    runner.walk.complain({
      path: at,
      message: `there is nothing to defer here: no blob was uploaded before it in this ${runner.kind}, or in a task of it`,
      expected: 'an `upload` before it',
      found: '`defer`',
    });
  }
  runner.hasBlob = false;
  return { do: 'defer', path, delayUs };
}

function semaphoreStep(
  { do: key, value: { semaphore, permits } }: Extract<WrittenStep, { do: 'acquire' | 'release' }>,
  at: Path,
  path: string,
  runner: Runner,
): Step | undefined {
  const limit = runner.walk.semaphores.get(semaphore);
  const namedAt = isMap(runner.walk.written(at)) ? [...at, 'semaphore'] : at;
  if (limit === undefined) {
    runner.walk.complain(unknownName('semaphore', semaphore, [...runner.walk.semaphores.keys()], namedAt));
    runner.isUnsure = true;
    return undefined;
  }
  const before = runner.held.get(semaphore);
  const held = before?.permits ?? 0;
  if (key === 'release') {
    if (held < permits && !runner.isUnsure) {
      runner.walk.complain({
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
  complainOfLimit(semaphore, heldAround(runner, semaphore), limit, namedAt, runner.kind, runner.walk.complain);
  return { do: key, path, semaphore, permits };
}

/** The permits that a runner holds together with all that wait for it. */
function heldAround(runner: Runner | undefined, semaphore: string): number {
  if (runner === undefined) return 0;
  const own = (runner.held.get(semaphore)?.permits ?? 0) + (runner.permit === semaphore ? 1 : 0);
  return own + heldAround(runner.parent, semaphore);
}

/** A task is a fan-out of one. */
const ONE_TASK = { tasks: { kind: 'constant', value: 1 }, window: 1, permit: undefined } as const;

function tasksStep(
  { tasks, window = Number.POSITIVE_INFINITY, permit, ...task }: Extract<WrittenStep, { do: 'fanOut' }>['value'],
  at: Path,
  path: string,
  runner: Runner,
): Step {
  const pool = poolOf(task.pool, at, runner);
  const taskKind = `${runner.walk.job}.${taskName(task.name, at, runner.walk)}`;
  if (permit !== undefined) checkPermit(permit, [...at, 'permit'], runner);
  const child = newRunner('task', runner.walk, { pool, parent: runner, permit });
  const steps = resolveWhole(task.steps, [...at, 'steps'], child);
  if (child.hasBlob) runner.hasBlob = true;
  return { do: 'fanOut', path, taskKind, pool: pool ?? '', tasks, window, permit, steps };
}

/** Complains of a semaphore that there is not, or that is smaller than what is held by then. */
function checkPermit(semaphore: string, at: Path, runner: Runner): void {
  const { semaphores, complain } = runner.walk;
  const limit = semaphores.get(semaphore);
  if (limit === undefined) complain(unknownName('semaphore', semaphore, [...semaphores.keys()], at));
  else complainOfLimit(semaphore, heldAround(runner, semaphore) + 1, limit, at, 'task', complain);
}

function complainOfLimit(
  semaphore: string,
  taken: number,
  limit: number,
  at: Path,
  what: Runner['kind'],
  complain: Complain,
): void {
  if (taken <= limit) return;
  complain({
    path: at,
    message: `the semaphore \`${semaphore}\` is smaller than what one ${what} takes: it would wait for ever`,
    expected: `a limit of at least ${taken}`,
    found: `a limit of ${limit}`,
    hint: `raise semaphores.${semaphore}.limit, or take fewer permits at once`,
  });
}

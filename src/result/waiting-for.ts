import type { JobKind, Step, System } from '../scenario/model.ts';
import { allSteps, innerSteps } from '../scenario/steps.ts';

/**
 * Who waits behind whom, in one place. Whoever waits for something keeps meanwhile what it holds (its admission, the threads of its tasks, permits), so others wait for that. What it has
 * given back before, or only asks for later, does not wait with it: the pool of one task is not in front of the pool of the next.
 */

/** What work has to wait for. The janitor has no name. */
export interface Resource {
  readonly kind: 'pool' | 'semaphore' | 'concurrency' | 'janitor';
  readonly name: string;
}

const LAST = { pool: 'queueDepth', semaphore: 'waiting', concurrency: 'waiting' } as const;
const PART = { pool: 'pools', semaphore: 'semaphores', concurrency: 'concurrency' } as const;
/** The causes before what they lead to. */
const ORDER = ['concurrency', 'pools', 'semaphores', 'deletions'];

/** The line in front of a resource. */
export function ownLine({ kind, name }: Resource): string {
  return kind === 'janitor' ? 'deletions.pending' : `${PART[kind]}.${name}.${LAST[kind]}`;
}

/** The lines in which what waits for a resource can stand: in front of it, and in front of what those hold who wait for it. */
export function linesBefore(resource: Resource, system: System): string[] {
  const asks = system.jobs.flatMap(asksOf);
  const lines = new Set([ownLine(resource)]);
  // A set that is walked also gives what is added meanwhile.
  for (const line of lines) {
    for (const { held } of asks.filter((ask) => ask.line === line)) for (const one of held) lines.add(one);
    if (system.jobs.some((job) => sleepsAt(line, job))) lines.add('deletions.pending');
  }
  const rank = (line: string) => ORDER.indexOf(line.split('.')[0] as string);
  return [...lines].sort((a, b) => rank(a) - rank(b));
}

/** The levels that move with the room of a resource: the lines before it, the jobs that stand in them, and the blobs and deletions of those jobs. */
export function grownBy(resource: Resource, system: System): ReadonlySet<string> {
  const lines = new Set(linesBefore(resource, system));
  const jobs = system.jobs.filter((job) =>
    asksOf(job).some(({ line }) => lines.has(line) && !line.startsWith(`${PART.concurrency}.`)),
  );
  const blobs = lines.has('deletions.pending') || jobs.some(({ steps }) => uploads(steps));
  return new Set([
    ...lines,
    ...jobs.map(({ name }) => `jobs.${name}.running`),
    ...(blobs ? ['deletions.pending', 'blobs.alive'] : []),
  ]);
}

/** The lines that a job and its tasks may stand in, that in front of its admission left out. */
export function linesOf(job: JobKind): string[] {
  return asksIn(job.steps, []).map(({ line }) => line);
}

/** That a job or one of its tasks asks for something: the line that it may stand in, and the lines in front of what it holds meanwhile. */
interface Ask {
  readonly line: string;
  readonly held: readonly string[];
}

function asksOf({ concurrency, steps }: JobKind): Ask[] {
  if (concurrency === undefined) return asksIn(steps, []);
  const admission = ownLine({ kind: 'concurrency', name: concurrency });
  return [{ line: admission, held: [] }, ...asksIn(steps, [admission])];
}

/** @param outer what is held around these steps, by whoever waits for them. */
function asksIn(steps: readonly Step[], outer: readonly string[]): Ask[] {
  const permits = new Map<string, number>();
  const asks: Ask[] = [];
  for (const step of steps) {
    const held = [...outer, ...permits.keys()];
    if (step.do === 'acquire' || step.do === 'release') {
      const line = ownLine({ kind: 'semaphore', name: step.semaphore });
      const left = (permits.get(line) ?? 0) + (step.do === 'acquire' ? step.permits : -step.permits);
      if (step.do === 'acquire') asks.push({ line, held });
      if (left > 0) permits.set(line, left);
      else permits.delete(line);
    }
    if (step.do === 'choice' || step.do === 'retry') asks.push(...asksIn(innerSteps(step), held));
    if (step.do !== 'fanOut') continue;
    const permit = step.permit === undefined ? [] : [ownLine({ kind: 'semaphore', name: step.permit })];
    const thread = ownLine({ kind: 'pool', name: step.pool });
    asks.push(...permit.map((line) => ({ line, held })), { line: thread, held: [...held, ...permit] });
    asks.push(...asksIn(step.steps, [...held, ...permit, thread]));
  }
  return asks;
}

function sleepsAt(line: string, { deletion }: JobKind): boolean {
  return deletion.by === 'sleep-in-pool' && line === ownLine({ kind: 'pool', name: deletion.pool });
}

function uploads(steps: readonly Step[]): boolean {
  return allSteps(steps).some((step) => step.do === 'upload');
}

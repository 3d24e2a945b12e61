import type { NumberComparison } from '../../gate/condition.ts';
import { linesBefore, ownLine, type Resource } from '../../result/waiting-for.ts';
import type { JobKind, Step, System } from '../../scenario/model.ts';
import { allSteps, innerSteps } from '../../scenario/steps.ts';
import type { SizeFigures } from './size-workers.ts';

/** The lines of a design that grow, or may, parted by whether what an objective measures feels it. */
export interface ReachingLines {
  readonly growing: SizeFigures['stability']['growing'];
  readonly undecided: SizeFigures['stability']['undecided'];
  /** Those that grow for certain and do not reach it. */
  readonly beside: SizeFigures['stability']['growing'];
  /** Whether a line would reach it if it grew. */
  reaches(line: string): boolean;
}

/**
 * Of the lines that grow, or may, those that reach an objective: what it measures waits in them, is kept longer by those who wait, or comes only after the wait, so that less of it arrives than would.
 * The line of blobs whose deletion has failed for good is none of them: no size changes that.
 */
export function reachingLines(
  { stability }: Pick<SizeFigures, 'stability'>,
  system: System,
  design: string,
  comparisons: readonly NumberComparison[],
): ReachingLines {
  const measures = comparisons.flatMap(({ left, bounds }) =>
    [left, ...bounds].flatMap(({ terms }) =>
      terms.filter(({ measure }) => measure.design === design).map(({ measure }) => measure.path.join('.')),
    ),
  );
  const all = [...stability.growing, ...stability.undecided].map(({ line }) => line);
  const reaches = (line: string): boolean => {
    if (line === BLOBS) return false;
    const isReached = reachOf(line, all, system);
    return measures.some(isReached);
  };
  return {
    growing: stability.growing.filter(({ line }) => reaches(line)),
    undecided: stability.undecided.filter(({ line }) => reaches(line)),
    beside: stability.growing.filter(({ line }) => line !== BLOBS && !reaches(line)),
    reaches,
  };
}

const BLOBS = 'blobs.alive';

/** Whether a measure, by its path, feels that a line grows. @param all the lines that grow or may. */
export function reachOf(line: string, all: readonly string[], system: System): (measure: string) => boolean {
  const lines = new Set(linesWith(line, all, system));
  const parts = new Set([...lines].map(partOf));
  let leavesBlobs = lines.has('deletions.pending');
  for (const job of system.jobs) {
    const { isWaiting, later } = afterWait(job, lines);
    if (!isWaiting && line !== `jobs.${job.name}.running`) continue;
    parts.add(`jobs.${job.name}.`);
    for (const one of later) parts.add(partOf(one));
    if (!allSteps(job.steps).some((step) => step.do === 'upload')) continue;
    leavesBlobs = true;
    if (job.deletion.by === 'sleep-in-pool') parts.add(`pools.${job.deletion.pool}.`);
  }
  return (measure) => {
    const [section] = measure.split('.') as [string];
    if (section === 'deletions' || section === 'blobs') return leavesBlobs;
    // What else there is counts everything.
    return !NAMED.has(section) || [...parts].some((part) => measure.startsWith(part));
  };
}

const NAMED = new Set(['pools', 'semaphores', 'concurrency', 'jobs']);

/** The lines in which those stand who wait for what a line is in front of. */
function linesWith(line: string, all: readonly string[], system: System): readonly string[] {
  const resource = resourceOf(line, system);
  if (resource !== undefined) return linesBefore(resource, system);
  const job = system.jobs.find(({ name }) => line === `jobs.${name}.running`);
  if (job === undefined) return [line];
  const asked = linesAsked(job);
  // Jobs that run for ever wait for something: where that grows as well it says what is reached.
  return asked.some((one) => all.includes(one)) ? [line] : [line, ...asked];
}

function resourceOf(line: string, { pools, semaphores, concurrency }: System): Resource | undefined {
  const resources: Resource[] = [
    ...pools.map(({ name }) => ({ kind: 'pool' as const, name })),
    ...semaphores.map(({ name }) => ({ kind: 'semaphore' as const, name })),
    ...concurrency.map(({ name }) => ({ kind: 'concurrency' as const, name })),
    { kind: 'janitor', name: '' },
  ];
  return resources.find((one) => ownLine(one) === line);
}

/** `pools.w.` of `pools.w.queueDepth`. */
function partOf(line: string): string {
  return line.slice(0, line.lastIndexOf('.') + 1);
}

function linesAsked({ concurrency, steps }: JobKind): string[] {
  const admission = concurrency === undefined ? [] : [ownLine({ kind: 'concurrency', name: concurrency })];
  return [...admission, ...allSteps(steps).flatMap(linesOfStep)];
}

/** Whether a job stands in one of these lines, and the lines that it comes to after that. */
function afterWait(
  { concurrency, steps }: JobKind,
  lines: ReadonlySet<string>,
): { readonly isWaiting: boolean; readonly later: readonly string[] } {
  const later: string[] = [];
  let isWaiting = concurrency !== undefined && lines.has(ownLine({ kind: 'concurrency', name: concurrency }));
  const walk = (inner: readonly Step[]): void => {
    for (const step of inner) {
      for (const line of linesOfStep(step)) {
        if (isWaiting) later.push(line);
        isWaiting ||= lines.has(line);
      }
      walk(innerSteps(step));
    }
  };
  walk(steps);
  return { isWaiting, later };
}

function linesOfStep(step: Step): string[] {
  if (step.do === 'acquire') return [ownLine({ kind: 'semaphore', name: step.semaphore })];
  if (step.do !== 'fanOut') return [];
  const permit = step.permit === undefined ? [] : [ownLine({ kind: 'semaphore', name: step.permit })];
  return [...permit, ownLine({ kind: 'pool', name: step.pool })];
}

import { hasClearRate } from '../result/growth.ts';
import type { DesignResult, Result } from '../result/schema.ts';
import { type Measure, measureName } from './measure.ts';

/** A measure as a result has it. */
export interface Reading {
  /** Null when there is no data. */
  readonly value: number | string | boolean | null;
  /** Why there is none, as the end of "no data: …"; undefined when there is. */
  readonly why: string | undefined;
}

/** The parts of a result that an observed service has. */
const OF_THREADS = new Set(['pools', 'threads', 'threadHours']);

/** Reads a measure. A result that lacks the design or the measure has no data, which never passes. */
export function readMeasure(result: Result, measure: Measure): Reading {
  const design = Object.hasOwn(result.designs, measure.design) ? result.designs[measure.design] : undefined;
  if (design === undefined) return { value: null, why: `the result has no design \`${measure.design}\`` };
  if (result.world === 'observed' && !OF_THREADS.has(measure.path[0] as string)) {
    return { value: null, why: 'it was not observed: thread dumps do not tell it' };
  }
  if (measure.idle !== undefined) return { value: null, why: measure.idle };
  const starved = whyStarved(design, measure);
  if (starved !== undefined) return { value: null, why: starved };
  const value = isOfGrowth(design, measure) ? null : valueIn(design, measure.path);
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
    return { value, why: undefined };
  if (value === undefined)
    return { value: null, why: `the result has no \`${measureName(measure)}\`: nothing of the kind happened` };
  return { value: null, why: whyNull(design, measure) };
}

/** The value at a path in a design's result; undefined when there is none. */
export function valueIn(design: DesignResult, path: readonly string[]): unknown {
  let value: unknown = design;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

/** What is not measured but set: no pool that starves makes it less true. */
const SETTING = /^(pools\.[^.]+\.threads|semaphores\.[^.]+\.limit|concurrency\.[^.]+\.limit|jobs\.[^.]+\.deletion)$/;

/**
 * Where a pool has starved its work stands still: what was counted and how full it was say only how far it came, and waits that never end are never observed. So the pool, the jobs that go
 * through it and the sums in which it counts have no data; what has nothing to do with it has.
 */
function whyStarved(design: DesignResult, { path }: Measure): string | undefined {
  const measure = path.join('.');
  if (SETTING.test(measure)) return undefined;
  const starved = design.starved.find((one) => partsReachedBy(one).some((part) => measure.startsWith(part)));
  return starved === undefined
    ? undefined
    : `pool ${starved.pool} has starved, so its work stands still and waits that never ended are missing`;
}

/** The beginnings of the measures that a starved pool reaches, each with the dot after it. */
function partsReachedBy({ pool, reaches }: DesignResult['starved'][number]): string[] {
  const sums = ['stability.', 'threads.', 'threadHours.', `pools.${pool}.`];
  // Older results do not say what is reached.
  if (reaches === undefined) return [...sums, 'pools.', 'jobs.', 'semaphores.', 'concurrency.', 'deletions.', 'blobs.'];
  return [
    ...sums,
    ...reaches.flatMap((path) => {
      const [part, name] = path.split('.') as [string, string];
      // A job of which some wait for ever for their admission waits at a limit; a deletion leaves its blob.
      if (path.endsWith('.admissionWait')) return ['concurrency.', `jobs.${name}.`];
      return part === 'deletions' ? ['deletions.', 'blobs.'] : [`${part}.${name}.`];
    }),
  ];
}

/** Whether a quantile is of what grows without end: results that were saved before quantiles were left out have it. */
function isOfGrowth({ stability }: DesignResult, { path }: Measure): boolean {
  const measure = path.slice(0, -1).join('.');
  return QUANTILE.test(path.at(-1) as string) && stability.growing.some(({ reaches }) => reaches.includes(measure));
}

const QUANTILE = /^p[0-9]+$/;

function whyNull(design: DesignResult, { path }: Measure): string {
  const { growing, undecided } = design.stability;
  if (path.join('.') === 'stability.stable') {
    return `a run of this length cannot tell: ${undecided.map(({ line }) => `\`${line}\``).join(', ')} may grow or merely wander`;
  }
  const measure = path.slice(0, -1).join('.');
  const growth = growing.find(({ reaches }) => reaches.includes(measure));
  if (growth === undefined) return 'nothing was observed in the measured time';
  const grows = hasClearRate(growth) ? `grows by ${growth.perHour.toPrecision(3)} an hour` : '(at no clear rate)';
  const missing = QUANTILE.test(path.at(-1) as string) ? 'quantiles' : 'mean';
  return `unstable: \`${growth.line}\` ${grows}, so ${growth.line === measure ? 'it' : `\`${measure}\``} has no ${missing}`;
}

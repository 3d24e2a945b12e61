import { type ResourceLoad, resourceLoads, variesOverTime } from '../scenario/capacity.ts';
import type { System } from '../scenario/model.ts';
import type { DesignAccumulator } from './design-accumulator.ts';
import { type Trend, trendOf } from './growth.ts';
import { linesBefore, reachedBy, watchedLines } from './reach.ts';
import type { Stability } from './schema.ts';

/** Below this load there is room enough: a line that rises there wanders. */
const NEAR_CAPACITY = 0.9;
/** A load over 1 by less than this is a rounding. */
const ROUNDING = 1e-9;

/**
 * Whether a design's lines grow without end, by what the run shows and by what arithmetic knows.
 *
 * | the lines                       | the loads                                               | verdict |
 * | ------------------------------- | ------------------------------------------------------- | --- |
 * | any                             | one over 1, and nothing is refused or fails             | unstable, where a line in front of it is not flat; else undecided |
 * | one grows                       | none over 1, and near 1 or not always the same          | undecided: the run may end before the growth |
 * | one grows                       | otherwise                                               | unstable |
 * | one is unclear, none grows      | one near 1, by arithmetic or as measured                | undecided |
 * | all flat, or unclear with room  | any other                                               | stable |
 *
 * The loads do not depend on the replications, and of those a line's trend only ever becomes sharper.
 * @param endUs the length of a run, warm-up included.
 */
export function stabilityOf(pooled: DesignAccumulator, written: System, endUs: number): Stability {
  const system = inOrderOfNames(written);
  // The store of a live run is real: arithmetic with the scenario's latencies is of another system.
  const loads = pooled.hasBatches ? [] : resourceLoads(system, endUs);
  const trends = new Map(
    watchedLines(system).flatMap((line): [string, Trend][] => {
      const courses = pooled.courses.get(line);
      return courses === undefined ? [] : [[line, trendOf(courses)]];
    }),
  );
  const highest = Math.max(0, ...loads.map(({ load }) => load), ...measuredLoads(pooled, system));
  const overloaded = shedsLoad(pooled, system) ? [] : loads.filter(({ load }) => load > 1 + ROUNDING);
  const overrun = overloaded.flatMap((resource) => risingBefore(resource, trends, system));
  const growing = [...trends].filter(([, { is }]) => is === 'grows').map(([line]) => line);
  const doubt = (lines: readonly string[]): Stability => ({
    stable: null,
    growing: [],
    undecided: lines.map((line) => ({ line, load: highest === 0 ? null : highest })),
  });

  if (growing.length > 0 && ends(loads, system, endUs)) return doubt(growing);
  const all = [...trends.keys()].filter((line) => growing.includes(line) || overrun.includes(line));
  if (all.length > 0) {
    const entries = all.map((line) => {
      const { perHour, halfWidth95 } = trends.get(line) as Trend;
      return { line, perHour, halfWidth95, reaches: [...new Set(reachedBy(line, system))] };
    });
    return { stable: false, growing: entries, undecided: [] };
  }
  if (overloaded.length > 0) {
    return doubt([...new Set(overloaded.flatMap(({ kind, name }) => linesBefore(kind, name, system)))]);
  }
  const unclear = [...trends].filter(([, { is }]) => is === 'unclear').map(([line]) => line);
  return highest >= NEAR_CAPACITY - ROUNDING && unclear.length > 0
    ? doubt(unclear)
    : { stable: true, growing: [], undecided: [] };
}

/**
 * Whether what grows in the run has an end, by arithmetic: nothing is overloaded in the long run, and either the load varies, or there is too little room for the line to come back
 * soon. Where the load is steady arithmetic has to know all of it.
 */
function ends(loads: readonly ResourceLoad[], system: System, endUs: number): boolean {
  if (loads.some(({ load }) => load > 1 + ROUNDING)) return false;
  if (variesOverTime(system, endUs)) return true;
  return (
    loads.some(({ load }) => load >= NEAR_CAPACITY - ROUNDING) &&
    loads.every(({ load, isAtLeast }) => load === 0 || !isAtLeast)
  );
}

/** The lines in front of an overloaded resource that rise for certain; where none does, the one that rises most, unless it is flat. */
function risingBefore(
  { kind, name }: ResourceLoad,
  trends: ReadonlyMap<string, Trend>,
  system: System,
): readonly string[] {
  const rising = linesBefore(kind, name, system).flatMap((line) => {
    const trend = trends.get(line);
    return trend === undefined || trend.is === 'flat' || trend.perHour <= 0 ? [] : [{ line, ...trend }];
  });
  const certain = rising.filter(({ is, perHour, halfWidth95 }) => is === 'grows' || perHour > (halfWidth95 ?? perHour));
  const chosen = certain.length > 0 ? certain : rising.sort((a, b) => b.perHour - a.perHour).slice(0, 1);
  return chosen.map(({ line }) => line);
}

/** How full what work waits for was in the measured time. */
function measuredLoads(pooled: DesignAccumulator, system: System): number[] {
  const mean = (path: string) => pooled.level(path).mean ?? 0;
  return [
    ...system.pools.map(({ name, threads }) => mean(`pools.${name}.active`) / threads),
    ...system.semaphores.map(({ name, limit }) => mean(`semaphores.${name}.inUse`) / limit),
    ...system.concurrency.map(({ name, limit }) => mean(`concurrency.${name}.admitted`) / limit),
  ];
}

/** What is refused or fails takes less than arithmetic has it take. */
function shedsLoad(pooled: DesignAccumulator, system: System): boolean {
  return [
    'deletions.failed',
    'deletions.rejected',
    ...system.pools.flatMap(({ name }) => [`pools.${name}.rejected`, `pools.${name}.starved`]),
    ...system.jobs.map(({ name }) => `jobs.${name}.failed`),
  ].some((path) => pooled.count(path) > 0);
}

/** So that what is told first does not depend on the order in a file. */
function inOrderOfNames(system: System): System {
  const sorted = <T extends { readonly name: string }>(list: readonly T[]) =>
    [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    ...system,
    pools: sorted(system.pools),
    semaphores: sorted(system.semaphores),
    concurrency: sorted(system.concurrency),
    jobs: sorted(system.jobs),
  };
}

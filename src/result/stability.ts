import { goingOn, variesOverTime } from '../explain/capacity.ts';
import type { System } from '../scenario/model.ts';
import { US_PER_HOUR } from '../units.ts';
import type { DesignAccumulator } from './design-accumulator.ts';
import { type Evidence, evidenceOf, isNearCapacity, shedsLoad } from './evidence.ts';
import { type Trend, trendOf } from './growth.ts';
import { BLOBS_LEFT } from './left-behind.ts';
import { reachedBy, watchedLines } from './reach.ts';
import { roomOf } from './room.ts';
import type { Stability } from './schema.ts';
import { estimate } from './statistics.ts';
import { linesBefore } from './waiting-for.ts';

const BLOBS = 'blobs.alive';

/**
 * Whether a design's lines grow without end, by what the run shows and by what arithmetic knows.
 *
 * | the lines                       | the loads                                               | verdict |
 * | ------------------------------- | ------------------------------------------------------- | --- |
 * | blobs that nobody will delete   | any                                                     | unstable |
 * | any                             | arrivals that are over, or room all the time (room.ts)  | stable |
 * | any                             | one over 1, and nothing is refused or fails             | unstable, where a line in front of it is not flat; else undecided |
 * | one grows                       | none over 1, and near 1 or not always the same          | undecided: the run may end before the growth |
 * | one grows                       | otherwise                                               | unstable |
 * | one is unclear, none grows      | one near 1, by arithmetic or as measured                | undecided |
 * | all flat, or unclear with room  | any other                                               | stable |
 *
 * A load speaks only of the lines that it can let grow: of the one in front of its resource, and of those in which others wait for what is held there.
 *
 * The loads do not depend on the replications, and of those a line's trend only ever becomes sharper.
 * @param endUs the length of a run, warm-up included.
 */
export function stabilityOf(pooled: DesignAccumulator, written: System, endUs: number): Stability {
  const system = inOrderOfNames(written);
  const evidence = evidenceOf(pooled, system, endUs);
  const trends = new Map(
    watchedLines(system).flatMap((line): [string, Trend][] => {
      const courses = pooled.courses.get(line);
      return courses === undefined ? [] : [[line, trendOf(courses)]];
    }),
  );
  const loadBefore = (line: string) =>
    Math.max(0, ...evidence.filter(({ lines }) => lines.has(line)).map(({ load }) => load));
  const overloaded = shedsLoad(pooled, system) ? [] : evidence.filter(({ isOver }) => isOver);
  const overrun = overloaded.flatMap((resource) => risingBefore(resource, trends, system));
  const room = roomOf(pooled, system);
  const isOver = goingOn(system, endUs).jobs.every(({ arrivals }) => arrivals.length === 0);
  const mayBeEndless = (line: string) => !isOver && !room.has(line);
  const growing = [...trends].filter(([line, { is }]) => is === 'grows' && mayBeEndless(line)).map(([line]) => line);
  const doubt = (lines: readonly string[]): Stability => ({
    stable: null,
    growing: [],
    undecided: lines.map((line) => ({ line, load: loadBefore(line) || null })),
  });

  const left = blobsLeft(pooled, system, endUs);
  if (left !== null && growing.every((line) => line === BLOBS)) trends.set(BLOBS, left);
  const isDoubtful = growing.length > 0 && ends(growing, evidence, system, endUs);
  if (isDoubtful && left === null) return doubt(growing);
  const endless = new Set([...(isDoubtful ? [] : growing), ...(left === null ? [] : [BLOBS])]);
  const all = [...trends.keys()].filter((line) => endless.has(line) || overrun.includes(line));
  if (all.length > 0) {
    const entries = all.map((line) => {
      const { perHour, halfWidth95 } = trends.get(line) as Trend;
      return { line, perHour, halfWidth95, reaches: [...new Set(reachedBy(line, system))] };
    });
    return { stable: false, growing: entries, undecided: [] };
  }
  if (overloaded.length > 0) {
    return doubt([...new Set(overloaded.flatMap((resource) => linesBefore(resource, system)))]);
  }
  const unclear = [...trends].filter(([, { is }]) => is === 'unclear' && !isOver).map(([line]) => line);
  const doubtful = unclear.filter((line) => isNearCapacity(loadBefore(line)));
  return doubtful.length > 0 ? doubt(doubtful) : { stable: true, growing: [], undecided: [] };
}

/**
 * How fast the blobs grow that nobody will delete any more: their deletion failed for good or was refused, or their job ended without asking for it. They stay in the store, so where
 * there are any at all their number has no end, whatever the load and its course. Null where there are none, and where they may be of a time that is over: what comes and goes within
 * the run (a fault, arrivals that stop, a trace) leaves a number of them that stays.
 */
function blobsLeft(pooled: DesignAccumulator, system: System, endUs: number): Trend | null {
  const ways = BLOBS_LEFT.map((path) => pooled.counts(path));
  const left = Array.from({ length: pooled.replications }, (_, i) => ways.reduce((sum, way) => sum + (way[i] ?? 0), 0));
  const failsAlways = system.store.delete.fail > 0 && pooled.count('deletions.failed') > 0;
  if (!left.some((count) => count > 0) || (passes(system, endUs) && !failsAlways)) return null;
  const hours = (endUs - pooled.warmUpUs) / US_PER_HOUR;
  const { mean, halfWidth95 } = estimate(left.map((count) => count / hours));
  return { is: 'grows', perHour: mean ?? 0, halfWidth95 };
}

/** Whether something of the scenario is over before the run is, or begins within it. */
function passes({ jobs, faults }: System, endUs: number): boolean {
  const isPart = (fromUs: number, untilUs: number) => fromUs > 0 || untilUs < endUs;
  return (
    faults.some((fault) => fault.kind !== 'kill-janitor' && isPart(fault.atUs, fault.untilUs)) ||
    jobs.some(({ arrivals }) =>
      arrivals.some(({ law, fromUs, untilUs }) => law.kind === 'trace' || isPart(fromUs, untilUs)),
    )
  );
}

/**
 * Whether what grows in the run has an end, by arithmetic: nothing is overloaded in the long run, and either the load varies, or there is too little room for the line to come back
 * soon. Where the load is steady arithmetic has to know all of it.
 */
function ends(growing: readonly string[], evidence: readonly Evidence[], system: System, endUs: number): boolean {
  const loads = evidence.filter(({ isMeasured, lines }) => !isMeasured && growing.some((line) => lines.has(line)));
  if (loads.some(({ isOver }) => isOver)) return false;
  if (variesOverTime(system, endUs)) return true;
  return loads.some(({ load }) => isNearCapacity(load)) && loads.every(({ load, isKnown }) => load === 0 || isKnown);
}

/** The lines in front of an overloaded resource that rise for certain; where none does, the one that rises most, unless it is flat. */
function risingBefore(resource: Evidence, trends: ReadonlyMap<string, Trend>, system: System): readonly string[] {
  const rising = linesBefore(resource, system).flatMap((line) => {
    const trend = trends.get(line);
    return trend === undefined || trend.is === 'flat' || trend.perHour <= 0 ? [] : [{ line, ...trend }];
  });
  const certain = rising.filter(({ is, perHour, halfWidth95 }) => is === 'grows' || perHour > (halfWidth95 ?? perHour));
  const chosen = certain.length > 0 ? certain : rising.sort((a, b) => b.perHour - a.perHour).slice(0, 1);
  return chosen.map(({ line }) => line);
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

import { variesOverTime } from '../explain/capacity.ts';
import type { System } from '../scenario/model.ts';
import type { DesignAccumulator } from './design-accumulator.ts';
import { type Evidence, evidenceOf, isNearCapacity, shedsLoad } from './evidence.ts';
import { type Trend, trendOf } from './growth.ts';
import { reachedBy, watchedLines } from './reach.ts';
import type { Stability } from './schema.ts';
import { linesBefore } from './waiting-for.ts';

const BLOBS = 'blobs.alive';

/**
 * Whether a design's lines grow without end, by what the run shows and by what arithmetic knows.
 *
 * | the lines                       | the loads                                               | verdict |
 * | ------------------------------- | ------------------------------------------------------- | --- |
 * | blobs that rise                 | any, and deletions fail for good                        | unstable |
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
  const growing = [...trends].filter(([, { is }]) => is === 'grows').map(([line]) => line);
  const doubt = (lines: readonly string[]): Stability => ({
    stable: null,
    growing: [],
    undecided: lines.map((line) => ({ line, load: loadBefore(line) || null })),
  });

  const leaked = leaksBlobs(pooled, system) && (trends.get(BLOBS)?.perHour ?? 0) > 0;
  const isDoubtful = growing.length > 0 && ends(growing, evidence, system, endUs);
  if (isDoubtful && !leaked) return doubt(growing);
  const endless = new Set([...(isDoubtful ? [] : growing), ...(leaked ? [BLOBS] : [])]);
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
  const unclear = [...trends].filter(([, { is }]) => is === 'unclear').map(([line]) => line);
  const doubtful = unclear.filter((line) => isNearCapacity(loadBefore(line)));
  return doubtful.length > 0 ? doubt(doubtful) : { stable: true, growing: [], undecided: [] };
}

/** Whether deletions fail for good at all times: the blobs that they leave are never deleted, so that their number has no end, whatever the load. */
function leaksBlobs(pooled: DesignAccumulator, { store }: System): boolean {
  return store.delete.fail > 0 && pooled.count('deletions.failed') > 0;
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

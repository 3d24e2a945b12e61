import { isDuration } from '../result/reach.ts';
import type { DesignResult, PoolResult, Result } from '../result/schema.ts';

/** A design of a result with its name; the first is the one that the others are compared with. */
export interface NamedDesign {
  readonly name: string;
  readonly result: DesignResult;
}

/** The designs of a result in their order. */
export function designsOf(result: Result): NamedDesign[] {
  return Object.entries(result.designs).map(([name, design]) => ({ name, result: design }));
}

/** At most this many pools are told of one by one; the others stand in result.json. */
const MOST_POOLS = 4;

/** Pools whose active threads differ by less than this share are not what the designs differ in. */
const SAME = 0.02;

/** But those whose active threads differ by this share of what another pool's do may have taken over what that one lost. */
const NOTABLE = 0.1;

/** A pool that never held a thread, in no design, has nothing to tell. Those in which the designs differ come first, and of them those that are nearest to full; at most four. */
export function poolsThatMatter(result: Result): string[] {
  return rankedPools(result)
    .slice(0, MOST_POOLS)
    .map(({ name }) => name);
}

/** The pools that held a thread and are left out for those that matter more. */
export function otherPools(result: Result): string[] {
  return rankedPools(result)
    .slice(MOST_POOLS)
    .map(({ name }) => name);
}

/**
 * The pools that decide between the designs: all in which they differ, since what leaves one may only have moved into another; where they differ in none, the one that is nearest to
 * full. A pool that only some designs have compares nothing by itself: then the fullest of those that all have stands beside it.
 */
export function decidingPools(result: Result): string[] {
  const pools = rankedPools(result);
  const deciding = differingPools(pools);
  if (deciding.some(({ isShared }) => isShared)) return deciding.map(({ name }) => name);
  const shared = pools.filter(({ isShared }) => isShared).sort((a, b) => b.load - a.load);
  return [...shared.slice(0, 1), ...deciding].map(({ name }) => name);
}

function differingPools(pools: readonly RankedPool[]): readonly RankedPool[] {
  const differing = pools.filter(({ differs }) => differs);
  const moved = NOTABLE * Math.max(0, ...differing.map(({ spread }) => spread));
  const deciding = pools.filter(({ differs, spread }) => differs || (spread > 0 && spread >= moved));
  return differing.length === 0 ? pools.slice(0, 1) : deciding;
}

interface RankedPool {
  readonly name: string;
  readonly differs: boolean;
  /** Whether every design has it. */
  readonly isShared: boolean;
  /** The largest share of its threads that is active, on average. */
  readonly load: number;
  /** By how many active threads the designs differ; one that lacks the pool has none. */
  readonly spread: number;
}

function rankedPools(result: Result): RankedPool[] {
  const designs = designsOf(result);
  return namesIn(designs, ({ pools }) => pools)
    .map((name) => {
      const pools = designs.map((design) => poolOf(design, name)).filter((pool) => pool !== undefined);
      const levels = pools.map(({ active }) => active.mean ?? active.max ?? 0);
      const highest = Math.max(...levels);
      const spread = highest - (pools.length < designs.length ? 0 : Math.min(...levels));
      const differs =
        pools.length < designs.length ||
        new Set(pools.map(({ threads }) => threads)).size > 1 ||
        spread > SAME * highest;
      const load = Math.max(...pools.map(({ threads }, i) => (levels[i] as number) / threads));
      return { name, highest, spread, differs, isShared: pools.length === designs.length, load };
    })
    .filter(({ highest }) => highest > 0)
    .sort((a, b) => Number(b.differs) - Number(a.differs) || b.load - a.load);
}

/** Job kinds that are drawn and told of one by one; the others are named, and stand in result.json. */
const MOST_KINDS = 2;

/** The job kinds with the most arrivals, and those that are left out for them, each in the order of their arrivals. */
export function mainJobKinds(designs: readonly NamedDesign[]): { shown: string[]; others: string[] } {
  const arrived = (kind: string) => Math.max(...designs.map(({ result }) => result.jobs[kind]?.arrived ?? 0));
  const kinds = namesIn(designs, ({ jobs }) => jobs).sort((a, b) => arrived(b) - arrived(a));
  return { shown: kinds.slice(0, MOST_KINDS), others: kinds.slice(MOST_KINDS) };
}

/** The pool of a design, when the design has it. */
export function poolOf(design: NamedDesign, pool: string): PoolResult | undefined {
  return Object.hasOwn(design.result.pools, pool) ? design.result.pools[pool] : undefined;
}

/** A figure of some pools, summed up; a pool that a design does not have counts as none. Null when the figure of one of them is. */
export function sumOver(
  design: NamedDesign,
  pools: readonly string[],
  figure: (pool: PoolResult) => number | null,
): number | null {
  let sum = 0;
  for (const name of pools) {
    const pool = poolOf(design, name);
    if (pool === undefined) continue;
    const value = figure(pool);
    if (value === null) return null;
    sum += value;
  }
  return sum;
}

/** A pool of which the service keeps a log. */
export type LoggedPool = PoolResult & { readonly health: NonNullable<PoolResult['health']> };

export function hasLog(pool: PoolResult): pool is LoggedPool {
  return pool.health !== undefined;
}

/** Whether a design had any deletion to do. */
export function deletes({ result: { deletions } }: NamedDesign): boolean {
  return deletions.scheduled > 0 || deletions.rejected > 0 || deletions.lateness.count > 0;
}

/** The growth that leaves a measure without a mean; undefined when none does. Its rate is that of its own line. */
export function growthOf(design: NamedDesign, measure: string) {
  const { growing } = design.result.stability;
  return growing.find(({ line }) => line === measure) ?? growing.find(({ reaches }) => reaches.includes(measure));
}

/** What a series is of: `of the run` where there is but one, else `over 20 replications`; old results kept that of the first one alone. */
export function ofWhichRun(designs: readonly NamedDesign[]): string {
  const pooled = Math.max(1, ...designs.map(({ result }) => result.series.replications));
  if (pooled > 1) return `over ${pooled} replications`;
  const runs = designs.flatMap(({ result }) => Object.values(result.perReplication).map((values) => values.length));
  return Math.max(1, ...runs) === 1 ? 'of the run' : 'in the first replication';
}

/** Whether a design carries its load: nothing that waits is known to grow without end, and no pool starved. What cannot be told from the run is said beside it. */
export function carries({ result: { stability, starved } }: NamedDesign): boolean {
  return (stability.stable !== false || leavesOnlyBlobs(stability)) && starved.length === 0;
}

/** How fast the blobs grow that nobody will delete (their deletion was given up, or never handed on) while nothing else does: work is lost, and none waits. Undefined where that is not so. */
export function blobsLeftPerHour({ result: { stability } }: NamedDesign): number | undefined {
  return leavesOnlyBlobs(stability) ? stability.growing[0]?.perHour : undefined;
}

function leavesOnlyBlobs({ growing }: DesignResult['stability']): boolean {
  return growing.length > 0 && growing.every(({ line }) => line === 'blobs.alive');
}

/** Whether durations lack waits that never ended: those that a pool which has starved reaches. */
export function lacksWaits({ result: { starved } }: NamedDesign, path: string): boolean {
  // Older results do not say what is reached.
  return starved.some(({ reaches }) => reaches?.includes(path) ?? isDuration(path));
}

/** Whether durations can be compared: none lacks waits that never ended, nor belongs to a line that grows without end. */
export function hasAllOf(design: NamedDesign, path: string): boolean {
  return !lacksWaits(design, path) && growthOf(design, path) === undefined;
}

/** All names of a record of some part, over the designs, in the order in which they first appear. */
export function namesIn(
  designs: readonly NamedDesign[],
  part: (design: DesignResult) => Readonly<Record<string, unknown>>,
): string[] {
  return [...new Set(designs.flatMap((design) => Object.keys(part(design.result))))];
}

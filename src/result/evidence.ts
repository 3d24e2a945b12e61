import { goingOn, type ResourceLoad, resourceLoads } from '../explain/capacity.ts';
import { usablePermits } from '../explain/usable-permits.ts';
import type { System } from '../scenario/model.ts';
import { toSeconds } from '../units.ts';
import type { DesignAccumulator } from './design-accumulator.ts';
import { grownBy, type Resource } from './waiting-for.ts';

/** From this load on there is little room: below it a line that rises wanders. A load short of it by a rounding is at it. */
const NEAR_CAPACITY = 0.9;
/** A load over 1 by less than this is a rounding. */
const ROUNDING = 1e-9;

/** How loaded a resource is, as evidence for the levels that it can let grow, and for no others. */
export interface Evidence extends Resource {
  readonly load: number;
  /** Whether arithmetic knows all of the load; never of what is only measured. */
  readonly isKnown: boolean;
  readonly isMeasured: boolean;
  /** Whether more comes than it can take, for all that is refused before it. */
  readonly isOver: boolean;
  readonly lines: ReadonlySet<string>;
}

export function isNearCapacity(load: number): boolean {
  return load >= NEAR_CAPACITY - ROUNDING;
}

/**
 * The loads of a design's resources, by arithmetic and as measured.
 *
 * Arithmetic has all that arrives go through. What is refused or fails does not load what comes after it: where there is such work, no load counts for more than was measured. And a pool
 * that refuses tasks keeps nobody waiting for ever, so its load is evidence of no growth.
 */
export function evidenceOf(pooled: DesignAccumulator, system: System, endUs: number): Evidence[] {
  // The store of a live run is real: arithmetic with the scenario's latencies is of another system.
  const loads = pooled.hasBatches ? [] : resourceLoads(goingOn(system, endUs), endUs);
  const measured = measuredLoads(pooled, system);
  const sheds = shedsLoad(pooled, system);
  const byArithmetic = loads.map((one): Omit<Evidence, 'lines'> => {
    const seen = sheds ? (seenLoad(one, measured, pooled, endUs) ?? one.load) : one.load;
    return {
      kind: one.kind,
      name: one.name,
      load: Math.min(one.load, seen),
      isKnown: !one.isAtLeast,
      isMeasured: false,
      isOver: one.load > 1 + ROUNDING && isNearCapacity(seen),
    };
  });
  return [...byArithmetic, ...measured]
    .filter(({ kind, name }) => kind !== 'pool' || pooled.count(`pools.${name}.rejected`) === 0)
    .map((one) => ({ ...one, lines: grownBy(one, system) }));
}

/** Whether there is work that is refused or fails: it takes less than arithmetic has it take. */
export function shedsLoad(pooled: DesignAccumulator, system: System): boolean {
  return [
    'deletions.failed',
    'deletions.rejected',
    ...system.pools.flatMap(({ name }) => [`pools.${name}.rejected`, `pools.${name}.starved`]),
    ...system.jobs.map(({ name }) => `jobs.${name}.failed`),
  ].some((path) => pooled.count(path) > 0);
}

/** How full what work waits for was in the measured time. */
function measuredLoads(pooled: DesignAccumulator, system: System): Omit<Evidence, 'lines'>[] {
  const measured = (kind: Resource['kind'], name: string, path: string, most: number) => {
    const load = (pooled.level(path).mean ?? 0) / most;
    return { kind, name, load, isKnown: false, isMeasured: true, isOver: false };
  };
  return [
    ...system.pools.map(({ name, threads }) => measured('pool', name, `pools.${name}.active`, threads)),
    ...system.semaphores.map((semaphore) => {
      const { name } = semaphore;
      return measured('semaphore', name, `semaphores.${name}.inUse`, usablePermits(semaphore, system));
    }),
    ...system.concurrency.map(({ name, limit }) =>
      measured('concurrency', name, `concurrency.${name}.admitted`, limit),
    ),
  ];
}

/** A load of arithmetic as the run saw it: the janitor's by the deletions that really came; null where the run does not say. */
function seenLoad(
  { kind, name, load, deletionsPerSecond }: ResourceLoad,
  measured: readonly Omit<Evidence, 'lines'>[],
  pooled: DesignAccumulator,
  endUs: number,
): number | null {
  if (kind !== 'janitor') return measured.find((one) => one.kind === kind && one.name === name)?.load ?? null;
  if (deletionsPerSecond === null || deletionsPerSecond === 0) return null;
  const came = pooled.count('deletions.scheduled') / toSeconds(endUs - pooled.warmUpUs);
  return load * (came / deletionsPerSecond);
}

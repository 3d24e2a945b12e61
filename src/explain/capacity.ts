import type { System } from '../scenario/model.ts';
import { expectedArrivals } from '../workload/arrivals.ts';
import { explainDesign } from './explain.ts';

/** How loaded something is that work has to wait for, by arithmetic: 1 is full, and more than 1 falls behind for good. */
export interface ResourceLoad {
  readonly kind: 'pool' | 'semaphore' | 'concurrency' | 'janitor';
  /** Empty for the janitor. */
  readonly name: string;
  readonly load: number;
  /** Whether the load may be higher, since what blocks tasks and holds permits for longer is not in it. */
  readonly isAtLeast: boolean;
  /** Of the janitor, how many deletions a second arithmetic has it do; null where there are others beside it, and of all else. */
  readonly deletionsPerSecond: number | null;
}

/**
 * The loads of a system in the long run. The rates of profiles are averaged over whole periods, so that a peak at the end of a run does not count as for ever.
 * @param endUs the length of a run, warm-up included.
 */
export function resourceLoads(system: System, endUs: number): ResourceLoad[] {
  const { pools, limits, deletions } = explainDesign({ name: '', system }, wholePeriods(system, endUs));
  return [
    ...limits.map(({ kind, name, load }) => ({
      kind,
      name,
      load,
      isAtLeast: true,
      deletionsPerSecond: null,
    })),
    ...pools.map(({ pool, load, blockedAtLeast }) => ({
      kind: 'pool' as const,
      name: pool,
      load,
      isAtLeast: blockedAtLeast,
      deletionsPerSecond: null,
    })),
    ...deletions.flatMap(({ janitor, blobsPerSecond }): ResourceLoad[] => {
      if (janitor === null) return [];
      const deletionsPerSecond = deletions.length === 1 ? blobsPerSecond : null;
      return [{ kind: 'janitor', name: '', load: janitor.load, isAtLeast: false, deletionsPerSecond }];
    }),
  ];
}

/** Whether the load is another at another time, so that a rise within the run may be one of many. */
export function variesOverTime(system: System, endUs: number): boolean {
  return (
    system.jobs.some(({ arrivals }) =>
      arrivals.some(
        ({ law, fromUs, untilUs }) => law.kind === 'profile' || law.kind === 'trace' || fromUs > 0 || untilUs < endUs,
      ),
    ) || system.faults.some((fault) => fault.kind !== 'kill-janitor' && (fault.atUs > 0 || fault.untilUs < endUs))
  );
}

/**
 * The system with the arrivals alone that go on: those of which the last third of the run sees none are over, and what they brought has an end, whatever it is over the run. A profile
 * comes again.
 */
export function goingOn(system: System, endUs: number): System {
  const fromUs = (2 / 3) * endUs;
  const jobs = system.jobs.map((job) => ({
    ...job,
    arrivals: job.arrivals.filter((stream) =>
      stream.law.kind === 'profile' ? stream.untilUs > fromUs : expectedArrivals(stream, fromUs, endUs) > 0,
    ),
  }));
  return { ...system, jobs };
}

function wholePeriods(system: System, endUs: number): number {
  const periods = system.jobs.flatMap(({ arrivals }) =>
    arrivals.flatMap(({ law }) => (law.kind === 'profile' ? [law.periodUs] : [])),
  );
  const periodUs = Math.max(0, ...periods);
  return periodUs === 0 ? endUs : Math.ceil(endUs / periodUs) * periodUs;
}

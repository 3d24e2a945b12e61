import type { System } from '../scenario/model.ts';
import type { LimitLoad } from './explanation.ts';
import { longRunLoad, storeStates } from './long-run.ts';
import { type Flow, peakOf } from './peaks.ts';
import type { JobLoad, Phase } from './phases.ts';
import { usablePermits } from './usable-permits.ts';

/** What one job holds of a limit. */
interface Held {
  readonly seconds: number;
  readonly isAtLeast: boolean;
}

/** What is held of the concurrency limits and semaphores when nothing waits. */
export function limitLoads(system: System, jobs: readonly JobLoad[], phases: readonly Phase[]): LimitLoad[] {
  return [
    ...system.concurrency.map(({ name, limit }) =>
      limitLoad('concurrency', name, limit, limit, jobs, phases, ({ job, times }) =>
        job.concurrency === name ? times : undefined,
      ),
    ),
    ...system.semaphores.map((semaphore) =>
      limitLoad('semaphore', semaphore.name, semaphore.limit, usablePermits(semaphore, system), jobs, phases, (load) =>
        load.times.permits.get(semaphore.name),
      ),
    ),
  ];
}

function limitLoad(
  kind: LimitLoad['kind'],
  name: string,
  limit: number,
  usable: number,
  jobs: readonly JobLoad[],
  phases: readonly Phase[],
  heldBy: (load: JobLoad) => Held | undefined,
): LimitLoad {
  const flowsOf = (loads: readonly JobLoad[]) =>
    loads.flatMap((load): (Flow & Held)[] => {
      const held = heldBy(load);
      if (held === undefined || load.jobsPerSecond === 0) return [];
      return [{ perSecond: load.jobsPerSecond, seconds: held.seconds, isAtLeast: held.isAtLeast }];
    });
  const flows = flowsOf(jobs);
  const sumOf = (all: readonly Flow[]) => all.reduce((sum, { perSecond, seconds }) => sum + perSecond * seconds, 0);
  const load = longRunLoad(storeStates(phases), (state) => sumOf(flowsOf(state.jobs)), usable);
  const peak = load >= 1 ? null : peakOf(phases, (phase) => flowsOf(phase.jobs), usable);
  const isAtLeast = flows.some((flow) => flow.isAtLeast);
  return { kind, name, limit, usable, held: sumOf(flows), load, isAtLeast, peak };
}

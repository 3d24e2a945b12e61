import { variesOverTime } from '../../explain/capacity.ts';
import { explainDesign } from '../../explain/explain.ts';
import type { Scenario, System } from '../../scenario/model.ts';
import type { ArrivalLaw } from '../../workload/arrivals.ts';
import type { Subject } from './subject.ts';

/** A time shorter than that many mean stays in a pool, or warm-ups, says little about what comes and goes. */
const LEAST_STAYS = 20;
const LEAST_WARM_UPS = 2;

/** Whether there is a volume to scale: what a trace recorded comes as often as it did, and something else comes beside it. */
export function canScale({ jobs }: System): boolean {
  return jobs.some(({ arrivals }) => arrivals.some(({ law }) => law.kind !== 'trace'));
}

/** The jobs that come, all or in part, at recorded times, which no volume changes. */
export function recordedJobs({ jobs }: System): string[] {
  return jobs.filter(({ arrivals }) => arrivals.some(({ law }) => law.kind === 'trace')).map(({ name }) => name);
}

/**
 * A scenario in which a times as many jobs arrive, and each design's limits beside what is sized are as they were. Where nothing changes over time the measured time is shorter by as much, so that
 * as many jobs are simulated and the least size is as exact relative to itself: fluctuations grow with the root of the load, and so does their error when the time is shorter by that much.
 * What a trace recorded stays as it is.
 * @param volume over 0.
 */
export function scaledVolume(scenario: Scenario, volume: number): Scenario {
  if (volume === 1) return scenario;
  const designs = scenario.designs.map(({ name, system }) => ({
    name,
    system: {
      ...system,
      jobs: system.jobs.map((job) => ({
        ...job,
        arrivals: job.arrivals.map((process) => ({ ...process, law: scaledLaw(process.law, volume) })),
      })),
    },
  }));
  return { ...scenario, designs, durationUs: measuredUs(scenario, volume) };
}

function scaledLaw(law: ArrivalLaw, volume: number): ArrivalLaw {
  switch (law.kind) {
    case 'constant':
    case 'poisson':
      return { ...law, perSecond: law.perSecond * volume };
    case 'profile':
      return { ...law, steps: law.steps.map(({ atUs, perSecond }) => ({ atUs, perSecond: perSecond * volume })) };
    case 'trace':
      return law;
  }
}

function measuredUs({ designs, warmUpUs, durationUs }: Scenario, volume: number): number {
  const endUs = warmUpUs + durationUs;
  if (volume <= 1 || designs.some(({ system }) => variesOverTime(system, endUs))) return durationUs;
  const stays = designs.flatMap((design) =>
    explainDesign(design, endUs).pools.flatMap(({ tasks }) =>
      tasks.map(({ working, parked, blocked, tasksPerSecond }) =>
        tasksPerSecond > 0 ? (working + parked + blocked) / tasksPerSecond : 0,
      ),
    ),
  );
  const leastUs = Math.max(LEAST_STAYS * Math.max(0, ...stays) * 1e6, LEAST_WARM_UPS * warmUpUs);
  return Math.min(durationUs, Math.ceil(Math.max(durationUs / volume, leastUs)));
}

/** From this load on a limit is as good as full: its line is long, and a run can hardly tell whether it grows. */
const NEARLY_FULL = 0.9;

/** A limit beside what is sized that would be full, or nearly, by arithmetic alone. */
export interface FullLimit {
  readonly kind: 'semaphore' | 'concurrency';
  readonly name: string;
  readonly limit: number;
  /** What would be held of it, on average: at least that. */
  readonly held: number;
}

/** The semaphores and concurrency limits beside what is sized that a design's volume fills or nearly fills, whatever the size. */
export function fullLimits({ designs, warmUpUs, durationUs }: Scenario, subject: Subject): FullLimit[] {
  return designs.flatMap((design) =>
    explainDesign(design, warmUpUs + durationUs).limits.flatMap(({ kind, name, limit, held, load }) =>
      load < NEARLY_FULL || (kind === subject.kind && name === subject.name) ? [] : [{ kind, name, limit, held }],
    ),
  );
}

/** A scenario in which some limits are larger by a factor, rounded up. */
export function withLargerLimits(scenario: Scenario, limits: readonly FullLimit[], factor: number): Scenario {
  const larger = <T extends { readonly name: string; readonly limit: number }>(
    kind: FullLimit['kind'],
    all: readonly T[],
  ) =>
    all.map((one) =>
      limits.some((full) => full.kind === kind && full.name === one.name)
        ? { ...one, limit: Math.ceil(one.limit * factor) }
        : one,
    );
  return {
    ...scenario,
    designs: scenario.designs.map(({ name, system }) => ({
      name,
      system: {
        ...system,
        semaphores: larger('semaphore', system.semaphores),
        concurrency: larger('concurrency', system.concurrency),
      },
    })),
  };
}

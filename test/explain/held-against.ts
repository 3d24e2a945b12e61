import { simulateReplication } from '../../sim/replication.ts';
import { explainScenario } from '../../src/explain/explain.ts';
import { levelMean } from '../../src/result/statistics.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { allSteps } from '../../src/scenario/steps.ts';
import { toSeconds } from '../../src/units.ts';
import { meanAndError } from '../theory/z-score.ts';

/** A figure of `explain` beside that of a simulation. */
export interface Figure {
  readonly path: string;
  readonly explained: number;
  /** Whether arithmetic says no more than that it is at least so much. */
  readonly isAtLeast: boolean;
  readonly simulated: number;
  readonly error: number;
}

/** Explains and simulates the first design of a scenario; a figure for every pool, semaphore and concurrency limit. */
export function figuresOf(scenario: Scenario, replications: number): Figure[] {
  const design = scenario.designs[0] as Scenario['designs'][number];
  const { pools, limits, deletions } = explainScenario(scenario).designs[0] as ReturnType<
    typeof explainScenario
  >['designs'][number];
  const records = Array.from({ length: replications }, (_, i) => simulateReplication(scenario, design, i));
  const level = (path: string, explained: number, isAtLeast: boolean): Figure => {
    const { mean, error } = meanAndError(records.map(({ levels }) => levelMean(levels[path] as never) ?? 0));
    return { path, explained, isAtLeast, simulated: mean, error };
  };
  const returning = new Set(
    design.system.jobs.flatMap(({ steps }) =>
      allSteps(steps).flatMap((step) =>
        step.do === 'fanOut' && step.steps.some((inner) => inner.do === 'retry' && inner.returnsThread)
          ? [step.taskKind]
          : [],
      ),
    ),
  );
  const rate = (path: string, explained: number, isAtLeast: boolean): Figure => {
    const rates = records.map(({ durations, measuredUs }) => (durations[path]?.count ?? 0) / toSeconds(measuredUs));
    const { mean, error } = meanAndError(rates);
    return { path, explained, isAtLeast, simulated: mean, error };
  };
  const janitors = deletions.flatMap(({ janitor }) => janitor ?? []);
  return [
    ...pools.flatMap(({ pool, working, parked, blocked, blockedAtLeast, tasks }) => [
      level(`pools.${pool}.working`, working, false),
      level(`pools.${pool}.parked`, parked, false),
      level(`pools.${pool}.blocked`, blocked, blockedAtLeast),
      // A task that returns its thread for a while comes back as another.
      ...tasks.map(({ taskKind, tasksPerSecond }) =>
        rate(`pools.${pool}.tasks.${taskKind}.holding`, tasksPerSecond, returning.has(taskKind)),
      ),
    ]),
    // Tasks wait for threads meanwhile.
    ...limits.map(({ kind, name, held }) =>
      level(kind === 'semaphore' ? `semaphores.${name}.inUse` : `concurrency.${name}.admitted`, held, true),
    ),
    // Of one that deletes one after another.
    ...janitors.map(({ busy }) => level('drivers.working', busy, false)),
  ];
}

/** The figures that do not agree: by more than five standard errors and a part in a hundred. */
export function disagreements(figures: readonly Figure[]): string[] {
  return figures.flatMap(({ path, explained, isAtLeast, simulated, error }) => {
    const room = 5 * error + 0.01 * explained + 1e-6;
    const isRight = isAtLeast ? simulated >= explained - room : Math.abs(simulated - explained) <= room;
    return isRight
      ? []
      : [`${path}: explained ${isAtLeast ? '≥ ' : ''}${explained}, simulated ${simulated} ± ${error}`];
  });
}

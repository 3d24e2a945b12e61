import type { DesignResult, Result } from '../result/schema.ts';
import type { Scenario, System } from '../scenario/model.ts';
import { allSteps, fanOutsOf } from '../scenario/steps.ts';

/** The names that conditions can be about, of a scenario or of a result alone. */
export interface Outline {
  /** In their order; the first is the one that the others are compared with. */
  readonly designs: readonly DesignOutline[];
}

export interface DesignOutline {
  readonly name: string;
  readonly pools: readonly PoolOutline[];
  readonly semaphores: readonly string[];
  readonly concurrency: readonly string[];
  readonly jobs: readonly JobOutline[];
}

export interface PoolOutline {
  readonly name: string;
  /** The kinds of tasks that it can run. */
  readonly tasks: readonly string[];
  /** Whether it keeps a health log. */
  readonly keepsLog: boolean;
}

export interface JobOutline {
  readonly name: string;
  /** Whether it defers blobs, so that it has deletions. */
  readonly defers: boolean;
}

/** What the result of a scenario will have. */
export function outlineOfScenario({ designs }: Pick<Scenario, 'designs'>): Outline {
  return {
    designs: designs.map(({ name, system }) => ({
      name,
      pools: system.pools.map((pool) => ({
        name: pool.name,
        tasks: taskKindsOf(system, pool.name),
        keepsLog: pool.health !== undefined,
      })),
      semaphores: system.semaphores.map((one) => one.name),
      concurrency: system.concurrency.map((one) => one.name),
      jobs: system.jobs.map((job) => ({
        name: job.name,
        defers: allSteps(job.steps).some((step) => step.do === 'defer'),
      })),
    })),
  };
}

/** What a result has, whatever it was made from. */
export function outlineOfResult({ designs }: Pick<Result, 'designs'>): Outline {
  return {
    designs: Object.entries(designs).map(([name, design]: [string, DesignResult]) => ({
      name,
      pools: Object.entries(design.pools).map(([pool, { tasks, health }]) => ({
        name: pool,
        tasks: Object.keys(tasks),
        keepsLog: health !== undefined,
      })),
      semaphores: Object.keys(design.semaphores),
      concurrency: Object.keys(design.concurrency),
      // A result says it of the design alone.
      jobs: Object.keys(design.jobs).map((job) => ({ name: job, defers: design.deletions.scheduled > 0 })),
    })),
  };
}

/** The kinds of tasks that a pool can run: those of the steps, and the deletions that sleep in it. */
function taskKindsOf(system: System, pool: string): string[] {
  return system.jobs.flatMap(({ name, steps, deletion }) => [
    ...new Set(fanOutsOf(steps).flatMap((step) => (step.pool === pool ? [step.taskKind] : []))),
    ...(deletion.by === 'sleep-in-pool' && deletion.pool === pool ? [`${name}.deletion`] : []),
  ]);
}

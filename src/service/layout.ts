import type { Deletion, System } from '../scenario/model.ts';
import type { Program, TaskKind } from './program.ts';

export interface PoolLayout {
  readonly name: string;
  /** The path of its measures, such as `pools.storage`. */
  readonly path: string;
  /** Infinity: a thread for each task, which begins and ends with it. */
  readonly threads: number;
  readonly queueBound: number;
}

/** A system made ready to run: what is a name there is a number here, and steps are programs. */
export interface Layout {
  readonly system: System;
  /** The system's pools in their order, then those of strategies whose threads begin and end with their tasks. */
  readonly pools: readonly PoolLayout[];
  readonly programs: readonly Program[];
  /** By job kind. */
  readonly coordinators: readonly Program[];
  readonly taskKinds: readonly TaskKind[];
  /** Strategies of deletion: one for all job kinds with the same settings. */
  readonly strategies: readonly StrategyLayout[];
  /** The strategy of each job kind. */
  readonly strategyOf: readonly number[];
}

export interface StrategyLayout {
  readonly deletion: Deletion;
  /** By job kind: what a task runs that sleeps for its blob's delay and deletes it; empty where no task does. */
  readonly sleepers: readonly Program[];
}

import type { LevelRecorder } from '../src/result/level-recorder.ts';
import type { Counter } from '../src/result/recorder.ts';
import type { Deletion } from '../src/scenario/model.ts';
import type { Blobs } from './blobs.ts';
import type { DeletionDesign } from './deletion-design.ts';
import type { Engine } from './engine.ts';

/** Starts a task that sleeps for its blob's delay and then deletes it. @returns false when the pool has refused the task. */
export type Sleeper = (blob: number) => boolean;

/** What a design may use of the simulated world. */
export interface DesignContext {
  readonly engine: Engine;
  readonly blobs: Blobs;
  /** The settings of the deletions that go to this design. */
  readonly deletion: Deletion;
  /** All threads there are: a design that starts a thread of its own says so. */
  readonly threads: LevelRecorder;
  /** Threads that drive a design and delete at the moment. */
  readonly driversWorking: LevelRecorder;
  readonly driverStarts: Counter;
  /** @returns for each job kind, by its number, what starts a deletion task in the pool of the name. */
  sleepersIn(pool: string): readonly Sleeper[];
  /** @returns the same, with a thread of its own for each task. */
  sleepersInOwnThreads(): readonly Sleeper[];
}

/** Makes a design. */
export type DesignFactory = (context: DesignContext) => DeletionDesign;

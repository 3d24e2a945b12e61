import type { Deletion } from '../../scenario/model.ts';
import type { Blobs } from '../blobs.ts';
import type { PoolLayout } from '../layout.ts';
import type { Observer } from '../observer.ts';
import type { Port } from '../port.ts';
import type { Strategy } from './strategy.ts';

/** What a strategy may use of the service. */
export interface StrategyContext {
  /** Its number in the layout. */
  readonly number: number;
  readonly port: Port;
  readonly blobs: Blobs;
  readonly observer: Observer;
  /** The settings of the deletions that go to it. */
  readonly deletion: Deletion;
  /** Submits a task that sleeps for the blob's delay and deletes it. @returns false when the pool has refused the task. */
  submitSleeper(blob: number): boolean;
}

/** A strategy by its name. */
export interface StrategyKind {
  /**
   * @param pools those of the system; a strategy whose threads are none of theirs adds its own.
   * @returns the number of the pool in which tasks sleep until their blob is due; −1 when none do.
   */
  sleepersPool(deletion: Deletion, pools: PoolLayout[]): number;
  make(context: StrategyContext): Strategy;
}

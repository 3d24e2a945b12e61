import type { StoreOperation } from '../scenario/model.ts';
import type { OutcomeSource } from '../workload/outcomes.ts';
import type { DurationSource } from '../workload/sampler.ts';

/**
 * What the service asks of its driver. The simulated driver answers in virtual time, a live one with threads and a real store; each tells the service what has happened by
 * `stepEnded`, `operationEnded`, `deletionEnded` and `woken`, never within the call that asked.
 */
export interface Port {
  /** µs since the start of the run; it never falls. */
  readonly nowUs: number;
  /**
   * Lets a process be in a state for a time; `stepEnded(row)` follows.
   * @param thread the number of its thread in its pool; −1 for a coordinator, which holds none.
   * @param state one of `processState`: working or parked.
   * @param durationUs integer µs, at least 0.
   */
  hold(row: number, thread: number, state: number, durationUs: number): void;
  /** The thread of a task waits for a permit or for tasks of its own, until something else is asked of it. */
  block(row: number, thread: number): void;
  /**
   * Begins an operation on the store for a process; `operationEnded(row, outcome)` follows.
   * @param job with `item` what the draws of the operation are addressed by.
   */
  operate(
    row: number,
    operation: StoreOperation,
    duration: DurationSource,
    outcomes: OutcomeSource,
    job: number,
    item: number,
  ): void;
  /**
   * Begins a deletion that no process makes, but the driver of a strategy; `deletionEnded(strategy, place, outcome)` follows, unless it is cancelled.
   * @param place distinguishes the strategy's deletions in flight.
   * @returns what `cancel` takes.
   */
  delete(
    strategy: number,
    place: number,
    duration: DurationSource,
    outcomes: OutcomeSource,
    job: number,
    item: number,
  ): number;
  /** Wakes a strategy: `woken(strategy)` follows. @returns what `cancel` takes. */
  wakeAt(atUs: number, strategy: number): number;
  cancel(token: number): void;
}

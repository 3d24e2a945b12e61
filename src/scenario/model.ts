/**
 * The scenario as the worlds read it: everything resolved, every default filled in, no text left to parse. Times are integer µs, rates are per second.
 * The loader (load.ts) makes it from YAML, and nothing below changes while a run goes on.
 */
import type { RateUnit } from '../units.ts';
import type { ArrivalProcess } from '../workload/arrivals.ts';
import type { CountDistribution, DurationDistribution } from '../workload/distribution.ts';

/** A scenario with everything resolved and every default filled in. Whoever changes one makes another. */
export interface Scenario {
  readonly name: string;
  readonly question: string;
  /** The measured time; it begins when the warm-up has ended. */
  readonly durationUs: number;
  /** Simulated before the measured time, and not measured. A run lasts warm-up + duration. */
  readonly warmUpUs: number;
  /** A whole number in 0 … 2^32 − 1. */
  readonly seed: number;
  readonly replications: number;
  /** The unit of time that its rates are written per, by the first of them; `h` where there is none. */
  readonly rateUnit: RateUnit;
  /** The warm-up and the duration of a live run, in scenario time. */
  readonly live: { readonly warmUpUs: number; readonly durationUs: number };
  /** What `unpark check` runs instead of the replications and the duration above. */
  readonly check: { readonly replications: number; readonly durationUs: number };
  /** The conditions that a result has to meet, in their order. */
  readonly expect: readonly Expectation[];
  /** What no source gives: told in the report. */
  readonly assumptions: readonly Note[];
  /** Where the numbers come from. */
  readonly sources: readonly Note[];
  /** In their order; the first is the one that the others are compared with. */
  readonly designs: readonly Design[];
}

/** A condition on the result, as it was written. The gate takes it apart; a scenario knows nothing of results. */
export interface Expectation {
  /** The condition on one line: `janitor.pools.storage.active.mean between 5 and 15`. */
  readonly that: string;
  /** Why it has to hold. */
  readonly reason: string | undefined;
  readonly level: 'error' | 'warn';
  /** Where it stands in its file, from 1; undefined when the scenario is not from a file. */
  readonly line: number | undefined;
}

/** A note beside a number of the scenario. */
export interface Note {
  /** Where it stands, such as `jobs.sync.steps.0.task.steps.0`; empty for a note about the whole scenario. */
  readonly path: string;
  /** The value that it is about, as written, on one line; empty for a note about the whole scenario. */
  readonly value: string;
  readonly text: string;
}

/** A design with the scenario's system and its own overrides merged. */
export interface Design {
  readonly name: string;
  readonly system: System;
}

/** What a design runs: pools, limits, the store, jobs and faults. */
export interface System {
  readonly pools: readonly Pool[];
  readonly semaphores: readonly Semaphore[];
  readonly concurrency: readonly ConcurrencyLimit[];
  readonly store: Store;
  readonly jobs: readonly JobKind[];
  readonly faults: readonly Fault[];
}

export interface Pool {
  readonly name: string;
  readonly threads: number;
  /** The most tasks that may wait for a thread; a further one is rejected and its submitter fails. Infinity: unbounded. */
  readonly queueBound: number;
  /** Undefined: the pool keeps no log. */
  readonly health: HealthLog | undefined;
}

/** The pool's own log, as production keeps it: a sample at a fixed interval, and a line when the utilization is over the threshold. */
export interface HealthLog {
  readonly everyUs: number;
  /** In percent of the threads; a sample strictly above it gives a line. */
  readonly abovePercent: number;
}

export interface Semaphore {
  readonly name: string;
  readonly limit: number;
}

/** How many jobs may be admitted at once; the others wait for admission, in order of arrival. Job kinds may share one. */
export interface ConcurrencyLimit {
  readonly name: string;
  readonly limit: number;
}

export type StoreOperation = 'upload' | 'download' | 'delete';

export type Store = Readonly<Record<StoreOperation, StoreBehaviour>>;

export interface StoreBehaviour {
  readonly latency: DurationDistribution;
  /** The probability that the operation fails for good, 0 … 1. */
  readonly fail: number;
  /** The probability that the store asks to try again (503, 429), 0 … 1. A delete with retries left is tried again; anything else fails. */
  readonly retry: number;
  /** Of deletes only: the probability that the blob is not there any more, 0 … 1. Not found is a success. */
  readonly gone: number;
}

/** How the deletions of one job kind are deferred. */
export interface Deletion {
  /** The design's file in sim/designs and src/live/designs: `sleep-in-pool`, `thread-per-file`, `janitor`. */
  readonly by: string;
  /** The pool that `sleep-in-pool` sleeps in. */
  readonly pool: string;
  readonly delayUs: number;
  /** How long a signed URL of the blob is valid, from the end of its upload; Infinity when there is none. */
  readonly urlValidityUs: number;
  readonly janitor: JanitorSettings;
}

export interface JanitorSettings {
  /** Deletions in flight at once. */
  readonly concurrency: number;
  readonly maxPending: number;
  readonly retry: {
    /** Tries in all, at least 1. */
    readonly attempts: number;
    readonly backoffUs: number;
    readonly factor: number;
    readonly maxBackoffUs: number;
  };
}

export interface JobKind {
  readonly name: string;
  /** Arrival streams; a kind may have several (a base load and a burst). */
  readonly arrivals: readonly ArrivalProcess[];
  /** The name of the concurrency limit that admits jobs of this kind; undefined: all are admitted at once. */
  readonly concurrency: string | undefined;
  readonly steps: readonly Step[];
  readonly deletion: Deletion;
}

/** A step of a job's coordinator or of a task. `path` is its place in the program, the label of its draws: `steps.0.task.steps.1`. */
export type Step =
  /** Tasks only: the thread works. */
  | { readonly do: 'work'; readonly path: string; readonly duration: DurationDistribution }
  /** Tasks only: the thread sleeps. */
  | { readonly do: 'park'; readonly path: string; readonly duration: DurationDistribution }
  /** Coordinators only: time passes and no thread is held. */
  | { readonly do: 'wait'; readonly path: string; readonly duration: DurationDistribution }
  /** An operation on the store; `latency` replaces the store's own. In a task the thread works meanwhile; a coordinator holds none. `delete` removes the oldest blob of this task or job at once. */
  | { readonly do: StoreOperation; readonly path: string; readonly latency: DurationDistribution | undefined }
  | { readonly do: 'acquire' | 'release'; readonly path: string; readonly semaphore: string; readonly permits: number }
  /** Submits n tasks to a pool, at most `window` at once, and waits for all; a single task is a fan-out of one. A task that waits is blocked and keeps its thread. */
  | {
      readonly do: 'fanOut';
      readonly path: string;
      /** The kind of the tasks, such as `sync.decode`. */
      readonly taskKind: string;
      readonly pool: string;
      readonly tasks: CountDistribution;
      readonly window: number;
      /** The semaphore of which each task holds a permit from before it asks for a thread until its end. */
      readonly permit: string | undefined;
      readonly steps: readonly Step[];
    }
  /** One of the branches, by chance; with what is left of the probabilities none of them. */
  | { readonly do: 'choice'; readonly path: string; readonly branches: readonly Branch[] }
  /** Fails with a probability. */
  | { readonly do: 'fail'; readonly path: string; readonly probability: number }
  /** Tries the steps again when one of them fails, after a wait; when the last try fails, the task or job does. */
  | {
      readonly do: 'retry';
      readonly path: string;
      /** Tries in all, at least 2. */
      readonly attempts: number;
      /** The wait before the second try. */
      readonly backoff: DurationDistribution;
      /** What the wait is multiplied by from try to try. */
      readonly factor: number;
      readonly maxBackoffUs: number;
      /** Whether a task gives its thread back for the wait, and asks for one again after it. */
      readonly returnsThread: boolean;
      readonly steps: readonly Step[];
    }
  /** Hands every blob that this task or job has uploaded, or got from tasks that have ended, to the strategy of its deletion. */
  | { readonly do: 'defer'; readonly path: string; readonly delayUs: number | undefined };

/** One way that a choice can go. */
export interface Branch {
  /** 0 … 1; the sum over the branches is at most 1. */
  readonly probability: number;
  readonly steps: readonly Step[];
}

/** Something that happens in a box of time. */
export type Fault =
  /** The store's latency of one operation is another in [atUs, untilUs), for operations that start in it. */
  | {
      readonly kind: 'slow';
      readonly atUs: number;
      readonly untilUs: number;
      readonly operation: StoreOperation;
      readonly latency: DurationDistribution;
    }
  /** The probabilities of failure of one operation are others in [atUs, untilUs). */
  | {
      readonly kind: 'fail';
      readonly atUs: number;
      readonly untilUs: number;
      readonly operation: StoreOperation;
      readonly fail: number;
      readonly retry: number;
    }
  /** The janitor's driver dies. */
  | { readonly kind: 'kill-janitor'; readonly atUs: number };

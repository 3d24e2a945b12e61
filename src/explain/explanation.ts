/** What `unpark explain` says, as plain data. Rates are per second, loads are in erlangs (threads held on average). */
import type { JobKind, Note, System } from '../scenario/model.ts';
import type { JanitorCourse } from './janitor-course.ts';
import type { WaitingTask } from './task-times.ts';

export interface Explanation {
  readonly name: string;
  readonly question: string;
  readonly designs: readonly DesignExplanation[];
  readonly assumptions: readonly Note[];
  readonly sources: readonly Note[];
}

export interface DesignExplanation {
  readonly design: string;
  readonly pools: readonly PoolLoad[];
  readonly limits: readonly LimitLoad[];
  readonly deletions: readonly DeletionLoad[];
  /** What stands out, in sentences. */
  readonly findings: readonly Finding[];
}

export interface Finding {
  /** `overload`: it falls behind for good. `risk`: it can go wrong. `note`: good to know. */
  readonly kind: 'overload' | 'risk' | 'note';
  readonly text: string;
}

/** The threads that one kind of task holds on average, in erlangs. */
export interface TaskLoad {
  readonly job: string;
  readonly taskKind: string;
  readonly tasksPerSecond: number;
  readonly working: number;
  readonly parked: number;
  readonly blocked: number;
  /** Whether `blocked` may be more: waits for semaphores are not in it. */
  readonly blockedAtLeast: boolean;
  /** Whether more may come: tasks that a full queue refuses are submitted again. */
  readonly comesAtLeast: boolean;
}

/** The share of its tasks that a pool refuses because its queue is full. */
export interface RefusedTasks {
  readonly least: number;
  readonly most: number;
  /** The least threads at which it would refuse no more than 1 %, and what they would refuse; null where that is not known. */
  readonly forFew: ThreadsFor | null;
}

/** So many threads, and the share of the tasks that finds none of them free. */
export interface ThreadsFor {
  readonly threads: number;
  readonly share: number;
}

/** A time in which more is held than there is room for. */
export interface Peak {
  /** At most in that time: erlangs, jobs or permits. */
  readonly held: number;
  readonly fromUs: number;
  readonly untilUs: number;
  /** How many such times the run has; this is the highest. */
  readonly times: number;
}

export interface PoolLoad {
  readonly pool: string;
  readonly threads: number;
  readonly tasks: readonly TaskLoad[];
  readonly working: number;
  readonly parked: number;
  readonly blocked: number;
  /** Working, parked and blocked: the offered load in erlangs, which may exceed the threads. */
  readonly offered: number;
  /** Offered over threads in the long run: what waits through a time of slow operations meets a better store. From 1 on the queue grows for good. */
  readonly load: number;
  readonly blockedAtLeast: boolean;
  /** Whether jobs come in even steps and take constant times: then a load of exactly 1 fits. */
  readonly isWithoutChance: boolean;
  /** Null: no bound. */
  readonly queueBound: number | null;
  /** The most tasks that limits in front of the pool let be in it at once, those in its queue included. Null: nothing limits them. */
  readonly atOnce: number | null;
  /** What limits in front of the pool let come to it of what is offered, in erlangs: at most, since whoever waits behind them holds them for longer. */
  readonly reaching: number;
  /** The limit that holds the most back; null where none is full. */
  readonly heldBackBy: string | null;
  /** Null where nothing is refused, or where arithmetic cannot say. */
  readonly refused: RefusedTasks | null;
  /** Null where the run has no time in which more is offered than there are threads, or nothing but such times. */
  readonly peak: Peak | null;
  /** Erlang C: the least threads at which no more than 10 % and 1 % of the tasks wait. Null where it does not speak of the pool: a bounded queue, tasks in bursts, arrivals that are not Poisson, a limit in front of it, tasks that wait inside. */
  readonly threadsForWait: readonly [ThreadsFor, ThreadsFor] | null;
  /** M/G/∞: how many threads are parked, if there is always a free one. Null where nothing parks, or where a job can park more than one, arrivals are not Poisson, or a limit holds them back. */
  readonly parkedQuantiles: { readonly p50: number; readonly p95: number; readonly p99: number } | null;
  /** P(parked > threads) by the same model, 0 … 1. */
  readonly parkedOverThreads: number | null;
}

/** A concurrency limit or a semaphore and how much of it is held on average when nothing waits. */
export interface LimitLoad {
  readonly kind: 'concurrency' | 'semaphore';
  readonly name: string;
  readonly limit: number;
  /** What of the limit can be held at once: less where steps take several permits that do not divide it. */
  readonly usable: number;
  readonly held: number;
  /** Held over usable in the long run, as that of a pool. */
  readonly load: number;
  /** Whether more is held even when nothing waits: for tasks of different lengths at once, of which arithmetic knows the least time alone. */
  readonly isAtLeast: boolean;
  /** Null where the run has no time in which more is held than can be, or nothing but such times. */
  readonly peak: Peak | null;
}

/** The deletions of the job kinds that share a strategy of deletion. */
export interface DeletionLoad {
  readonly by: string;
  readonly jobs: readonly string[];
  readonly blobsPerSecond: number;
  /** Blobs that wait until they are due, on average: rate × delay, or what a janitor takes. */
  readonly pending: number;
  /** Null where another strategy deletes. */
  readonly janitor: JanitorLoad | null;
}

export interface JanitorLoad extends JanitorCourse {
  /** Deletions that it does at once, and that may be pending. */
  readonly concurrency: number;
  readonly maxPending: number;
  /** Whether deletions are handed on by chance, one at a time: then `refused` counts chance in, and else it is the least share. */
  readonly isExact: boolean;
}

/** What the findings are drawn from. */
export interface DesignLoads {
  readonly system: System;
  readonly pools: readonly PoolLoad[];
  readonly limits: readonly LimitLoad[];
  readonly deletions: readonly DeletionLoad[];
  readonly waiting: readonly (WaitingTask & { readonly job: JobKind })[];
}

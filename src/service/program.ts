import type { StoreOperation } from '../scenario/model.ts';
import { programAddress } from '../workload/addresses.ts';
import type { CountDistribution } from '../workload/distribution.ts';
import type { OutcomeSource } from '../workload/outcomes.ts';
import type { DurationSource } from '../workload/sampler.ts';
import type { Stream } from '../workload/streams.ts';

/** A kind of task, and the job kind it belongs to. */
export interface TaskKind {
  readonly name: string;
  readonly job: string;
}

/** What a coordinator or a task runs. All have one shape, as instructions have. */
export class Program {
  /** Its place among the programs. */
  readonly index: number;
  /** What its draws are addressed by: made of names, so the same in every design and in any order of the kinds. */
  readonly address: number;
  /** The kind of the tasks that run it; −1 for a coordinator. */
  readonly taskKind: number;
  /** The pool that its tasks run in; −1 for a coordinator. */
  readonly pool: number;
  readonly instructions: readonly Instruction[];

  /** @param name what its draws are addressed by. */
  constructor(index: number, name: string, taskKind: number, pool: number, instructions: readonly Instruction[]) {
    this.index = index;
    this.address = programAddress(name);
    this.taskKind = taskKind;
    this.pool = pool;
    this.instructions = instructions;
  }
}

/**
 * A step made ready to run: names are numbers, distributions are samplers. All instructions are made by this one constructor and so have one shape: a literal that spreads another
 * gives a shape of its own, and reading a field that may have any of many shapes costs a look-up for each step of each process.
 */
export class Instruction {
  readonly op: number;
  /** What its draws are addressed by, and what a recording knows it by; empty where it has none. */
  readonly label: string;
  /** Of work, park, wait and store. */
  readonly duration: DurationSource | undefined;
  /** Of store. */
  readonly operation: StoreOperation | undefined;
  /** Of store: draws what comes of the operation. */
  readonly outcome: OutcomeSource | undefined;
  /** Of acquire and release; of fanOut the one that its tasks hold a permit of, or −1. */
  readonly semaphore: number;
  readonly permits: number;
  /** Of fanOut: its tasks. */
  readonly child: Program | undefined;
  readonly tasks: CountDistribution | undefined;
  readonly tasksStream: Stream | undefined;
  readonly window: number;
  /** Of defer: the delay in µs, or −1 for that of the job kind. */
  readonly delayUs: number;
  /** Of choice: what the branches' probabilities add up to, branch by branch; of fail: its probability. */
  readonly chances: readonly number[];
  /** Of choice and fail. */
  readonly chanceStream: Stream | undefined;
  /** Of choice where each branch begins, and at last where none is taken; of jump the one place. */
  readonly targets: readonly number[];
  /** Of retryBegin; its duration is the backoff. */
  readonly retry: Retry | undefined;

  /** @param of what else it has. */
  constructor(op: number, of: Partial<Omit<Instruction, 'op'>> = {}) {
    this.op = op;
    this.label = of.label ?? '';
    this.duration = of.duration;
    this.operation = of.operation;
    this.outcome = of.outcome;
    this.semaphore = of.semaphore ?? -1;
    this.permits = of.permits ?? 0;
    this.child = of.child;
    this.tasks = of.tasks;
    this.tasksStream = of.tasksStream;
    this.window = of.window ?? 0;
    this.delayUs = of.delayUs ?? -1;
    this.chances = of.chances ?? [];
    this.chanceStream = of.chanceStream;
    this.targets = of.targets ?? [];
    this.retry = of.retry;
  }
}

/** How steps are tried again. */
export interface Retry {
  readonly attempts: number;
  readonly factor: number;
  readonly maxBackoffUs: number;
  readonly returnsThread: boolean;
  /** The permits that the process holds when it begins, by the number of the semaphore: what a try took beyond them goes back when it fails. */
  readonly held: readonly number[];
}

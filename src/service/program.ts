import type { Step, StoreOperation, System } from '../scenario/model.ts';
import { programAddress } from '../workload/addresses.ts';
import type { CountDistribution } from '../workload/distribution.ts';
import type { Draws } from '../workload/draws.ts';
import type { OutcomeSource } from '../workload/outcomes.ts';
import type { DurationSource } from '../workload/sampler.ts';
import type { Stream } from '../workload/streams.ts';
import * as op from './op.ts';

/** A kind of task, and the job kind it belongs to. */
export interface TaskKind {
  readonly name: string;
  readonly job: string;
}

/** A step made ready to run: names are numbers, distributions are samplers. All instructions have one shape, so that the interpreter's reads stay monomorphic. */
export interface Instruction {
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

/** What a coordinator or a task runs. */
export interface Program {
  /** Its place among the programs. */
  readonly index: number;
  /** What its draws are addressed by: made of names, so the same in every design and in any order of the kinds. */
  readonly address: number;
  /** The kind of the tasks that run it; −1 for a coordinator. */
  readonly taskKind: number;
  /** The pool that its tasks run in; −1 for a coordinator. */
  readonly pool: number;
  readonly instructions: readonly Instruction[];
}

const blank: Instruction = {
  op: op.end,
  label: '',
  duration: undefined,
  operation: undefined,
  outcome: undefined,
  semaphore: -1,
  permits: 0,
  child: undefined,
  tasks: undefined,
  tasksStream: undefined,
  window: 0,
  delayUs: -1,
  chances: [],
  chanceStream: undefined,
  targets: [],
  retry: undefined,
};

const timed = { work: op.work, park: op.park, wait: op.wait } as const;

/** What the draws of a job kind's deletions are addressed by. */
export function deletionLabel(job: string): string {
  return `${job}/deletion`;
}

/** Compiles the steps of a system's job kinds to programs. */
export class Compiler {
  readonly taskKinds: TaskKind[] = [];
  /** Every program, by its index. */
  readonly programs: Program[] = [];
  readonly #system: System;
  readonly #draws: Draws;

  constructor(system: System, draws: Draws) {
    this.#system = system;
    this.#draws = draws;
  }

  /** The coordinator's program of a job kind. */
  coordinator(job: string, steps: readonly Step[]): Program {
    return this.#program(job, job, steps, { taskKind: -1, pool: -1, permit: -1 });
  }

  /** The program of a task that sleeps for its blob's delay and deletes it. @param pool the pool it runs in. */
  sleeper(job: string, pool: number): Program {
    const deletion = { ...blank, op: op.deleteBlob, label: deletionLabel(job) };
    const instructions = [{ ...blank, op: op.sleepDelay }, deletion, blank];
    const name = `${job}.deletion`;
    return this.#add({ address: programAddress(name), taskKind: this.#taskKind(name, job), pool, instructions });
  }

  /** @param permit the semaphore of which a task holds a permit from before its begin; −1: none. */
  #program(
    job: string,
    name: string,
    steps: readonly Step[],
    { taskKind, pool, permit }: { readonly taskKind: number; readonly pool: number; readonly permit: number },
  ): Program {
    const instructions: Instruction[] = [];
    const held = this.#system.semaphores.map((_, i) => (i === permit ? 1 : 0));
    this.#append(job, steps, instructions, held);
    instructions.push(blank);
    return this.#add({ address: programAddress(name), taskKind, pool, instructions });
  }

  /** @param held the permits that the process holds at this place, by the number of the semaphore. */
  #append(job: string, steps: readonly Step[], to: Instruction[], held: number[]): void {
    for (const step of steps) {
      const label = `${job}/${step.path}`;
      if (step.do === 'choice') {
        this.#appendChoice(job, label, step, to, held);
      } else if (step.do === 'retry') {
        const { attempts, factor, maxBackoffUs, returnsThread } = step;
        const retry = { attempts, factor, maxBackoffUs, returnsThread, held: [...held] };
        const backoff = `${label}/backoff`;
        const duration = this.#draws.durations(backoff, step.backoff);
        to.push({ ...blank, op: op.retryBegin, label: backoff, duration, retry });
        this.#append(job, step.steps, to, held);
        to.push({ ...blank, op: op.retryEnd });
      } else {
        const instruction = this.#instruction(job, label, step);
        if (step.do === 'acquire' || step.do === 'release') {
          const { semaphore, permits } = instruction;
          held[semaphore] = (held[semaphore] as number) + (step.do === 'acquire' ? permits : -permits);
        }
        to.push(instruction);
      }
    }
  }

  #appendChoice(
    job: string,
    label: string,
    step: Extract<Step, { do: 'choice' }>,
    to: Instruction[],
    held: number[],
  ): void {
    const at = to.length;
    to.push(blank);
    let sum = 0;
    const chances: number[] = [];
    const targets: number[] = [];
    const jumps: number[] = [];
    for (const { probability, steps } of step.branches) {
      sum += probability;
      chances.push(sum);
      targets.push(to.length);
      this.#append(job, steps, to, held);
      jumps.push(to.length);
      to.push(blank);
    }
    targets.push(to.length);
    for (const place of jumps) to[place] = { ...blank, op: op.jump, targets: [to.length] };
    to[at] = { ...blank, op: op.choice, chances, targets, chanceStream: this.#draws.of(`${label}/choice`) };
  }

  #instruction(job: string, label: string, step: Exclude<Step, { do: 'choice' | 'retry' }>): Instruction {
    switch (step.do) {
      case 'work':
      case 'park':
      case 'wait':
        return { ...blank, op: timed[step.do], label, duration: this.#draws.durations(label, step.duration) };
      case 'upload':
      case 'download':
      case 'delete':
        return {
          ...blank,
          op: op.store,
          label,
          operation: step.do,
          duration: this.#draws.durations(label, step.latency ?? this.#system.store[step.do].latency),
          outcome: this.#draws.outcomes(label),
        };
      case 'acquire':
      case 'release': {
        const semaphore = this.#system.semaphores.findIndex(({ name }) => name === step.semaphore);
        return { ...blank, op: step.do === 'acquire' ? op.acquire : op.release, semaphore, permits: step.permits };
      }
      case 'fanOut': {
        const { pools, semaphores } = this.#system;
        const taskKind = this.#taskKind(step.taskKind, job);
        const pool = pools.findIndex((one) => one.name === step.pool);
        const permit = semaphores.findIndex((one) => one.name === step.permit);
        return {
          ...blank,
          op: op.fanOut,
          child: this.#program(job, step.taskKind, step.steps, { taskKind, pool, permit }),
          tasks: step.tasks,
          tasksStream: this.#draws.of(`${label}/tasks`),
          window: step.window,
          semaphore: permit,
          permits: 1,
        };
      }
      case 'fail': {
        const chanceStream = this.#draws.of(`${label}/fail`);
        return { ...blank, op: op.fail, chances: [step.probability], chanceStream };
      }
      case 'defer':
        return { ...blank, op: op.defer, delayUs: step.delayUs ?? -1 };
    }
  }

  /** One kind for each name: the tasks of two pools may be of one kind, and then each pool counts its own. */
  #taskKind(name: string, job: string): number {
    const known = this.taskKinds.findIndex((kind) => kind.name === name);
    return known >= 0 ? known : this.taskKinds.push({ name, job }) - 1;
  }

  #add(program: Omit<Program, 'index'>): Program {
    const added = { ...program, index: this.programs.length };
    this.programs.push(added);
    return added;
  }
}

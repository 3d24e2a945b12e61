import type { Step, System } from '../scenario/model.ts';
import type { Draws } from '../workload/draws.ts';
import * as op from './op.ts';
import { Instruction, Program, type TaskKind } from './program.ts';

/** A program's last, and what stands where another will be put. */
const end = new Instruction(op.end);

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
    const deletion = new Instruction(op.deleteBlob, { label: deletionLabel(job) });
    const name = `${job}.deletion`;
    return this.#add(name, this.#taskKind(name, job), pool, [new Instruction(op.sleepDelay), deletion, end]);
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
    instructions.push(end);
    return this.#add(name, taskKind, pool, instructions);
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
        to.push(new Instruction(op.retryBegin, { label: backoff, duration, retry }));
        this.#append(job, step.steps, to, held);
        to.push(new Instruction(op.retryEnd));
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
    to.push(end);
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
      to.push(end);
    }
    targets.push(to.length);
    for (const place of jumps) to[place] = new Instruction(op.jump, { targets: [to.length] });
    const chanceStream = this.#draws.of(`${label}/choice`);
    to[at] = new Instruction(op.choice, { chances, targets, chanceStream });
  }

  #instruction(job: string, label: string, step: Exclude<Step, { do: 'choice' | 'retry' }>): Instruction {
    switch (step.do) {
      case 'work':
      case 'park':
      case 'wait':
        return new Instruction(timed[step.do], { label, duration: this.#draws.durations(label, step.duration) });
      case 'upload':
      case 'download':
      case 'delete':
        return new Instruction(op.store, {
          label,
          operation: step.do,
          duration: this.#draws.durations(label, step.latency ?? this.#system.store[step.do].latency),
          outcome: this.#draws.outcomes(label),
        });
      case 'acquire':
      case 'release': {
        const semaphore = this.#system.semaphores.findIndex(({ name }) => name === step.semaphore);
        return new Instruction(step.do === 'acquire' ? op.acquire : op.release, { semaphore, permits: step.permits });
      }
      case 'fanOut': {
        const { pools, semaphores } = this.#system;
        const taskKind = this.#taskKind(step.taskKind, job);
        const pool = pools.findIndex((one) => one.name === step.pool);
        const permit = semaphores.findIndex((one) => one.name === step.permit);
        return new Instruction(op.fanOut, {
          child: this.#program(job, step.taskKind, step.steps, { taskKind, pool, permit }),
          tasks: step.tasks,
          tasksStream: this.#draws.of(`${label}/tasks`),
          window: step.window,
          semaphore: permit,
          permits: 1,
        });
      }
      case 'fail': {
        const chanceStream = this.#draws.of(`${label}/fail`);
        return new Instruction(op.fail, { chances: [step.probability], chanceStream });
      }
      case 'defer':
        return new Instruction(op.defer, { delayUs: step.delayUs ?? -1 });
    }
  }

  /** One kind for each name: the tasks of two pools may be of one kind, and then each pool counts its own. */
  #taskKind(name: string, job: string): number {
    const known = this.taskKinds.findIndex((kind) => kind.name === name);
    return known >= 0 ? known : this.taskKinds.push({ name, job }) - 1;
  }

  #add(name: string, taskKind: number, pool: number, instructions: readonly Instruction[]): Program {
    const program = new Program(this.programs.length, name, taskKind, pool, instructions);
    this.programs.push(program);
    return program;
  }
}

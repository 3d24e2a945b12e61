import { InvariantError, invariant } from '../src/errors.ts';
import { taskItem } from '../src/workload/addresses.ts';
import { countQuantile } from '../src/workload/distribution.ts';
import { type OutcomeSource, storeOutcome } from '../src/workload/outcomes.ts';
import type { DurationSource } from '../src/workload/sampler.ts';
import type { Stream } from '../src/workload/streams.ts';
import type { Blobs } from './blobs.ts';
import type { Engine } from './engine.ts';
import type { ObjectStore } from './object-store.ts';
import { type ProcessTable, processState } from './process-table.ts';
import { type Instruction, op, type Program } from './program.ts';
import { ReadyQueue } from './ready-queue.ts';
import type { Semaphore } from './semaphore.ts';
import type { ThreadPool } from './thread-pool.ts';

/** What the interpreter works on. */
export interface Parts {
  readonly engine: Engine;
  readonly table: ProcessTable;
  readonly store: ObjectStore;
  readonly blobs: Blobs;
  readonly pools: readonly ThreadPool[];
  readonly semaphores: readonly Semaphore[];
  readonly programs: readonly Program[];
}

/** What happens outside of programs. */
export interface Hooks {
  /** A coordinator has ended. */
  jobEnded(row: number): void;
  /** A pool may have starved itself. */
  stuck(pool: ThreadPool): void;
}

/**
 * Runs the programs of coordinators and tasks. A process runs until a step takes time or has to wait; whatever is woken meanwhile runs after it, in the order of waking,
 * before the next event.
 */
export class Interpreter {
  readonly #parts: Parts;
  readonly #hooks: Hooks;
  readonly #ready = new ReadyQueue();
  readonly #stepEnds: number;
  readonly #operationEnds: number;
  #running = false;
  /** What the operation under way will come to, by row. */
  #outcome = new Uint8Array(0);

  readonly #kindOf = (row: number): number => this.#programOf(row).taskKind;

  constructor(parts: Parts, hooks: Hooks) {
    this.#parts = parts;
    this.#hooks = hooks;
    this.#stepEnds = parts.engine.handler((row) => this.#next(row));
    this.#operationEnds = parts.engine.handler((row) => this.#operationEnded(row));
  }

  /** Lets a process run: now, or after the one that is running. */
  resume(row: number): void {
    this.#ready.push(row);
    if (this.#running) return;
    this.#running = true;
    while (this.#ready.length > 0) this.#run(this.#ready.shift());
    this.#running = false;
  }

  /** The step at which a process waited is done. */
  #next(row: number): void {
    const { counter } = this.#parts.table;
    counter[row] = (counter[row] as number) + 1;
    this.resume(row);
  }

  /** A semaphore has granted what the process waited for. */
  readonly granted = (row: number): void => {
    if (this.#parts.table.state[row] === processState.fresh) {
      this.#permitted(row);
      return;
    }
    this.#setState(row, processState.working);
    this.#next(row);
  };

  #run(row: number): void {
    const { table } = this.#parts;
    const { instructions } = this.#programOf(row);
    if (table.failed[row] === 1) {
      this.#end(row);
      return;
    }
    let instruction = instructions[table.counter[row] as number] as Instruction;
    while (this.#step(row, instruction)) {
      if (table.failed[row] === 1) {
        this.#end(row);
        return;
      }
      const counter = (table.counter[row] as number) + 1;
      table.counter[row] = counter;
      instruction = instructions[counter] as Instruction;
    }
  }

  /** @returns whether the step took no time, so that the next one follows at once. */
  #step(row: number, instruction: Instruction): boolean {
    switch (instruction.op) {
      case op.work:
      case op.wait:
        return this.#takeTime(row, instruction, processState.working);
      case op.park:
        return this.#takeTime(row, instruction, processState.parked);
      case op.store:
        return this.#operate(row, instruction);
      case op.acquire: {
        const semaphore = this.#parts.semaphores[instruction.semaphore] as Semaphore;
        if (semaphore.acquire(row, instruction.permits)) return true;
        this.#setState(row, processState.blocked);
        return false;
      }
      case op.release:
        (this.#parts.semaphores[instruction.semaphore] as Semaphore).release(row, instruction.permits);
        return true;
      case op.fanOut:
        return this.#fanOut(row, instruction);
      case op.defer:
        this.#parts.blobs.defer(row, instruction.delayUs);
        return true;
      case op.sleepDelay: {
        const { engine, table, blobs } = this.#parts;
        this.#setState(row, processState.parked);
        engine.schedule(engine.nowUs + blobs.delayUs(table.firstBlob[row] as number), this.#stepEnds, row);
        return false;
      }
      case op.deleteBlob:
        return this.#deleteBlob(row);
      case op.end:
        this.#end(row);
        return false;
      default:
        throw new InvariantError(`unknown instruction ${instruction.op}`);
    }
  }

  #takeTime(row: number, instruction: Instruction, state: number): boolean {
    const { engine, table } = this.#parts;
    this.#setState(row, state);
    const durationUs = (instruction.duration as DurationSource).drawUs(
      table.jobSerial[row] as number,
      table.item[row] as number,
    );
    engine.schedule(engine.nowUs + durationUs, this.#stepEnds, row);
    return false;
  }

  #operate(row: number, instruction: Instruction): boolean {
    const { engine, table, store } = this.#parts;
    this.#setState(row, processState.working);
    store.start(
      instruction.operation as 'upload',
      instruction.duration as DurationSource,
      instruction.outcome as OutcomeSource,
      table.jobSerial[row] as number,
      table.item[row] as number,
    );
    this.#setOutcome(row, store.outcome);
    engine.schedule(engine.nowUs + store.latencyUs, this.#operationEnds, row);
    return false;
  }

  #deleteBlob(row: number): boolean {
    const { engine, table, blobs } = this.#parts;
    this.#setState(row, processState.working);
    const latencyUs = blobs.startDeletion(table.firstBlob[row] as number, 0);
    engine.schedule(engine.nowUs + latencyUs, this.#operationEnds, row);
    return false;
  }

  #operationEnded(row: number): void {
    const { table, blobs } = this.#parts;
    const instruction = this.#programOf(row).instructions[table.counter[row] as number] as Instruction;
    if (instruction.op === op.deleteBlob) {
      blobs.settleDeletion(table.firstBlob[row] as number);
      table.firstBlob[row] = -1;
    } else if ((this.#outcome[row] as number) >= storeOutcome.retry) {
      table.failed[row] = 1;
    } else if (instruction.operation === 'upload') {
      blobs.uploaded(row);
    } else if (instruction.operation === 'delete') {
      blobs.deletedAtOnce(row);
    }
    this.#next(row);
  }

  #fanOut(row: number, instruction: Instruction): boolean {
    const { table } = this.#parts;
    const serial = table.jobSerial[row] as number;
    const tasks = countQuantile(
      instruction.tasks as NonNullable<Instruction['tasks']>,
      instruction.tasks?.kind === 'constant'
        ? 0.5
        : (instruction.tasksStream as Stream).uniform(serial, table.item[row] as number),
    );
    if (tasks === 0) return true;
    table.tasks[row] = tasks;
    table.tasksSubmitted[row] = 0;
    // The one more keeps a task that ends at once from ending the fan-out before all are submitted.
    table.tasksOpen[row] = 1;
    this.#setState(row, processState.blocked);
    const first = Math.min(tasks, instruction.window);
    for (let i = 0; i < first; i += 1) this.#submitTask(row, instruction);
    return this.#taskClosed(row);
  }

  #submitTask(parent: number, instruction: Instruction): void {
    const { table, semaphores } = this.#parts;
    const index = table.tasksSubmitted[parent] as number;
    table.tasksSubmitted[parent] = index + 1;
    table.tasksOpen[parent] = (table.tasksOpen[parent] as number) + 1;
    const program = instruction.child as Program;
    const item = taskItem(table.item[parent] as number, index);
    const row = table.add(
      program.index,
      parent,
      table.jobKind[parent] as number,
      table.jobSerial[parent] as number,
      item,
    );
    const { semaphore } = instruction;
    if (semaphore >= 0 && !(semaphores[semaphore] as Semaphore).acquire(row, 1)) return;
    if (!this.#askForThread(row)) table.tasksOpen[parent] = (table.tasksOpen[parent] as number) - 1;
  }

  /** A task that waited for the permit to be submitted has got it. */
  #permitted(row: number): void {
    const parent = this.#parts.table.parent[row] as number;
    if (!this.#askForThread(row) && this.#taskClosed(parent)) this.#next(parent);
  }

  /** @returns false when the pool refused the task: it is gone then, and its parent has failed. */
  #askForThread(row: number): boolean {
    const { table, pools } = this.#parts;
    const program = this.#programOf(row);
    const pool = pools[program.pool] as ThreadPool;
    if (pool.submit(row, program.taskKind)) {
      if (pool.stuck) this.#hooks.stuck(pool);
      return true;
    }
    this.#releasePermits(row);
    table.failed[table.parent[row] as number] = 1;
    table.remove(row);
    return false;
  }

  #releasePermits(row: number): void {
    const { table, semaphores } = this.#parts;
    for (let i = 0; i < semaphores.length; i += 1) {
      const permits = table.heldBy(row, i);
      if (permits > 0) (semaphores[i] as Semaphore).release(row, permits);
    }
  }

  /** One of the open tasks of a fan-out has gone. @returns whether it was the last one, so that the process may go on. */
  #taskClosed(row: number): boolean {
    const { table } = this.#parts;
    const open = (table.tasksOpen[row] as number) - 1;
    table.tasksOpen[row] = open;
    if (open > 0) return false;
    this.#setState(row, processState.working);
    return true;
  }

  /** A program has come to its end, or has failed: what the process holds goes back. */
  #end(row: number): void {
    const { table, blobs, pools } = this.#parts;
    const parent = table.parent[row] as number;
    const program = this.#programOf(row);
    this.#releasePermits(row);
    if (parent >= 0) blobs.handOver(row, parent);
    else blobs.abandon(row);
    if (program.pool >= 0) (pools[program.pool] as ThreadPool).release(row, program.taskKind, this.#kindOf);
    else this.#hooks.jobEnded(row);
    const failed = table.failed[row] === 1;
    table.remove(row);
    if (parent < 0) return;
    if (failed) table.failed[parent] = 1;
    const instruction = this.#programOf(parent).instructions[table.counter[parent] as number] as Instruction;
    const more = (table.tasksSubmitted[parent] as number) < (table.tasks[parent] as number);
    if (more && table.failed[parent] === 0) this.#submitTask(parent, instruction);
    if (this.#taskClosed(parent)) this.#next(parent);
  }

  #setState(row: number, state: number): void {
    const { table, pools } = this.#parts;
    const program = this.#programOf(row);
    if (program.pool < 0) {
      table.state[row] = state;
      return;
    }
    const pool = pools[program.pool] as ThreadPool;
    pool.changeState(row, program.taskKind, state);
    if (state === processState.blocked && pool.stuck) this.#hooks.stuck(pool);
  }

  #setOutcome(row: number, outcome: number): void {
    if (row >= this.#outcome.length) {
      const grown = new Uint8Array(this.#parts.table.capacity);
      grown.set(this.#outcome);
      this.#outcome = grown;
    }
    this.#outcome[row] = outcome;
  }

  #programOf(row: number): Program {
    const program = this.#parts.programs[this.#parts.table.program[row] as number];
    invariant(program !== undefined, 'a process has no program');
    return program;
  }
}

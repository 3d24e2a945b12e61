import { InvariantError, invariant } from '../errors.ts';
import { taskItem } from '../workload/addresses.ts';
import { type OutcomeSource, storeOutcome } from '../workload/outcomes.ts';
import type { DurationSource } from '../workload/sampler.ts';
import type { Blobs } from './blobs.ts';
import { backoffUs, drawItem, happens, placeOf, tasksOf } from './chances.ts';
import { HeldPermits } from './held-permits.ts';
import type { Hooks, Parts } from './interpreter-parts.ts';
import * as op from './op.ts';
import type { Port } from './port.ts';
import * as processState from './process-state.ts';
import type { ProcessTable } from './process-table.ts';
import type { Instruction, Program } from './program.ts';
import { ReadyQueue } from './ready-queue.ts';
import type { Semaphore } from './semaphore.ts';
import type { ThreadPool } from './thread-pool.ts';

const NO_THREAD = -1;

/**
 * Runs the programs of coordinators and tasks. A process runs until a step takes time or has to wait; whatever is woken meanwhile runs after it, in the order of waking,
 * before the next event.
 */
export class Interpreter {
  readonly #port: Port;
  readonly #table: ProcessTable;
  readonly #blobs: Blobs;
  readonly #pools: readonly ThreadPool[];
  readonly #semaphores: readonly Semaphore[];
  readonly #programs: readonly Program[];
  readonly #hooks: Hooks;
  readonly #permits: HeldPermits;
  readonly #ready = new ReadyQueue();
  #running = false;
  /** Tasks that have got the permit that they are submitted with. */
  readonly #permitted = new ReadyQueue();
  #isPermitting = false;

  readonly #kindOf = (row: number): number => this.#programOf(row).taskKind;

  constructor(parts: Parts, hooks: Hooks) {
    this.#port = parts.port;
    this.#table = parts.table;
    this.#blobs = parts.blobs;
    this.#pools = parts.pools;
    this.#semaphores = parts.semaphores;
    this.#programs = parts.programs;
    this.#hooks = hooks;
    this.#permits = new HeldPermits(parts.semaphores, parts.table);
  }

  /** Lets a process run: now, or after the one that is running. */
  resume(row: number): void {
    if (this.#running) {
      this.#ready.push(row);
      return;
    }
    this.#running = true;
    if (this.#table.state[row] === processState.away) this.#comesBack(row);
    else this.#run(row);
    while (this.#ready.length > 0) this.#run(this.#ready.shift());
    this.#running = false;
    // Not before: a fan-out that blocks its thread is about to submit tasks that may run elsewhere.
    for (const pool of this.#pools) if (pool.stuck) this.#hooks.stuck(pool);
  }

  /** The step at which a process waited is done. */
  stepEnded(row: number): void {
    const { counter } = this.#table;
    counter[row] = (counter[row] as number) + 1;
    this.resume(row);
  }

  /** A semaphore has granted what the process waited for. */
  readonly granted = (row: number): void => {
    if (this.#table.state[row] === processState.fresh) {
      this.#permitted.push(row);
      if (this.#isPermitting) return;
      // One after another: a task that is refused gives its permit to the next, and ten thousand of them would be as many calls within calls.
      this.#isPermitting = true;
      while (this.#permitted.length > 0) this.#submitPermitted(this.#permitted.shift());
      this.#isPermitting = false;
      return;
    }
    this.#setState(row, this.#programOf(row), processState.working);
    this.stepEnded(row);
  };

  #run(row: number): void {
    const table = this.#table;
    const program = this.#programOf(row);
    while (table.failed[row] === 0) {
      const counter = table.counter[row] as number;
      if (!this.#step(row, program, program.instructions[counter] as Instruction)) return;
      // A step may have gone to another place.
      table.counter[row] = (table.counter[row] as number) + 1;
    }
    if (!this.#triesAgain(row, program)) this.#end(row, program);
  }

  /** @returns whether the step took no time, so that the next one follows at once. */
  #step(row: number, program: Program, instruction: Instruction): boolean {
    switch (instruction.op) {
      case op.work:
      case op.wait:
        return this.#takeTime(row, program, processState.working, instruction);
      case op.park:
        return this.#takeTime(row, program, processState.parked, instruction);
      case op.store:
        this.#setState(row, program, processState.working);
        return this.#operate(row, instruction);
      case op.acquire: {
        const semaphore = this.#semaphores[instruction.semaphore] as Semaphore;
        if (semaphore.acquire(row, instruction.permits)) return true;
        this.#setState(row, program, processState.blocked);
        return false;
      }
      case op.release:
        (this.#semaphores[instruction.semaphore] as Semaphore).release(row, instruction.permits);
        return true;
      case op.fanOut:
        return this.#fanOut(row, program, instruction);
      case op.defer:
        this.#blobs.defer(row, instruction.delayUs);
        return true;
      case op.sleepDelay:
        return this.#hold(row, program, processState.parked, this.#blobs.delayUs(this.#table.firstBlob[row] as number));
      case op.deleteBlob:
        this.#setState(row, program, processState.working);
        this.#blobs.startDeletionBy(row, this.#table.firstBlob[row] as number);
        return false;
      case op.choice:
        this.#table.counter[row] = placeOf(this.#table, row, instruction) - 1;
        return true;
      case op.jump:
        this.#table.counter[row] = (instruction.targets[0] as number) - 1;
        return true;
      case op.fail:
        if (happens(this.#table, row, instruction)) this.#table.failed[row] = 1;
        return true;
      case op.retryBegin:
        this.#table.retryAt[row] = this.#table.counter[row] as number;
        return true;
      case op.retryEnd:
        this.#table.retryAt[row] = -1;
        this.#table.attempt[row] = 0;
        return true;
      case op.end:
        this.#end(row, program);
        return false;
      default:
        throw new InvariantError(`unknown instruction ${instruction.op}`);
    }
  }

  #takeTime(row: number, program: Program, state: number, instruction: Instruction): boolean {
    const table = this.#table;
    const serial = table.jobSerial[row] as number;
    const durationUs = (instruction.duration as DurationSource).drawUs(serial, drawItem(table, row));
    return this.#hold(row, program, state, durationUs);
  }

  /** @returns false: the step takes time. */
  #hold(row: number, program: Program, state: number, durationUs: number): boolean {
    this.#setState(row, program, state);
    this.#port.hold(row, this.#table.thread[row] as number, state, durationUs);
    return false;
  }

  /** @returns false: the step takes time. */
  #operate(row: number, instruction: Instruction): boolean {
    const table = this.#table;
    this.#port.operate(
      row,
      instruction.operation as 'upload',
      instruction.duration as DurationSource,
      instruction.outcome as OutcomeSource,
      table.jobSerial[row] as number,
      drawItem(table, row),
    );
    return false;
  }

  /** The operation of a process on the store has ended. @param outcome a `storeOutcome`. */
  operationEnded(row: number, outcome: number): void {
    const table = this.#table;
    const blobs = this.#blobs;
    const instruction = this.#programOf(row).instructions[table.counter[row] as number] as Instruction;
    if (instruction.op === op.deleteBlob) {
      blobs.settleDeletion(table.firstBlob[row] as number, outcome);
      table.firstBlob[row] = -1;
    } else if (outcome >= storeOutcome.retry) {
      table.failed[row] = 1;
    } else if (instruction.operation === 'upload') {
      blobs.uploaded(row);
    } else if (instruction.operation === 'delete') {
      blobs.deletedAtOnce(row);
    }
    this.stepEnded(row);
  }

  #fanOut(row: number, program: Program, instruction: Instruction): boolean {
    const table = this.#table;
    const tasks = tasksOf(table, row, instruction);
    if (tasks === 0) return true;
    table.tasks[row] = tasks;
    table.tasksSubmitted[row] = 0;
    // The one more keeps a task that ends at once from ending the fan-out before all are submitted.
    table.tasksOpen[row] = 1;
    this.#setState(row, program, processState.blocked);
    const first = Math.min(tasks, instruction.window);
    for (let i = 0; i < first; i += 1) this.#submitTask(row, instruction);
    return this.#taskClosed(row, program);
  }

  #submitTask(parent: number, instruction: Instruction): void {
    const table = this.#table;
    const index = table.tasksSubmitted[parent] as number;
    table.tasksSubmitted[parent] = index + 1;
    table.tasksOpen[parent] = (table.tasksOpen[parent] as number) + 1;
    const program = instruction.child as Program;
    const item = taskItem(drawItem(table, parent), index);
    const row = table.add(
      program.index,
      parent,
      table.jobKind[parent] as number,
      table.jobSerial[parent] as number,
      item,
    );
    const { semaphore } = instruction;
    if (semaphore >= 0 && !(this.#semaphores[semaphore] as Semaphore).acquire(row, 1)) return;
    if (!this.#askForThread(row, program)) table.tasksOpen[parent] = (table.tasksOpen[parent] as number) - 1;
  }

  /** A task that waited for the permit to be submitted has got it. */
  #submitPermitted(row: number): void {
    const parent = this.#table.parent[row] as number;
    if (this.#askForThread(row, this.#programOf(row))) return;
    if (this.#taskClosed(parent, this.#programOf(parent))) this.stepEnded(parent);
  }

  /** @returns false when the pool refused the task: it is gone then, and its parent has failed. */
  #askForThread(row: number, program: Program): boolean {
    const pool = this.#pools[program.pool] as ThreadPool;
    if (pool.submit(row, program.taskKind)) return true;
    this.#permits.release(row);
    this.#table.failed[this.#table.parent[row] as number] = 1;
    this.#table.remove(row);
    return false;
  }

  /** One of the open tasks of a fan-out has gone. @returns whether it was the last one, so that the process may go on. */
  #taskClosed(row: number, program: Program): boolean {
    const { tasksOpen } = this.#table;
    const open = (tasksOpen[row] as number) - 1;
    tasksOpen[row] = open;
    if (open > 0) return false;
    this.#setState(row, program, processState.working);
    return true;
  }

  /**
   * A step has failed: where a `retry` stands around it that has tries left, the process waits for the next one.
   * @returns whether it does.
   */
  #triesAgain(row: number, program: Program): boolean {
    const table = this.#table;
    const at = table.retryAt[row] as number;
    if (at < 0) return false;
    const { retry, duration } = program.instructions[at] as Instruction;
    const attempt = (table.attempt[row] as number) + 1;
    if (retry === undefined || attempt >= retry.attempts) return false;
    table.attempt[row] = attempt;
    table.failed[row] = 0;
    table.counter[row] = at;
    const waitUs = backoffUs(table, row, retry, duration as DurationSource);
    const staysOnThread = program.pool < 0 || !retry.returnsThread;
    // The thread goes back before the permits: whoever waits for one of them may need it.
    if (!staysOnThread) this.#leaveThread(row, program);
    this.#permits.release(row, retry.held);
    if (staysOnThread) {
      this.#hold(row, program, processState.parked, waitUs);
      return true;
    }
    table.state[row] = processState.away;
    this.#port.hold(row, NO_THREAD, processState.parked, waitUs);
    return true;
  }

  #leaveThread(row: number, program: Program): void {
    (this.#pools[program.pool] as ThreadPool).release(row, program.taskKind, this.#kindOf);
    this.#table.thread[row] = NO_THREAD;
  }

  /** A task that gave its thread back asks for one again; where the queue is at its bound it has failed. */
  #comesBack(row: number): void {
    const program = this.#programOf(row);
    const pool = this.#pools[program.pool] as ThreadPool;
    if (pool.submit(row, program.taskKind)) return;
    this.#table.failed[row] = 1;
    this.#end(row, program);
  }

  /** A program has come to its end, or has failed: what the process holds goes back. */
  #end(row: number, program: Program): void {
    const table = this.#table;
    const parent = table.parent[row] as number;
    if (parent >= 0) this.#blobs.handOver(row, parent);
    else this.#blobs.abandon(row);
    if ((table.thread[row] as number) !== NO_THREAD) this.#leaveThread(row, program);
    this.#permits.release(row);
    if (program.pool < 0) this.#hooks.jobEnded(row);
    const failed = table.failed[row] as number;
    table.remove(row);
    if (parent >= 0) this.#taskEnded(parent, failed);
  }

  /** A task of a fan-out has ended. @param failed 1 when it has failed: the fan-out submits no more then. */
  #taskEnded(parent: number, failed: number): void {
    const table = this.#table;
    const program = this.#programOf(parent);
    if (failed === 1) table.failed[parent] = 1;
    const more = (table.tasksSubmitted[parent] as number) < (table.tasks[parent] as number);
    if (more && table.failed[parent] === 0) {
      this.#submitTask(parent, program.instructions[table.counter[parent] as number] as Instruction);
    }
    if (this.#taskClosed(parent, program)) this.stepEnded(parent);
  }

  #setState(row: number, program: Program, state: number): void {
    if (program.pool < 0) {
      this.#table.state[row] = state;
      return;
    }
    const pool = this.#pools[program.pool] as ThreadPool;
    pool.changeState(row, program.taskKind, state);
    if (state === processState.blocked) this.#port.block(row, this.#table.thread[row] as number);
  }

  #programOf(row: number): Program {
    const program = this.#programs[this.#table.program[row] as number];
    invariant(program !== undefined, 'a process has no program');
    return program;
  }
}

import { invariant } from '../errors.ts';
import { attemptItem } from '../workload/addresses.ts';
import type { Draws } from '../workload/draws.ts';
import { Admission } from './admission.ts';
import { Blobs } from './blobs.ts';
import { Interpreter } from './interpreter.ts';
import type { Layout, StrategyLayout } from './layout.ts';
import type { Observer } from './observer.ts';
import * as op from './op.ts';
import type { Port } from './port.ts';
import * as processState from './process-state.ts';
import { ProcessTable } from './process-table.ts';
import type { Program } from './program.ts';
import { Semaphore } from './semaphore.ts';
import { isStarved } from './starvation.ts';
import { strategies } from './strategies/strategies.ts';
import type { Strategy } from './strategies/strategy.ts';
import type { StrategyKind } from './strategies/strategy-kind.ts';
import { ThreadPool } from './thread-pool.ts';

export interface ProcessView {
  /** The number of its pool; −1 for a coordinator. */
  readonly pool: number;
  readonly jobKind: number;
  /** The serial number of its job. */
  readonly job: number;
  /** What distinguishes its draws from those of others of its job. */
  readonly item: number;
  /** That of its step. */
  readonly label: string;
  /** Whether it is a task that sleeps until its blob is due and deletes it. */
  readonly isSleeper: boolean;
  /** What distinguishes the blob that it would upload now from others of its job. */
  readonly nextBlobItem: number;
  /** The same of its oldest blob, if it has one. */
  readonly firstBlobItem: number | undefined;
}

/**
 * The service: jobs, tasks, pools, permits, admission, blobs and their deletion as one state machine, without clock, threads or I/O. A driver tells it what happens (a job arrives,
 * a step or an operation has ended); it decides who gets which thread and who gets a permit, and asks its port for whatever takes time. Everything that happens goes to the observer.
 */
export class Service {
  readonly pools: readonly ThreadPool[];
  readonly #layout: Layout;
  readonly #port: Port;
  readonly #observer: Observer;
  readonly #table: ProcessTable;
  readonly #blobs: Blobs;
  readonly #strategies: readonly Strategy[];
  readonly #interpreter: Interpreter;
  readonly #admission: Admission;
  readonly #starved = new Set<number>();

  /** @param kinds the strategies by name: a driver may have its own of one, whose driver is a real thread. */
  constructor(
    layout: Layout,
    draws: Draws,
    port: Port,
    observer: Observer,
    kinds: Readonly<Record<string, StrategyKind>> = strategies,
  ) {
    this.#layout = layout;
    this.#port = port;
    this.#observer = observer;
    const { system, programs } = layout;
    const table = new ProcessTable(system.semaphores.length);
    this.#table = table;
    this.#blobs = new Blobs(layout, draws, port, observer, table);
    const begin = (row: number): void => this.#interpreter.resume(row);
    this.pools = layout.pools.map((pool, number) => new ThreadPool(number, pool, port, observer, table, begin));
    const semaphores = system.semaphores.map(
      (semaphore, number) =>
        new Semaphore(number, semaphore, port, observer, table, (row) => this.#interpreter.granted(row)),
    );
    this.#interpreter = new Interpreter(
      { port, table, blobs: this.#blobs, pools: this.pools, semaphores, programs },
      { jobEnded: (row) => this.#admission.ended(row), stuck: (pool) => this.#checkStarvation(pool) },
    );
    this.#strategies = layout.strategies.map((strategy, number) =>
      this.#makeStrategy(kinds[strategy.deletion.by] as StrategyKind, strategy, number),
    );
    this.#blobs.connect(this.#strategies);
    this.#admission = new Admission(layout, port, observer, table, begin);
  }

  /** A job of a kind arrives now. */
  arrive(kind: number): void {
    this.#admission.arrive(kind);
  }

  /** The time is over for which a process asked the port to be held. */
  stepEnded(row: number): void {
    this.#interpreter.stepEnded(row);
  }

  /** The operation of a process has ended. @param outcome a `storeOutcome`. */
  operationEnded(row: number, outcome: number): void {
    this.#interpreter.operationEnded(row, outcome);
  }

  /** A deletion by the driver of a strategy has ended. @param outcome a `storeOutcome`. */
  deletionEnded(strategy: number, place: number, outcome: number): void {
    this.#strategies[strategy]?.deletionEnded?.(place, outcome);
  }

  /** The moment has come that a strategy asked the port for. */
  woken(strategy: number): void {
    this.#strategies[strategy]?.woken?.();
  }

  /** A fault: whatever drives the strategies dies. */
  killDrivers(): void {
    for (const strategy of this.#strategies) strategy.kill?.();
  }

  /** From now on no job that waits is admitted. */
  closeAdmission(): void {
    this.#admission.close();
  }

  /** Cancels the jobs that wait for admission. @param cancelled is called with the row of each. */
  cancelWaiting(cancelled: (row: number) => void): void {
    this.#admission.cancelWaiting(cancelled);
  }

  /** What a driver may want to know of a process whose step is under way. */
  processAt(row: number): ProcessView {
    const table = this.#table;
    const program = this.#layout.programs[table.program[row] as number] as Program;
    const { label } = program.instructions[table.counter[row] as number] as Program['instructions'][number];
    const blob = table.firstBlob[row] as number;
    return {
      pool: program.pool,
      jobKind: table.jobKind[row] as number,
      job: table.jobSerial[row] as number,
      item: attemptItem(table.item[row] as number, table.attempt[row] as number),
      label,
      isSleeper: program.pool >= 0 && (table.parent[row] as number) < 0,
      nextBlobItem: this.#blobs.nextItem(row),
      firstBlobItem: blob < 0 ? undefined : this.#blobs.item(blob),
    };
  }

  /** The number of a task's thread in its pool; −1 for a coordinator. */
  threadOf(row: number): number {
    return this.#table.thread[row] as number;
  }

  /** Calls back with the end of the signed URL of each blob that someone still means to delete. */
  forEachOpenBlob(callback: (urlEndUs: number) => void): void {
    this.#blobs.forEachOpen(callback);
  }

  #makeStrategy(kind: StrategyKind, { deletion, sleepers }: StrategyLayout, number: number): Strategy {
    const table = this.#table;
    const blobs = this.#blobs;
    return kind.make({
      number,
      port: this.#port,
      blobs,
      observer: this.#observer,
      deletion,
      submitSleeper: (blob) => {
        const jobKind = blobs.jobKind(blob);
        const program = sleepers[jobKind] as Program;
        const row = table.add(program.index, -1, jobKind, blobs.jobSerial(blob), blobs.item(blob));
        table.firstBlob[row] = blob;
        table.lastBlob[row] = blob;
        const accepted = (this.pools[program.pool] as ThreadPool).submit(row, program.taskKind);
        if (!accepted) table.remove(row);
        return accepted;
      },
    });
  }

  #checkStarvation(pool: ThreadPool): void {
    const number = this.pools.indexOf(pool);
    invariant(number >= 0, 'an unknown pool is stuck');
    if (this.#starved.has(number)) return;
    const { programs, system } = this.#layout;
    const semaphoreOf = (row: number): number => {
      // A task that was not submitted yet waits for the permit of its parent's fan-out.
      const fresh = this.#table.state[row] === processState.fresh;
      const waiting = fresh ? (this.#table.parent[row] as number) : row;
      if (waiting < 0) return -1;
      const program = programs[this.#table.program[waiting] as number];
      const instruction = program?.instructions[this.#table.counter[waiting] as number];
      return instruction?.op === (fresh ? op.fanOut : op.acquire) ? instruction.semaphore : -1;
    };
    if (!isStarved(number, this.#table, programs, semaphoreOf, system.semaphores.length, this.pools)) return;
    this.#starved.add(number);
    this.#observer.poolStarved(number, pool.queue.length, this.#port.nowUs);
  }
}

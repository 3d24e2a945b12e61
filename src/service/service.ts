import { invariant } from '../errors.ts';
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

  constructor(layout: Layout, draws: Draws, port: Port, observer: Observer) {
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
    this.#strategies = layout.strategies.map((strategy, number) => this.#makeStrategy(strategy, number));
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

  /** Calls back with the end of the signed URL of each blob that someone still means to delete. */
  forEachOpenBlob(callback: (urlEndUs: number) => void): void {
    this.#blobs.forEachOpen(callback);
  }

  #makeStrategy({ deletion, sleepers }: StrategyLayout, number: number): Strategy {
    const table = this.#table;
    const blobs = this.#blobs;
    return (strategies[deletion.by] as StrategyKind).make({
      number,
      port: this.#port,
      blobs,
      observer: this.#observer,
      deletion,
      submitSleeper: (blob) => {
        const kind = blobs.jobKind(blob);
        const program = sleepers[kind] as Program;
        const row = table.add(program.index, -1, kind, blobs.jobSerial(blob), blobs.item(blob));
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

import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { DesignResult } from '../../result/schema.ts';
import type { UnsteadyStart } from '../../result/warm-up.ts';
import type { Scenario } from '../../scenario/model.ts';
import { sizeWorkerFile } from '../assets.ts';
import { startWorkers } from '../in-order.ts';

/** What a worker is asked: to have so many replications of a trial, and to say what comes of all of them. */
export interface SizeRequest {
  readonly trial: number;
  /** With its one design; only with the first request of a trial. */
  readonly scenario: Scenario | undefined;
  readonly replications: number;
}

/** What a design comes to at a size: its result without what is drawn over time, and with the shares of the time by replication. */
export interface SizeFigures extends Omit<DesignResult, 'series' | 'timeline'> {
  /** By pool: the share of its tasks that waited for a thread; null where none got one. */
  readonly waited: Readonly<Record<string, number | null>>;
  /** The level that is not yet steady when the measured time begins, if one is not. */
  readonly unsteady: UnsteadyStart | null;
}

interface Task {
  readonly request: SizeRequest;
  readonly cost: number;
  readonly resolve: (figures: SizeFigures) => void;
}

interface Seat {
  readonly worker: Worker;
  /** What it is asked, the one that it is at first. */
  readonly tasks: Task[];
  cost: number;
}

/** Worker threads that each keep the replications of the trials that were given to them, so that a trial can be asked for more of them. */
export class SizeWorkers {
  readonly #seats: readonly Seat[];
  readonly #seatOf = new Map<number, Seat>();
  #fail: (reason: unknown) => void = () => {};
  /** Rejects when a worker fails, or the signal ends it. */
  readonly failed: Promise<never>;

  /** @param workers how many; default: the machine's cores. @param signal ends the waiting; whoever has made this closes it. */
  constructor(workers: number | undefined, signal: AbortSignal) {
    this.failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => {});
    signal.addEventListener('abort', () => this.#fail(signal.reason), { once: true });
    this.#seats = startWorkers(sizeWorkerFile, undefined, workers ?? availableParallelism()).map((worker) => {
      const seat: Seat = { worker, tasks: [], cost: 0 };
      worker.on('error', (error) => this.#fail(error));
      worker.on('exit', (code) => this.#fail(new Error(`a worker ended with ${code}`)));
      worker.on('message', (figures: SizeFigures) => {
        const task = seat.tasks.shift() as Task;
        seat.cost -= task.cost;
        task.resolve(figures);
        send(seat);
      });
      return seat;
    });
  }

  /**
   * Has a trial simulated up to so many replications. A trial stays with the worker that has begun it, the one with the least to do.
   * @param cost how much work it is, in any unit.
   */
  run(trial: number, scenario: Scenario, replications: number, cost: number): Promise<SizeFigures> {
    const known = this.#seatOf.get(trial);
    const seat = known ?? this.#seats.reduce((one, other) => (other.cost < one.cost ? other : one));
    this.#seatOf.set(trial, seat);
    return new Promise((resolve) => {
      const request = { trial, scenario: known === undefined ? scenario : undefined, replications };
      seat.tasks.push({ request, cost, resolve });
      seat.cost += cost;
      if (seat.tasks.length === 1) send(seat);
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#seats.map(({ worker }) => worker.terminate()));
  }
}

function send({ worker, tasks: [task] }: Seat): void {
  if (task !== undefined) worker.postMessage(task.request);
}

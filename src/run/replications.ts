import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { OutputFailure, OutputPlan } from '../outputs/outputs.ts';
import type { ReplicationRecord } from '../record/replication-record.ts';
import type { Scenario } from '../scenario/model.ts';
import { workerFile } from './assets.ts';

/** One replication of one design of one scenario, all by their number from 0. */
export interface ReplicationTask {
  readonly scenario: number;
  readonly design: number;
  readonly replication: number;
}

/** What a worker is started with. */
export interface WorkerSetup {
  readonly scenarios: readonly Scenario[];
  readonly outputs: OutputPlan | undefined;
}

/** What a worker is asked: to simulate one, or to end what it writes. */
export type WorkerRequest = ReplicationTask | 'close';

export interface ReplicationsOptions {
  /** What is written while the replications run, of the first scenario; they run one after the other then. */
  readonly outputs?: OutputPlan | undefined;
  /** Called when these files are ended, with what went wrong. */
  readonly onWritten?: ((failures: readonly OutputFailure[]) => void) | undefined;

  /** How many run at once, at least 1. Default: the machine's cores. */
  readonly workers?: number | undefined;
  /** Called with each record, in the order of (scenario, design, replication) whatever finished first. */
  readonly onRecord: (task: ReplicationTask, record: ReplicationRecord) => void;
  /** Called whenever a replication has finished. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the workers; the promise then rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/** How many finished replications may wait for an earlier one, for each worker. */
const AHEAD = 4;

/**
 * Simulates every replication of every design of some scenarios on worker threads, so that this thread stays free for the terminal and for signals. The workers are the same for all
 * scenarios: their code is compiled and warm after the first.
 */
export async function simulateReplications(
  scenarios: readonly Scenario[],
  options: ReplicationsOptions,
): Promise<void> {
  const { signal, outputs } = options;
  signal.throwIfAborted();
  const tasks: ReplicationTask[] = scenarios.flatMap(({ designs, replications }, scenario) =>
    designs.flatMap((_, design) =>
      Array.from({ length: replications }, (__, replication) => ({ scenario, design, replication })),
    ),
  );
  const atOnce = outputs === undefined ? (options.workers ?? availableParallelism()) : 1;
  const workers = startWorkers({ scenarios, outputs }, Math.min(atOnce, tasks.length));
  const finished = new Map<number, ReplicationRecord>();
  const idle: Worker[] = [];
  let started = 0;
  let delivered = 0;
  let done = 0;

  const deliver = (): void => {
    for (let record = finished.get(delivered); record !== undefined; record = finished.get(delivered)) {
      finished.delete(delivered);
      options.onRecord(tasks[delivered] as ReplicationTask, record);
      delivered += 1;
    }
  };

  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (reason: unknown): void => reject(reason);
      signal.addEventListener('abort', () => fail(signal.reason), { once: true });
      const feed = (): void => {
        while (idle.length > 0 && started < tasks.length && started - delivered < workers.length * AHEAD) {
          start(idle.pop() as Worker);
        }
      };
      const start = (worker: Worker): void => {
        const index = started;
        started += 1;
        worker.once('message', (record: ReplicationRecord) => {
          finished.set(index, record);
          done += 1;
          try {
            deliver();
          } catch (error) {
            fail(error);
            return;
          }
          options.onProgress?.(done, tasks.length);
          if (delivered === tasks.length) resolve();
          idle.push(worker);
          feed();
        });
        worker.postMessage(tasks[index]);
      };
      for (const worker of workers) {
        worker.on('error', fail);
        worker.on('exit', (code) => fail(new Error(`a worker ended with ${code}`)));
        idle.push(worker);
      }
      feed();
    });
    if (outputs !== undefined) options.onWritten?.(await closedOutputs(workers[0] as Worker));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

async function closedOutputs(worker: Worker): Promise<readonly OutputFailure[]> {
  const failures = once(worker, 'message');
  worker.postMessage('close' satisfies WorkerRequest);
  return (await failures)[0] as readonly OutputFailure[];
}

function startWorkers(setup: WorkerSetup, count: number): Worker[] {
  // Node 20 aborts now and then when a worker ends while its code is being compiled on another thread, so each thread compiles its own.
  setFlagsFromString('--no-concurrent-recompilation');
  return Array.from({ length: count }, () => new Worker(workerFile, { workerData: setup }));
}

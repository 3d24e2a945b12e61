import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { OutputFailure, OutputPlan } from '../outputs/outputs.ts';
import type { ReplicationRecord } from '../record/replication-record.ts';
import type { Scenario } from '../scenario/model.ts';
import { workerFile } from './assets.ts';
import { inOrder, startWorkers } from './in-order.ts';

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

  /** The first replication that is run: those before it have been. Default: 0. */
  readonly from?: number | undefined;
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
  const { signal, outputs, from = 0 } = options;
  signal.throwIfAborted();
  const tasks: ReplicationTask[] = scenarios.flatMap(({ designs, replications }, scenario) =>
    designs.flatMap((_, design) =>
      Array.from({ length: Math.max(0, replications - from) }, (__, at) => ({
        scenario,
        design,
        replication: from + at,
      })),
    ),
  );
  const atOnce = outputs === undefined ? (options.workers ?? availableParallelism()) : 1;
  const workers = startWorkers(
    workerFile,
    { scenarios, outputs } satisfies WorkerSetup,
    Math.min(atOnce, tasks.length),
  );
  try {
    await inOrder<ReplicationRecord>({
      workers,
      tasks: tasks.length,
      request: (index) => tasks[index] satisfies WorkerRequest | undefined,
      onAnswer: (index, record) => options.onRecord(tasks[index] as ReplicationTask, record),
      onDone: (done) => options.onProgress?.(done, tasks.length),
      ahead: AHEAD,
      signal,
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

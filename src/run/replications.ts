import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import type { OutputFailure, OutputPlan } from '../outputs/outputs.ts';
import type { ReplicationRecord } from '../record/replication-record.ts';
import type { Scenario } from '../scenario/model.ts';
import type { DesignView } from '../view/snapshot.ts';
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

/** Asks a worker to tell from now on what the threads of its replications do: of one in `every`, so that of those that run at once about one does. */
export interface WatchRequest {
  readonly views: MessagePort;
  readonly every: number;
}

/** What a worker sees of a replication. */
export interface ReplicationView {
  readonly replication: number;
  readonly view: DesignView;
}

/** What a worker is asked: to simulate one, to tell from now on what its threads do, or to end what it writes. */
export type WorkerRequest = ReplicationTask | WatchRequest | 'close';

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
  /** Called a few times a second with what the threads of one of the running replications do, where a replication takes long. */
  readonly onView?: ((view: DesignView) => void) | undefined;
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
  const endViews = options.onView === undefined ? undefined : watch(workers, options.onView);
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
    endViews?.();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** The workers tell what they see; of the replications of a design that run at once, one is heard. @returns what ends it. */
function watch(workers: readonly Worker[], onView: (view: DesignView) => void): () => void {
  const latest = new Map<string, number>();
  const ports = workers.map((worker) => {
    const { port1: heard, port2: told } = new MessageChannel();
    heard.on('message', ({ replication, view }: ReplicationView) => {
      if (replication < (latest.get(view.design) ?? 0)) return;
      latest.set(view.design, replication);
      onView(view);
    });
    worker.postMessage({ views: told, every: workers.length } satisfies WorkerRequest, [told]);
    return heard;
  });
  return () => {
    for (const port of ports) port.close();
  };
}

async function closedOutputs(worker: Worker): Promise<readonly OutputFailure[]> {
  const failures = once(worker, 'message');
  worker.postMessage('close' satisfies WorkerRequest);
  return (await failures)[0] as readonly OutputFailure[];
}

import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';

export interface InOrderOptions<Answer> {
  readonly workers: readonly Worker[];
  /** How many tasks there are. */
  readonly tasks: number;
  /** What a worker is sent for a task. It is made when the task begins. */
  readonly request: (task: number) => unknown;
  /** Called with each answer, in the order of the tasks whatever finished first. */
  readonly onAnswer: (task: number, answer: Answer) => void;
  /** Called whenever a task has finished, with how many have. */
  readonly onDone?: (done: number) => void;
  /** How many finished tasks may wait for an earlier one, for each worker. */
  readonly ahead: number;
  /** Ends it; the promise then rejects with the signal's reason. Whoever has started the workers ends them. */
  readonly signal: AbortSignal;
}

/** Gives tasks to workers, each of which answers with one message to each, and hands on the answers in the order of the tasks. */
export async function inOrder<Answer>(options: InOrderOptions<Answer>): Promise<void> {
  const { workers, tasks, signal } = options;
  signal.throwIfAborted();
  if (tasks === 0) return;
  const finished = new Map<number, { readonly answer: Answer }>();
  const idle: Worker[] = [];
  let started = 0;
  let delivered = 0;
  let done = 0;

  const deliver = (): void => {
    for (let next = finished.get(delivered); next !== undefined; next = finished.get(delivered)) {
      finished.delete(delivered);
      options.onAnswer(delivered, next.answer);
      delivered += 1;
    }
  };

  await new Promise<void>((resolve, reject) => {
    const fail = (reason: unknown): void => reject(reason);
    signal.addEventListener('abort', () => fail(signal.reason), { once: true });
    const attempt = (action: () => void): void => {
      try {
        action();
      } catch (error) {
        fail(error);
      }
    };
    const feed = (): void => {
      while (idle.length > 0 && started < tasks && started - delivered < workers.length * options.ahead) {
        start(idle.pop() as Worker);
      }
    };
    const start = (worker: Worker): void => {
      const task = started;
      started += 1;
      worker.once('message', (answer: Answer) => {
        attempt(() => {
          finished.set(task, { answer });
          done += 1;
          deliver();
          options.onDone?.(done);
          if (delivered === tasks) resolve();
          idle.push(worker);
          feed();
        });
      });
      worker.postMessage(options.request(task));
    };
    for (const worker of workers) {
      worker.on('error', fail);
      worker.on('exit', (code) => fail(new Error(`a worker ended with ${code}`)));
      idle.push(worker);
    }
    attempt(feed);
  });
}

/** Starts worker threads. */
export function startWorkers(file: URL, workerData: unknown, count: number): Worker[] {
  // Node 20 aborts now and then when a worker ends while its code is being compiled on another thread, so each thread compiles its own.
  setFlagsFromString('--no-concurrent-recompilation');
  return Array.from({ length: count }, () => new Worker(file, { workerData }));
}

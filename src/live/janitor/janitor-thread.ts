import type { Worker } from 'node:worker_threads';
import { janitorThreadFile } from '../built-files.ts';
import { startWorker } from '../start-worker.ts';
import type { FromJanitor, JanitorThreadData, ToJanitor } from './messages.ts';

/** A thread of the janitor, seen from the service. */
export class JanitorThread {
  readonly #worker: Worker;
  #isClosed = false;

  /**
   * Starts the thread.
   * @param hear is called with everything it tells.
   * @param died is called when the thread ends by itself, once or twice.
   * @throws InputError when the machine refuses the thread.
   */
  constructor(data: JanitorThreadData, hear: (news: FromJanitor) => void, died: (cause: string) => void) {
    this.#worker = startWorker(janitorThreadFile, { workerData: data, name: 'janitor' });
    this.#worker.on('message', hear);
    const ended = (cause: string): void => {
      if (!this.#isClosed) died(cause);
    };
    this.#worker.on('error', (error) => ended(error instanceof Error ? error.message : String(error)));
    this.#worker.on('exit', (code) => ended(`it ended with ${code}`));
  }

  /** Resolves when the thread runs. */
  async ready(): Promise<void> {
    await new Promise((resolve) => this.#worker.once('online', resolve));
  }

  send(message: ToJanitor): void {
    this.#worker.postMessage(message);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker.terminate();
  }
}

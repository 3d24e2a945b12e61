import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import { poolThreadFile } from '../built-files.ts';
import { startWorker, threadRefused } from '../start-worker.ts';
import type { FromThread, PoolThreadData, ToThread } from './messages.ts';
import { ThreadCell } from './thread-cell.ts';

/** One worker thread, seen from the service. */
export class PoolThread {
  readonly cell = new ThreadCell();
  readonly #worker: Worker;
  readonly #port: MessagePort;
  #isReady = false;
  #isClosed = false;
  #onReady: (() => void) | undefined;

  /**
   * Starts the thread.
   * @param connectIo takes the I/O thread's end of a channel.
   * @param onMessage is called with everything the thread tells.
   * @param onDeath is called when the thread ends by itself, which is a failure; with an InputError when it never ran.
   * @throws InputError when the machine refuses the thread.
   */
  constructor(
    connectIo: (cell: SharedArrayBuffer, port: MessagePort) => void,
    onMessage: (message: FromThread) => void,
    onDeath: (error: unknown) => void,
  ) {
    const service = new MessageChannel();
    const io = new MessageChannel();
    connectIo(this.cell.buffer, io.port1);
    const data: PoolThreadData = { cell: this.cell.buffer, service: service.port2, io: io.port2 };
    this.#port = service.port1;
    this.#port.on('message', onMessage);
    this.#worker = startWorker(poolThreadFile, {
      workerData: data,
      transferList: [service.port2, io.port2],
      name: 'pool',
    });
    const ended = (error: unknown): void => {
      if (!this.#isClosed) onDeath(this.#isReady ? error : threadRefused(error));
    };
    this.#worker.once('online', () => {
      this.#isReady = true;
      this.#onReady?.();
    });
    this.#worker.on('error', ended);
    this.#worker.on('exit', (code) => ended(new Error(`a pool thread ended with ${code}`)));
  }

  /** Resolves when the thread runs; a thread that never does is told as its death. */
  ready(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isReady) resolve();
      else this.#onReady = resolve;
    });
  }

  send(message: ToThread): void {
    this.#port.postMessage(message);
    this.cell.ring();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#port.close();
    await this.#worker.terminate();
  }
}

import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { exitCode, InputError } from '../../errors.ts';
import { poolThreadFile } from '../built-files.ts';
import type { FromThread, PoolThreadData, ToThread } from './messages.ts';
import { ThreadCell } from './thread-cell.ts';

/** What every thread of a system is started with; its memory and its ports come to it. */
export type PoolThreadSettings = Omit<PoolThreadData, 'cell' | 'service' | 'io'>;

/** One worker thread, seen from the service. */
export class PoolThread {
  readonly cell = new ThreadCell();
  readonly #worker: Worker;
  readonly #port: MessagePort;
  #closed = false;

  /**
   * Starts the thread.
   * @param connectIo takes the I/O thread's end of a channel.
   * @param onMessage is called with everything the thread tells.
   * @param onDeath is called when the thread ends by itself, which is a failure.
   */
  constructor(
    settings: PoolThreadSettings,
    connectIo: (cell: SharedArrayBuffer, port: MessagePort) => void,
    onMessage: (thread: PoolThread, message: FromThread) => void,
    onDeath: (error: Error) => void,
  ) {
    const service = new MessageChannel();
    const io = new MessageChannel();
    connectIo(this.cell.buffer, io.port1);
    const data: PoolThreadData = { ...settings, cell: this.cell.buffer, service: service.port2, io: io.port2 };
    this.#port = service.port1;
    this.#port.on('message', (message: FromThread) => onMessage(this, message));
    this.#worker = new Worker(poolThreadFile, {
      workerData: data,
      transferList: [service.port2, io.port2],
      name: 'pool',
    });
    this.#worker.on('error', (error) => {
      if (!this.#closed) onDeath(error);
    });
    this.#worker.on('exit', (code) => {
      if (!this.#closed) onDeath(new Error(`a pool thread ended with ${code}`));
    });
  }

  /** @throws InputError when the machine cannot start the thread. */
  ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#worker.once('online', resolve);
      this.#worker.once('error', (error) =>
        reject(
          new InputError(
            {
              message: 'a thread of the pool could not be started',
              expected: 'a machine that can start every thread of the pool',
              found: error.message,
              hint: 'run a smaller pool, such as `--set pools.storage.threads=32`, or give the machine more memory',
            },
            exitCode.noTarget,
          ),
        ),
      );
    });
  }

  send(message: ToThread): void {
    this.#port.postMessage(message);
    this.cell.ring();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#port.close();
    await this.#worker.terminate();
  }
}

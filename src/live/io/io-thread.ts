import type { MessagePort, Worker } from 'node:worker_threads';
import { ioThreadFile } from '../built-files.ts';
import { startWorker } from '../start-worker.ts';
import type { OperationReply, OperationRequest } from '../store-operation.ts';
import type { BucketAccess, FromIo, ToIo } from './messages.ts';

/** The I/O thread, seen from the service. */
export class IoThread {
  readonly #worker: Worker;
  readonly #open = new Map<number, (reply: OperationReply) => void>();
  #nextId = 0;
  #closed = false;

  /** @param onDeath is called when the thread ends by itself, which is a failure. @throws InputError when the machine refuses the thread. */
  constructor(access: BucketAccess, onDeath: (error: unknown) => void) {
    this.#worker = startWorker(ioThreadFile, { workerData: access, name: 'io' });
    this.#worker.on('message', ({ id, reply }: FromIo) => {
      const settle = this.#open.get(id);
      this.#open.delete(id);
      settle?.(reply);
    });
    const died = (error: unknown) => {
      if (!this.#closed) onDeath(error);
    };
    this.#worker.on('error', died);
    this.#worker.on('exit', (code) => died(new Error(`the I/O thread ended with ${code}`)));
  }

  /** Gives a pool thread its way to the store. */
  connect(cell: SharedArrayBuffer, port: MessagePort): void {
    this.#send({ do: 'connect', cell, port }, [port]);
  }

  /** An operation for whoever holds no thread. It never rejects. */
  operate(request: OperationRequest): Promise<OperationReply> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve) => {
      this.#open.set(id, resolve);
      this.#send({ do: 'operate', id, request });
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker.terminate();
  }

  #send(message: ToIo, transfer: MessagePort[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}

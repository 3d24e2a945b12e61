/** The I/O thread: the one place where pool threads reach the object store, so that 128 of them do not load 128 clients. It never blocks. */
import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../../errors.ts';
import { ThreadCell } from '../pool/thread-cell.ts';
import type { OperationRequest } from '../store-operation.ts';
import type { BucketAccess, FromIo, ToIo } from './messages.ts';
import { openStore, operate } from './operate.ts';

invariant(parentPort !== null, 'the I/O thread has a parent');
const service = parentPort;
const store = openStore(workerData as BucketAccess);

service.on('message', (message: ToIo) => {
  if (message.do === 'connect') {
    const cell = new ThreadCell(message.cell);
    const { port } = message;
    port.on('message', (request: OperationRequest) => {
      void operate(store, request).then((reply) => {
        port.postMessage(reply);
        cell.ring();
      });
    });
    return;
  }
  void operate(store, message.request).then((reply) => {
    const answer: FromIo = { id: message.id, reply };
    service.postMessage(answer);
  });
});

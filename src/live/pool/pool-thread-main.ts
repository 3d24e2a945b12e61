/**
 * A thread of a pool: a real one, which blocks. It does what the service orders, one order after another: a sleep sleeps, an operation on the store waits until the I/O thread
 * has the answer.
 */
import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { systemClock } from '../clock.ts';
import type { OperationReply } from '../store-operation.ts';
import type { PoolThreadData, ToThread } from './messages.ts';
import { PoolThreadBody, type Wait } from './pool-thread-body.ts';
import { ThreadCell } from './thread-cell.ts';

const data = workerData as PoolThreadData;
const cell = new ThreadCell(data.cell);
const { nowUs } = systemClock;
const body = new PoolThreadBody(cell, nowUs, (message) => data.service.postMessage(message));

function obey(order: ToThread): void {
  const waits = body.obey(order);
  for (let next = waits.next(); next.done !== true; ) next = waits.next(blockFor(next.value));
}

function blockFor(wait: Wait): OperationReply | undefined {
  if ('untilUs' in wait) {
    cell.sleepUntil(wait.untilUs, nowUs);
    return undefined;
  }
  data.io.postMessage(wait.request);
  return receive<OperationReply>(data.io);
}

/** Blocks the thread until there is a message. */
function receive<T>(port: MessagePort): T {
  return cell.await(() => receiveMessageOnPort(port)?.message as T | undefined);
}

for (;;) obey(receive<ToThread>(data.service));

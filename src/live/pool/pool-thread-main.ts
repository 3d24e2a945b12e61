/**
 * A thread of a pool: a real one, which blocks. It does what the service orders, one order after another: a sleep sleeps, an operation on the store waits until the I/O thread
 * has the answer. It keeps its own state, and when it entered it, in the memory that it shares with the service.
 */
import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { systemClock } from '../clock.ts';
import type { OperationReply } from '../store-operation.ts';
import type { FromThread, PoolThreadData, ToThread } from './messages.ts';
import { ThreadCell, threadState } from './thread-cell.ts';

const data = workerData as PoolThreadData;
const cell = new ThreadCell(data.cell);
const { nowUs } = systemClock;

let task: Extract<ToThread, { do: 'begin' }> = { do: 'begin', taskKind: 0, submittedUs: 0, fromQueue: false };
let state: keyof typeof threadState = 'idle';

function obey(order: ToThread): void {
  switch (order.do) {
    case 'begin':
      task = order;
      enter('working');
      return;
    case 'hold': {
      enter(order.state);
      cell.sleepUntil(order.untilUs, nowUs);
      const atUs = nowUs();
      enter('working', atUs);
      tell({ did: 'hold', atUs, lateUs: atUs - order.untilUs });
      return;
    }
    case 'operate': {
      enter('working');
      data.io.postMessage(order.request);
      const reply = receive<OperationReply>(data.io);
      tell({ did: 'operate', atUs: nowUs(), reply });
      return;
    }
    case 'block':
      enter('blocked');
      return;
    case 'end':
      enter('idle');
      tell({ did: 'end' });
  }
}

function enter(next: keyof typeof threadState, atUs = nowUs()): void {
  if (next === state) return;
  state = next;
  cell.enter(threadState[next], task.taskKind, task.submittedUs, task.fromQueue, atUs);
}

function tell(message: FromThread): void {
  data.service.postMessage(message);
}

/** Blocks the thread until there is a message. */
function receive<T>(port: MessagePort): T {
  return cell.await(() => receiveMessageOnPort(port)?.message as T | undefined);
}

for (;;) obey(receive<ToThread>(data.service));

/** The janitor's thread: the shared core and its driver, alone on a thread of their own with a client of their own. It sleeps on one timer until the next blob is due. */
import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../../errors.ts';
import { systemClock } from '../clock.ts';
import { openStore, operate } from '../io/operate.ts';
import { JanitorBody } from './janitor-body.ts';
import type { JanitorThreadData, ToJanitor } from './messages.ts';

invariant(parentPort !== null, 'the janitor has a parent');
const service = parentPort;
const data = workerData as JanitorThreadData;
const client = openStore(data.access);
const body = new JanitorBody(data, {
  clock: systemClock,
  operate: (request) => operate(client, request),
  tell: (news) => service.postMessage(news),
});
service.on('message', (message: ToJanitor) => body.hear(message));

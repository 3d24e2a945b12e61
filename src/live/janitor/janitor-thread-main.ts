/** The janitor's thread: the shared core and its driver, alone on a thread of their own with a client of their own. It sleeps on one timer until the next blob is due. */
import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../../errors.ts';
import type { DeletionOutcome, JanitorEvent } from '../../janitor/janitor-event.ts';
import { attemptItem } from '../../workload/addresses.ts';
import { Draws } from '../../workload/draws.ts';
import { storeOutcome } from '../../workload/outcomes.ts';
import type { RecordedStep } from '../../workload/recording.ts';
import { Streams } from '../../workload/streams.ts';
import { systemClock } from '../clock.ts';
import { openStore, operate } from '../io/operate.ts';
import { JanitorDriver } from '../janitor-driver.ts';
import { StoreFaults } from '../store-faults.ts';
import type { FromJanitor, JanitorBlob, JanitorThreadData, ToJanitor } from './messages.ts';

invariant(parentPort !== null, 'the janitor has a parent');
const service = parentPort;
const { access, deletion, store, faults, jobNames, seed } = workerData as JanitorThreadData;
let startUs = 0;

/** A blob, and which attempt to delete it is the last one begun, from 1. */
interface Held {
  readonly blob: JanitorBlob;
  attempt: number;
}

const OUTCOMES: Readonly<Record<number, DeletionOutcome>> = {
  [storeOutcome.done]: 'deleted',
  [storeOutcome.gone]: 'gone',
  [storeOutcome.retry]: 'retry',
  [storeOutcome.failed]: 'failed',
};

const client = openStore(access);
const trouble = new StoreFaults(store, faults, new Draws(new Streams(seed, 0)));
let events: JanitorEvent<string>[] = [];
let steps: RecordedStep[] = [];
let isFlushing = false;

const driver = new JanitorDriver<Held>(
  { delete: deleteBlob },
  systemClock,
  { delayUs: deletion.delayUs, ...deletion.janitor, keepsProcessAlive: true },
  (event) => {
    if (event.kind === 'started') event.ref.attempt = event.attempt;
    events.push('ref' in event ? { ...event, ref: event.ref.blob.name } : event);
    flushSoon();
  },
);

service.on('message', (message: ToJanitor) => {
  if (message.do === 'begin') startUs = message.startUs;
  else if (message.do === 'kill') driver.kill();
  else driver.schedule({ blob: message.blob, attempt: 0 }, message.delayUs);
});

async function deleteBlob({ blob, attempt }: Held): Promise<DeletionOutcome> {
  const label = `${jobNames[blob.jobKind]}/deletion`;
  const item = attemptItem(blob.item, attempt - 1);
  const startedUs = systemClock.nowUs();
  const { outcome, cause } = await operate(client, {
    operation: 'delete',
    blob,
    ...trouble.on('delete', startedUs - startUs, label, blob.job, item),
  });
  steps.push({ label, job: blob.job, item, durationUs: systemClock.nowUs() - startedUs, outcome });
  if (outcome === storeOutcome.failed && cause !== undefined) throw new Error(cause);
  return OUTCOMES[outcome] as DeletionOutcome;
}

/** Many things can happen in one turn: their news goes in one message. */
function flushSoon(): void {
  if (isFlushing) return;
  isFlushing = true;
  setImmediate(() => {
    isFlushing = false;
    const news: FromJanitor = { events, steps };
    events = [];
    steps = [];
    service.postMessage(news);
  });
}

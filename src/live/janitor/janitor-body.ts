import { invariant } from '../../errors.ts';
import type { DeletionOutcome, JanitorEvent } from '../../janitor/janitor-event.ts';
import { attemptItem } from '../../workload/addresses.ts';
import { Draws } from '../../workload/draws.ts';
import { storeOutcome } from '../../workload/outcomes.ts';
import type { RecordedStep } from '../../workload/recording.ts';
import { Streams } from '../../workload/streams.ts';
import type { Clock } from '../clock.ts';
import { JanitorDriver } from '../janitor-driver.ts';
import { StoreFaults } from '../store-faults.ts';
import type { OperationReply, OperationRequest } from '../store-operation.ts';
import type { FromJanitor, JanitorBlob, JanitorThreadData, ToJanitor } from './messages.ts';

/** A blob, and which attempt to delete it is the last one begun, from 1. */
interface Held {
  readonly blob: JanitorBlob;
  attempt: number;
}

/** What the janitor's thread needs of the world around it. */
export interface JanitorBodyHost {
  readonly clock: Clock;
  /** Never rejects. */
  operate(request: OperationRequest): Promise<OperationReply>;
  tell(news: FromJanitor): void;
}

const OUTCOMES: Readonly<Record<number, DeletionOutcome>> = {
  [storeOutcome.done]: 'deleted',
  [storeOutcome.gone]: 'gone',
  [storeOutcome.retry]: 'retry',
  [storeOutcome.failed]: 'failed',
};

/** What the janitor's thread does: the shared core and its driver, with the scenario's trouble before the store. What happens is told in batches, a turn of the event loop each. */
export class JanitorBody {
  readonly #data: JanitorThreadData;
  readonly #host: JanitorBodyHost;
  readonly #faults: StoreFaults;
  readonly #driver: JanitorDriver<Held>;
  #startUs = 0;
  #events: JanitorEvent<string>[] = [];
  #steps: RecordedStep[] = [];
  #isFlushing = false;

  constructor(data: JanitorThreadData, host: JanitorBodyHost) {
    this.#data = data;
    this.#host = host;
    const { deletion, store, faults, seed } = data;
    this.#faults = new StoreFaults(store, faults, new Draws(new Streams(seed, 0)));
    this.#driver = new JanitorDriver<Held>(
      { delete: (held) => this.#delete(held) },
      host.clock,
      { delayUs: deletion.delayUs, ...deletion.janitor, keepsProcessAlive: true },
      (event) => {
        if (event.kind === 'started') event.ref.attempt = event.attempt;
        this.#events.push('ref' in event ? { ...event, ref: event.ref.blob.name } : event);
        this.#flushSoon();
      },
    );
  }

  hear(message: ToJanitor): void {
    if (message.do === 'begin') this.#startUs = message.startUs;
    else if (message.do === 'kill') this.#driver.kill();
    else this.#driver.schedule({ blob: message.blob, attempt: 0 }, message.delayUs);
  }

  async #delete({ blob, attempt }: Held): Promise<DeletionOutcome> {
    const { clock, operate } = this.#host;
    const label = `${this.#data.jobNames[blob.jobKind]}/deletion`;
    const item = attemptItem(blob.item, attempt - 1);
    const startedUs = clock.nowUs();
    const trouble = this.#faults.on('delete', startedUs - this.#startUs, label, blob.job, item);
    const { outcome, cause } = await operate({ operation: 'delete', blob, ...trouble });
    this.#steps.push({ label, job: blob.job, item, durationUs: clock.nowUs() - startedUs, outcome });
    if (outcome === storeOutcome.failed && cause !== undefined) throw new Error(cause);
    const answer = OUTCOMES[outcome];
    invariant(answer !== undefined, 'the store answers with an outcome');
    return answer;
  }

  /** Many things can happen in one turn: their news goes in one message. */
  #flushSoon(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    this.#host.clock.nextTurn(() => {
      this.#isFlushing = false;
      const news: FromJanitor = { events: this.#events, steps: this.#steps };
      this.#events = [];
      this.#steps = [];
      this.#host.tell(news);
    });
  }
}

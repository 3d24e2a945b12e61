import type { Clock } from '../../src/live/clock.ts';
import { type OperatedStore, operate } from '../../src/live/io/operate.ts';
import { JanitorBody } from '../../src/live/janitor/janitor-body.ts';
import type { Io, Machinery, PooledThread } from '../../src/live/machinery.ts';
import type { FromThread, ToThread } from '../../src/live/pool/messages.ts';
import { PoolThreadBody, type Wait } from '../../src/live/pool/pool-thread-body.ts';
import { ThreadCell } from '../../src/live/pool/thread-cell.ts';
import { type BlobRef, type OperationReply, SOURCE_BLOB } from '../../src/live/store-operation.ts';
import type { Store } from '../../src/scenario/model.ts';
import { durationMeanUs } from '../../src/workload/distribution.ts';
import type { VirtualClock } from './virtual-clock.ts';

/**
 * What a live world runs on, in one thread and in virtual time. Everything else is what really runs: the world, the driver of the service, what threads do with their orders and
 * write of themselves, the janitor and its driver, and what the scenario puts before the store.
 */
export function virtualMachinery(clock: VirtualClock, store: Store): Machinery {
  const bucket = new Bucket(clock, store);
  const io: Io = {
    connect: () => {},
    operate: (request) => operate(bucket, request, clock),
    close: async () => {},
  };
  return {
    clock,
    io,
    startPoolThread: (onMessage) => new VirtualThread(clock, io, onMessage),
    startJanitor: (data, hear) => {
      const body = new JanitorBody(data, { clock, operate: (request) => io.operate(request), tell: hear });
      return { ready: async () => {}, send: (message) => body.hear(message), close: async () => {} };
    },
  };
}

/** An object store whose operations take a constant time each. */
class Bucket implements OperatedStore {
  readonly #clock: VirtualClock;
  readonly #store: Store;
  readonly #names = new Set([SOURCE_BLOB.name]);

  constructor(clock: VirtualClock, store: Store) {
    this.#clock = clock;
    this.#store = store;
  }

  async upload(name: string) {
    await this.#clock.passes(durationMeanUs(this.#store.upload.latency));
    this.#names.add(name);
    return { outcome: 'done' as const };
  }

  async download(name: string) {
    await this.#clock.passes(durationMeanUs(this.#store.download.latency));
    return { outcome: this.#names.has(name) ? ('done' as const) : ('failed' as const) };
  }

  async tryDelete({ name }: BlobRef) {
    await this.#clock.passes(durationMeanUs(this.#store.delete.latency));
    return { outcome: this.#names.delete(name) ? ('deleted' as const) : ('gone' as const) };
  }

  /** By somebody else, who takes no time. */
  async delete({ name }: BlobRef) {
    return this.#names.delete(name) ? ('deleted' as const) : ('gone' as const);
  }
}

/** A thread that is a queue of orders. */
class VirtualThread implements PooledThread {
  readonly cell = new ThreadCell();
  readonly #clock: Clock;
  readonly #io: Io;
  readonly #body: PoolThreadBody;
  readonly #onMessage: (message: FromThread) => void;
  readonly #orders: ToThread[] = [];
  readonly #news: FromThread[] = [];
  #isBusy = false;
  #isSending = false;

  constructor(clock: Clock, io: Io, onMessage: (message: FromThread) => void) {
    this.#clock = clock;
    this.#io = io;
    this.#body = new PoolThreadBody(this.cell, clock.nowUs, (message) => this.#news.push(message));
    this.#onMessage = onMessage;
  }

  async ready(): Promise<void> {}
  async close(): Promise<void> {}

  send(order: ToThread): void {
    this.#orders.push(order);
    this.#isSending = true;
    this.#goOn();
    this.#isSending = false;
  }

  /** What the thread tells when it is ready for more; never within the call that orders it. */
  #tell(message: FromThread): void {
    if (this.#isSending) this.#clock.nextTurn(() => this.#onMessage(message));
    else this.#onMessage(message);
  }

  #goOn(): void {
    while (!this.#isBusy) {
      const order = this.#orders.shift();
      if (order === undefined) return;
      this.#isBusy = true;
      this.#follow(this.#body.obey(order), undefined);
    }
  }

  #follow(waits: Generator<Wait, void, OperationReply | undefined>, answer: OperationReply | undefined): void {
    const next = waits.next(answer);
    if (next.done === true) {
      this.#isBusy = false;
      for (const message of this.#news.splice(0)) this.#tell(message);
      return;
    }
    const goOn = (reply: OperationReply | undefined): void => {
      this.#follow(waits, reply);
      this.#goOn();
    };
    if ('untilUs' in next.value) this.#clock.wakeAt(next.value.untilUs, () => goOn(undefined));
    else void this.#io.operate(next.value.request).then(goOn);
  }
}

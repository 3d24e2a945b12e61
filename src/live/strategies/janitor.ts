import type { JanitorEvent, SettledOutcome } from '../../janitor/janitor-event.ts';
import type { Fault, Store } from '../../scenario/model.ts';
import type { Strategy } from '../../service/strategies/strategy.ts';
import type { StrategyContext } from '../../service/strategies/strategy-kind.ts';
import type { RecordedStep } from '../../workload/recording.ts';
import type { BlobBook } from '../blob-book.ts';
import type { Driver } from '../driver.ts';
import type { BucketAccess } from '../io/messages.ts';
import type { JanitorThreadData } from '../janitor/messages.ts';
import type { JanitorLink, Machinery } from '../machinery.ts';

/** What the janitor's thread needs of the world around it. */
export interface JanitorHost {
  readonly driver: Driver;
  readonly machinery: Machinery;
  readonly book: BlobBook;
  readonly access: BucketAccess;
  readonly store: Store;
  readonly faults: readonly Fault[];
  readonly jobNames: readonly string[];
  readonly seed: number;
  record(step: RecordedStep): void;
  /** Something failed that the run goes on after. */
  failed(cause: string): void;
}

/**
 * The janitor: the shipped class on one thread outside the pools, seen from the service. It is started before the first blob, as the pool's threads are; should the whole thread die,
 * the next blob starts another, which is handed all that was open. (The death of the driver alone is the core's own matter: the thread lives on and the core asks for another driver.)
 */
export class LiveJanitor implements Strategy {
  readonly #context: StrategyContext;
  readonly #host: JanitorHost;
  /** What was handed over and is not settled: rows by name. */
  readonly #open = new Map<string, number>();
  /** Those of which a try is under way. */
  readonly #inFlight = new Set<number>();
  #thread: JanitorLink | undefined;
  #hasDriver = false;
  #isClosed = false;

  constructor(context: StrategyContext, host: JanitorHost) {
    this.#context = context;
    this.#host = host;
  }

  /** The thread is there before it is needed; its driver still starts with the first blob. */
  async open(): Promise<void> {
    await this.#start().ready();
  }

  /** The run begins: the common clock has its start. */
  begin(): void {
    this.#thread?.send({ do: 'begin', startUs: this.#host.driver.startUs });
  }

  defer(blob: number): void {
    const thread = this.#thread ?? this.#start();
    this.#open.set(this.#host.book.refAt(blob).name, blob);
    this.#schedule(thread, blob, this.#context.blobs.delayUs(blob));
  }

  kill(): void {
    this.#thread?.send({ do: 'kill' });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#thread?.close();
  }

  #start(): JanitorLink {
    const { machinery, access, store, faults, jobNames, seed, driver, record } = this.#host;
    const { deletion, blobs } = this.#context;
    const data: JanitorThreadData = { access, deletion, store, faults, jobNames, seed };
    const thread = machinery.startJanitor(
      data,
      ({ events, steps }) => {
        for (const step of steps) record(step);
        for (const event of events) driver.happen(event.atUs, () => this.#hear(event));
      },
      (cause) => this.#died(thread, cause),
    );
    this.#thread = thread;
    if (driver.startUs > 0) this.begin();
    for (const blob of this.#open.values()) this.#schedule(thread, blob, Math.max(0, blobs.dueUs(blob) - driver.nowUs));
    return thread;
  }

  #schedule(thread: JanitorLink, blob: number, delayUs: number): void {
    const { blobs } = this.#context;
    const ref = this.#host.book.refAt(blob);
    const address = { jobKind: blobs.jobKind(blob), job: blobs.jobSerial(blob), item: blobs.item(blob) };
    thread.send({ do: 'schedule', blob: { ...ref, ...address }, delayUs });
  }

  #died(thread: JanitorLink, cause: string): void {
    if (this.#isClosed || this.#thread !== thread) return;
    this.#host.failed(`the janitor's thread: ${cause}`);
    this.#thread = undefined;
    this.#host.driver.happen(this.#host.machinery.clock.nowUs(), () => this.#driverEnds());
  }

  #hear(event: JanitorEvent<string>): void {
    const { blobs, observer, number } = this.#context;
    const { nowUs } = this.#host.driver;
    if (event.kind === 'driverStarted') {
      this.#hasDriver = true;
      observer.driverStarted(number, nowUs);
      return;
    }
    if (event.kind === 'driverDied') {
      this.#driverEnds();
      return;
    }
    // The service has scheduled it already, when it was deferred.
    if (event.kind === 'scheduled') return;
    const blob = this.#open.get(event.ref) as number;
    switch (event.kind) {
      case 'rejected':
        this.#open.delete(event.ref);
        blobs.rejectDeletion(blob);
        return;
      case 'started':
        blobs.tryStarted(blob, event.attempt - 1);
        this.#inFlight.add(blob);
        if (this.#inFlight.size === 1) observer.driverChanged(number, true, nowUs);
        return;
      case 'retried':
        this.#lands(blob);
        blobs.retryDeletion(blob);
        return;
      case 'settled':
        this.#lands(blob);
        this.#open.delete(event.ref);
        this.#settle(blob, event.ref, event.outcome, event.cause);
        return;
    }
  }

  #settle(blob: number, name: string, outcome: SettledOutcome, cause: string | undefined): void {
    const { failed, book } = this.#host;
    if (outcome === 'failed') failed(`a deletion: ${cause ?? 'the store asked to try again'}`);
    if (cause !== undefined) book.because(name, cause);
    this.#context.blobs.settle(blob, outcome);
  }

  /** A try has ended. */
  #lands(blob: number): void {
    this.#inFlight.delete(blob);
    if (this.#inFlight.size === 0) {
      this.#context.observer.driverChanged(this.#context.number, false, this.#host.driver.nowUs);
    }
  }

  #driverEnds(): void {
    if (!this.#hasDriver) return;
    this.#hasDriver = false;
    for (const blob of [...this.#inFlight]) {
      this.#lands(blob);
      this.#context.blobs.putBackDeletion(blob);
    }
    this.#context.observer.driverDied(this.#context.number, this.#host.driver.nowUs);
  }
}

import type { Worker } from 'node:worker_threads';
import type { JanitorEvent } from '../../janitor/janitor-event.ts';
import type { Blob } from '../blobs.ts';
import { janitorThreadFile } from '../built-files.ts';
import type { FromJanitor, JanitorThreadData, ToJanitor } from '../janitor/messages.ts';
import { startWorker } from '../start-worker.ts';
import type { LiveDesignContext, LiveDesignFactory } from './design.ts';

/** The janitor: the shipped class on one thread outside the pools, which waits for what is due next and deletes it. */
export const janitor: LiveDesignFactory = (context) => new JanitorThread(context);

/**
 * The janitor's thread, seen from the service. It is started by the first blob; should the whole thread die, the next blob starts another, which is handed all that was open.
 * (The death of the driver alone is the core's own matter: the thread lives on and the core asks for another driver.)
 */
class JanitorThread {
  readonly #context: LiveDesignContext;
  /** What was handed over and is not settled. */
  readonly #open = new Map<string, Blob>();
  #worker: Worker | undefined;
  #inFlight = 0;
  #hasDriver = false;
  #closed = false;

  constructor(context: LiveDesignContext) {
    this.#context = context;
  }

  /** The thread is there before it is needed, as the pool's are; its driver still starts with the first blob. */
  async open(): Promise<void> {
    const worker = this.#start();
    await new Promise((resolve) => worker.once('online', resolve));
  }

  defer(blob: Blob): void {
    const worker = this.#worker ?? this.#start();
    this.#open.set(blob.ref.name, blob);
    send(worker, { do: 'schedule', blob: this.#forThread(blob), delayUs: blob.delayUs });
  }

  begin(): void {
    if (this.#worker !== undefined) send(this.#worker, { do: 'begin', startUs: this.#context.timeline.startUs });
  }

  kill(): void {
    if (this.#worker !== undefined) send(this.#worker, { do: 'kill' });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const { access, deletion, store, faults, jobNames, seed, nowUs, timeline } = this.#context;
    const workerData: JanitorThreadData = { access, deletion, store, faults, jobNames, seed };
    const worker = startWorker(janitorThreadFile, { workerData, name: 'janitor' });
    this.#worker = worker;
    worker.on('message', (news: FromJanitor) => {
      for (const event of news.events) this.#hear(event);
      for (const step of news.steps) this.#context.record(step);
    });
    worker.on('error', (error) => this.#died(worker, messageOf(error)));
    worker.on('exit', (code) => this.#died(worker, `it ended with ${code}`));
    if (timeline.startUs > 0) this.begin();
    for (const blob of this.#open.values()) {
      // One that the dead thread had not acknowledged has no due time yet.
      const leftUs = Number.isFinite(blob.dueUs) ? Math.max(0, blob.dueUs - nowUs()) : blob.delayUs;
      send(worker, { do: 'schedule', blob: this.#forThread(blob), delayUs: leftUs });
    }
    return worker;
  }

  #died(worker: Worker, cause: string): void {
    if (this.#closed || this.#worker !== worker) return;
    this.#context.failed(`the janitor's thread: ${cause}`);
    this.#worker = undefined;
    this.#driverEnds(this.#context.nowUs());
  }

  #hear(event: JanitorEvent<string>): void {
    const { blobs, timeline, threads, driverStarts } = this.#context;
    if (event.kind === 'driverStarted') {
      this.#hasDriver = true;
      timeline.add(event.atUs, (nowUs) => {
        threads.change(1, nowUs);
        driverStarts.count += 1;
      });
      return;
    }
    if (event.kind === 'driverDied') {
      this.#driverEnds(event.atUs);
      return;
    }
    const blob = blobs.of(event.ref);
    switch (event.kind) {
      case 'scheduled':
        // After the death of a whole thread it is told a second time.
        if (blob.dueUs === Number.POSITIVE_INFINITY) blobs.scheduled(blob, event.atUs, event.dueUs);
        return;
      case 'rejected':
        this.#open.delete(event.ref);
        blobs.rejected(blob, event.atUs, event.dueUs);
        return;
      case 'started':
        blobs.started(blob, event.atUs);
        this.#changeInFlight(1, event.atUs);
        return;
      case 'retried':
        blobs.retried(blob, event.atUs);
        this.#changeInFlight(-1, event.atUs);
        return;
      case 'settled':
        this.#open.delete(event.ref);
        if (event.outcome === 'failed')
          this.#context.failed(`a deletion: ${event.cause ?? 'the store asked to try again'}`);
        blobs.settled(blob, event.outcome, event.dueUs + event.latenessUs, event.atUs, event.cause);
        this.#changeInFlight(-1, event.atUs);
        return;
    }
  }

  #driverEnds(atUs: number): void {
    if (!this.#hasDriver) return;
    this.#hasDriver = false;
    for (const blob of this.#open.values()) {
      if (blob.fate !== 'deleting') continue;
      this.#context.blobs.putBack(blob, atUs);
      this.#changeInFlight(-1, atUs);
    }
    this.#context.timeline.add(atUs, (nowUs) => this.#context.threads.change(-1, nowUs));
  }

  /** The driver works while anything is in flight. */
  #changeInFlight(delta: number, atUs: number): void {
    const before = this.#inFlight;
    this.#inFlight += delta;
    const change = Math.min(1, this.#inFlight) - Math.min(1, before);
    if (change !== 0) this.#context.timeline.add(atUs, (nowUs) => this.#context.driversWorking.change(change, nowUs));
  }

  #forThread({ ref, jobKind, job, item }: Blob) {
    return { ...ref, jobKind, job, item };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function send(worker: Worker, message: ToJanitor): void {
  worker.postMessage(message);
}

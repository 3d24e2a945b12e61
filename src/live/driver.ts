import { InvariantError } from '../errors.ts';
import type { StoreOperation } from '../scenario/model.ts';
import type { Layout } from '../service/layout.ts';
import type { Port } from '../service/port.ts';
import * as processState from '../service/process-state.ts';
import type { ProcessView, Service } from '../service/service.ts';
import { storeOutcome } from '../workload/outcomes.ts';
import type { RecordedStep } from '../workload/recording.ts';
import type { BlobBook } from './blob-book.ts';
import { blobName } from './blob-name.ts';
import type { Clock } from './clock.ts';
import type { Io } from './machinery.ts';
import type { FromThread } from './pool/messages.ts';
import type { Threads } from './pool/threads.ts';
import type { StoreFaults } from './store-faults.ts';
import { type BlobRef, type OperationReply, type OperationRequest, SOURCE_BLOB } from './store-operation.ts';

/** What the driver needs of the world around it. */
export interface DriverHost {
  readonly layout: Layout;
  readonly book: BlobBook;
  readonly clock: Clock;
  readonly io: Io;
  readonly faults: StoreFaults;
  /** The threads of each pool, by its number in the layout. */
  readonly threads: readonly Threads[];
  readonly service: () => Service;
  record(step: RecordedStep): void;
  /** A thread's timer has woken it. */
  woke(lateUs: number): void;
  /** Something failed that the run goes on after. */
  failed(cause: string): void;
}

/** A step that takes time: what is under way for a process. */
interface UnderWay {
  readonly row: number;
  readonly process: ProcessView;
  /** When the service asked for it, since the start. */
  readonly fromUs: number;
  /** Of an operation on the store. */
  readonly operation?: StoreOperation;
  readonly name?: string;
}

/**
 * Drives a service in real time: threads of pools really sleep, block and wait for a real store, coordinators wait on timers. What has happened reaches the service with the time at
 * which it happened, as whoever did it read it from the common clock, so the way of the news costs the service nothing.
 */
export class Driver implements Port {
  /** When the run began, on the common clock. */
  startUs = 0;
  /** Time of the event under way; it never falls. */
  nowUs = 0;
  readonly #host: DriverHost;
  /** What the threads of each pool are at, by their numbers. */
  readonly #atThread: readonly Map<number, UnderWay>[];
  /** Steps of coordinators that time or the store will end. */
  #coordinatorsUnderWay = 0;
  #isClosed = false;

  constructor(host: DriverHost) {
    this.#host = host;
    this.#atThread = host.layout.pools.map(() => new Map());
  }

  /** Something happens to the service. @param atUs when, on the common clock; what came late counts as of the last event. */
  happen(atUs: number, tell: (service: Service) => void): void {
    if (this.#isClosed) return;
    this.nowUs = Math.max(this.nowUs, atUs - this.startUs);
    tell(this.#host.service());
  }

  /** Whether a coordinator waits for time or for the store. */
  get isMoving(): boolean {
    return this.#coordinatorsUnderWay > 0;
  }

  /** Nothing reaches the service any more. */
  close(): void {
    this.#isClosed = true;
  }

  hold(row: number, thread: number, state: number, durationUs: number): void {
    const process = this.#host.service().processAt(row);
    const untilUs = this.startUs + this.nowUs + durationUs;
    const underWay: UnderWay = { row, process, fromUs: this.nowUs };
    if (thread >= 0) {
      this.#threadsOf(process).send(thread, {
        do: 'hold',
        state: state === processState.parked ? 'parked' : 'working',
        untilUs,
      });
      this.#atThread[process.pool]?.set(thread, underWay);
      return;
    }
    this.#coordinatorsUnderWay += 1;
    const { clock } = this.#host;
    clock.wakeAt(untilUs, () => {
      this.#coordinatorsUnderWay -= 1;
      this.#held(underWay, clock.nowUs());
    });
  }

  block(row: number, thread: number): void {
    this.#threadsOf(this.#host.service().processAt(row)).send(thread, { do: 'block' });
  }

  operate(row: number, operation: StoreOperation): void {
    const { clock, io, layout, faults, service } = this.#host;
    const process = service().processAt(row);
    const { pool, jobKind, job, item, label, nextBlobItem, firstBlobItem } = process;
    const kindName = layout.system.jobs[jobKind]?.name as string;
    const nameOf = (blobItem: number) => blobName(kindName, job, blobItem);
    const name =
      operation === 'upload'
        ? nameOf(nextBlobItem)
        : operation === 'delete' && firstBlobItem !== undefined
          ? nameOf(firstBlobItem)
          : undefined;
    const underWay: UnderWay = {
      row,
      process,
      fromUs: this.nowUs,
      operation,
      ...(name === undefined ? {} : { name }),
    };
    const request: OperationRequest = {
      operation,
      blob: this.#blobOf(operation, name),
      ...faults.on(operation, this.nowUs, label, job, item),
    };
    const thread = service().threadOf(row);
    if (pool >= 0) {
      this.#threadsOf(process).send(thread, { do: 'operate', request });
      this.#atThread[pool]?.set(thread, underWay);
      return;
    }
    this.#coordinatorsUnderWay += 1;
    void io.operate(request).then((reply) => {
      this.#coordinatorsUnderWay -= 1;
      this.#operated(underWay, reply, clock.nowUs());
    });
  }

  delete(): number {
    throw new InvariantError('a strategy whose driver is a real thread deletes by itself');
  }

  wakeAt(): number {
    throw new InvariantError('a strategy whose driver is a real thread wakes by itself');
  }

  cancel(): void {
    throw new InvariantError('nothing was asked for that could be cancelled');
  }

  /** A thread of a pool has done what was asked of it. */
  done(pool: number, thread: number, message: Exclude<FromThread, { did: 'end' }>): void {
    const underWay = this.#atThread[pool]?.get(thread);
    if (underWay === undefined) throw new InvariantError('a thread has done what nobody asked for');
    this.#atThread[pool]?.delete(thread);
    if (message.did === 'hold') {
      this.#host.woke(message.lateUs);
      this.#held(underWay, message.atUs);
    } else {
      this.#operated(underWay, message.reply, message.atUs);
    }
  }

  #held({ row, process, fromUs }: UnderWay, atUs: number): void {
    this.#record(process, fromUs, atUs, storeOutcome.done);
    this.happen(atUs, (service) => service.stepEnded(row));
  }

  #operated(underWay: UnderWay, { outcome, generation, cause }: OperationReply, atUs: number): void {
    const { row, process, fromUs, operation, name } = underWay;
    const { book, failed } = this.#host;
    this.#record(process, fromUs, atUs, outcome);
    if (outcome >= storeOutcome.retry) {
      const why = cause ?? `the ${operation} failed`;
      // A task that sleeps for its blob deletes nothing else.
      failed(process.isSleeper ? `a deletion: ${why}` : why);
      if (operation === 'delete' && name !== undefined) book.because(name, why);
    } else if (operation === 'upload' && name !== undefined) {
      book.stored({ name, ...(generation === undefined ? {} : { generation }) });
    }
    this.happen(atUs, (service) => service.operationEnded(row, outcome));
  }

  #blobOf(operation: StoreOperation, name: string | undefined): BlobRef {
    if (name !== undefined) return this.#host.book.refOf(name);
    // Without a blob of its own a delete finds something gone that was there before the run.
    return operation === 'delete' ? { name: `${SOURCE_BLOB.name}-gone` } : SOURCE_BLOB;
  }

  #record({ label, job, item }: ProcessView, fromUs: number, atUs: number, outcome: number): void {
    if (label === '') return;
    this.#host.record({ label, job, item, durationUs: Math.max(0, atUs - this.startUs - fromUs), outcome });
  }

  #threadsOf({ pool }: ProcessView): Threads {
    return this.#host.threads[pool] as Threads;
  }
}

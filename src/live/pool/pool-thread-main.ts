/**
 * A thread of a pool: a real one, which blocks. It waits for a task, runs it step by step, and holds itself for as long as the task lasts: a sleep sleeps, an operation on the
 * store waits until the I/O thread has the answer. It keeps its own state in the memory that it shares with the service.
 */
import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { InvariantError } from '../../errors.ts';
import type { Step, StoreOperation } from '../../scenario/model.ts';
import { blobItem } from '../../workload/addresses.ts';
import { Draws } from '../../workload/draws.ts';
import { storeOutcome } from '../../workload/outcomes.ts';
import type { RecordedStep } from '../../workload/recording.ts';
import { Streams } from '../../workload/streams.ts';
import { blobName } from '../blob-name.ts';
import { systemClock } from '../clock.ts';
import type { Program } from '../programs.ts';
import { StoreFaults } from '../store-faults.ts';
import { type BlobRef, type OperationReply, type OperationRequest, SOURCE_BLOB } from '../store-operation.ts';
import { NO_WAKES, withWake } from '../wakes.ts';
import type { FromThread, PoolThreadData, ToThread, UploadedBlob } from './messages.ts';
import { ThreadCell, threadState } from './thread-cell.ts';

const data = workerData as PoolThreadData;
const cell = new ThreadCell(data.cell);
const draws = new Draws(new Streams(data.seed, 0));
const faults = new StoreFaults(data.store, data.faults, draws);
const { nowUs } = systemClock;

type Run = Extract<ToThread, { do: 'run' }>;
type Delete = Extract<ToThread, { do: 'delete' }>;

/** The order that the thread is at, and what has come of it so far. */
class Execution {
  readonly #order: Run | Delete;
  readonly #steps: RecordedStep[] = [];
  #blobs: UploadedBlob[] = [];
  #uploads = 0;
  #cause: string | undefined;
  #wakes = NO_WAKES;

  constructor(order: Run | Delete) {
    this.#order = order;
  }

  run(): void {
    this.#enter('working');
    if (this.#order.do === 'delete') this.#sleepAndDelete(this.#order);
    else this.#runProgram(data.programs[this.#order.program] as Program);
    this.#enter('idle');
    const failed = this.#cause !== undefined;
    tell({
      did: 'end',
      failed,
      blobs: this.#blobs,
      steps: this.#steps,
      wakes: this.#wakes,
      ...(this.#cause === undefined ? {} : { cause: this.#cause }),
    });
  }

  #runProgram(program: Program): void {
    for (let i = 0; i < program.steps.length && this.#cause === undefined; i += 1) {
      this.#step(program, program.steps[i] as Step, i);
    }
  }

  #step(program: Program, step: Step, index: number): void {
    const label = `${data.jobNames[program.job]}/${step.path}`;
    switch (step.do) {
      case 'work':
        this.#passTime(
          'working',
          label,
          draws.durations(label, step.duration).drawUs(this.#order.job, this.#order.item),
        );
        return;
      case 'park':
        this.#passTime(
          'parked',
          label,
          draws.durations(label, step.duration).drawUs(this.#order.job, this.#order.item),
        );
        return;
      case 'upload':
        this.#upload(program, label);
        return;
      case 'download':
        this.#operateOrFail('download', SOURCE_BLOB, label);
        return;
      case 'delete':
        this.#deleteAtOnce(label);
        return;
      case 'acquire':
        this.#enter('blocked');
        tell({ did: 'acquire', semaphore: step.semaphore, permits: step.permits });
        listen();
        this.#enter('working');
        return;
      case 'release':
        tell({ did: 'release', semaphore: step.semaphore, permits: step.permits });
        return;
      case 'fanOut':
        this.#fanOut(index);
        return;
      case 'defer':
        tell({ did: 'defer', blobs: this.#blobs, delayUs: step.delayUs });
        this.#blobs = [];
        return;
      case 'wait':
        throw new InvariantError('a task has a step that only coordinators have');
    }
  }

  #passTime(state: 'working' | 'parked', label: string, durationUs: number): void {
    this.#enter(state);
    const startedUs = nowUs();
    this.#sleepUntil(startedUs + durationUs);
    this.#record(label, nowUs() - startedUs, storeOutcome.done);
    this.#enter('working');
  }

  #sleepUntil(timeUs: number): void {
    cell.sleepUntil(timeUs, nowUs);
    this.#wakes = withWake(this.#wakes, nowUs() - timeUs);
  }

  #upload(program: Program, label: string): void {
    this.#uploads += 1;
    const item = blobItem(this.#order.item, program.address, this.#uploads);
    const name = blobName(data.jobNames[program.job] as string, this.#order.job, item);
    const reply = this.#operateOrFail('upload', { name }, label);
    if (reply.outcome !== storeOutcome.done) return;
    const ref = { name, ...(reply.generation === undefined ? {} : { generation: reply.generation }) };
    const blob = { ref, item, uploadedUs: nowUs() };
    this.#blobs.push(blob);
    tell({ did: 'upload', blob });
  }

  /** Deletes its oldest blob; without one it deletes something that was there before the run, and finds it gone. */
  #deleteAtOnce(label: string): void {
    const blob = this.#blobs[0];
    const reply = this.#operateOrFail('delete', blob?.ref ?? { name: `${SOURCE_BLOB.name}-gone` }, label);
    if (blob === undefined || reply.outcome > storeOutcome.gone) return;
    this.#blobs.shift();
    tell({ did: 'delete', name: blob.ref.name });
  }

  #fanOut(step: number): void {
    this.#enter('blocked');
    tell({ did: 'fanOut', step });
    const answer = listen();
    this.#enter('working');
    if (answer.do !== 'joined') throw new InvariantError('the service answered a fan-out with something else');
    this.#blobs.push(...answer.blobs);
    if (answer.failed) this.#cause = 'a task of its own failed';
  }

  #sleepAndDelete({ blob, delayUs, jobKind }: Delete): void {
    this.#enter('parked');
    this.#sleepUntil(nowUs() + delayUs);
    this.#enter('working');
    const startedUs = nowUs();
    tell({ did: 'startDeletion', atUs: startedUs });
    const reply = this.#operate('delete', blob, `${data.jobNames[jobKind]}/deletion`);
    tell({
      did: 'settleDeletion',
      atUs: nowUs(),
      startedUs,
      outcome: reply.outcome,
      ...(reply.cause === undefined ? {} : { cause: reply.cause }),
    });
  }

  #operateOrFail(operation: StoreOperation, blob: BlobRef, label: string): OperationReply {
    const reply = this.#operate(operation, blob, label);
    if (reply.outcome >= storeOutcome.retry) this.#cause = reply.cause ?? `the ${operation} failed`;
    return reply;
  }

  /** The thread waits for the store's answer: it works meanwhile, and does not spin. */
  #operate(operation: StoreOperation, blob: BlobRef, label: string): OperationReply {
    const { job, item, startUs } = this.#order;
    const startedUs = nowUs();
    const request: OperationRequest = {
      operation,
      blob,
      ...faults.on(operation, startedUs - startUs, label, job, item),
    };
    data.io.postMessage(request);
    const reply = receive<OperationReply>(data.io);
    this.#record(label, nowUs() - startedUs, reply.outcome);
    return reply;
  }

  #record(label: string, durationUs: number, outcome: number): void {
    this.#steps.push({ label, job: this.#order.job, item: this.#order.item, durationUs, outcome });
  }

  #enter(state: keyof typeof threadState): void {
    cell.enter(threadState[state], this.#order.taskKind, this.#order.submittedUs, nowUs());
  }
}

function tell(message: FromThread): void {
  data.service.postMessage(message);
}

function listen(): ToThread {
  return receive<ToThread>(data.service);
}

/** Blocks the thread until there is a message. */
function receive<T>(port: MessagePort): T {
  return cell.await(() => receiveMessageOnPort(port)?.message as T | undefined);
}

for (;;) {
  const order = listen();
  if (order.do !== 'run' && order.do !== 'delete') throw new InvariantError('an answer to nothing');
  new Execution(order).run();
}

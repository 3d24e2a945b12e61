import { setTimeout as sleep } from 'node:timers/promises';
import { InvariantError } from '../errors.ts';
import type { Step, StoreOperation } from '../scenario/model.ts';
import { US_PER_MS } from '../units.ts';
import { blobItem } from '../workload/addresses.ts';
import { storeOutcome } from '../workload/outcomes.ts';
import type { Job } from './admission.ts';
import { blobName } from './blob-name.ts';
import type { IoThread } from './io/io-thread.ts';
import type { UploadedBlob } from './pool/messages.ts';
import { Process } from './process.ts';
import type { Program } from './programs.ts';
import type { StoreFaults } from './store-faults.ts';
import { type BlobRef, type OperationReply, SOURCE_BLOB } from './store-operation.ts';
import type { FanOutStep, Tasks, TasksHost } from './tasks.ts';

export interface CoordinatorHost extends TasksHost {
  readonly tasks: Tasks;
  readonly io: IoThread;
  readonly faults: StoreFaults;
}

/** The coordinator of one job: it holds no thread of a pool. It runs the job's steps, submits tasks, waits for them and hands on blobs. */
export class Coordinator {
  readonly #host: CoordinatorHost;
  readonly #job: Job;
  readonly #program: Program;
  readonly #jobName: string;
  readonly #process = new Process();
  #blobs: UploadedBlob[] = [];
  #uploads = 0;

  constructor(host: CoordinatorHost, job: Job) {
    this.#host = host;
    this.#job = job;
    this.#program = host.programs.programs[host.programs.coordinators[job.kind] as number] as Program;
    this.#jobName = host.system.jobs[job.kind]?.name as string;
  }

  /** Runs the job. It never rejects. @returns whether every step went well. */
  async run(): Promise<boolean> {
    this.#host.processes.add(this.#process);
    let well = true;
    for (const [index, step] of this.#program.steps.entries()) {
      well = await this.#step(step, index);
      if (!well) break;
    }
    this.#process.releaseAll();
    this.#host.processes.delete(this.#process);
    for (const { ref } of this.#blobs) this.#host.blobs.abandoned(ref.name, this.#host.nowUs());
    return well;
  }

  /** @returns whether it went well. */
  async #step(step: Step, index: number): Promise<boolean> {
    const { draws, semaphore, defer, blobs, nowUs, record } = this.#host;
    const { kind, serial } = this.#job;
    const label = `${this.#jobName}/${step.path}`;
    switch (step.do) {
      case 'wait': {
        const startedUs = nowUs();
        await sleep(draws.durations(label, step.duration).drawUs(serial, 0) / US_PER_MS);
        record({ label, job: serial, item: 0, durationUs: nowUs() - startedUs, outcome: storeOutcome.done });
        return true;
      }
      case 'upload':
        return await this.#upload(label);
      case 'download':
        return (await this.#operate('download', SOURCE_BLOB, label)).outcome === storeOutcome.done;
      case 'delete': {
        const blob = this.#blobs[0];
        const { outcome } = await this.#operate('delete', blob?.ref ?? { name: `${SOURCE_BLOB.name}-gone` }, label);
        if (outcome > storeOutcome.gone) return false;
        if (blob === undefined) return true;
        this.#blobs.shift();
        blobs.deletedAtOnce(blob.ref.name, nowUs());
        return true;
      }
      case 'acquire':
        await new Promise<void>((granted) => {
          this.#process.acquire(semaphore(step.semaphore), step.permits, granted);
        });
        return true;
      case 'release':
        this.#process.release(semaphore(step.semaphore), step.permits);
        return true;
      case 'fanOut':
        return await this.#fanOut(step, index);
      case 'defer':
        defer(kind, this.#blobs, step.delayUs);
        this.#blobs = [];
        return true;
      case 'work':
      case 'park':
        throw new InvariantError('a coordinator has a step that only tasks have');
    }
  }

  async #fanOut(step: FanOutStep, index: number): Promise<boolean> {
    const { tasks, programs } = this.#host;
    const child = programs.programs[this.#program.children[index] as number] as Program;
    const origin = { jobKind: this.#job.kind, job: this.#job.serial, item: 0, process: this.#process };
    return await new Promise((resolve) => {
      tasks.fanOut(origin, step, child, ({ failed, blobs }) => {
        this.#blobs.push(...blobs);
        resolve(!failed);
      });
    });
  }

  async #upload(label: string): Promise<boolean> {
    const { kind, serial } = this.#job;
    this.#uploads += 1;
    const item = blobItem(0, this.#program.address, this.#uploads);
    const name = blobName(this.#jobName, serial, item);
    const { outcome, generation } = await this.#operate('upload', { name }, label);
    if (outcome !== storeOutcome.done) return false;
    const ref = { name, ...(generation === undefined ? {} : { generation }) };
    const blob = { ref, item, uploadedUs: this.#host.nowUs() };
    this.#blobs.push(blob);
    this.#host.blobs.uploaded(kind, serial, blob);
    return true;
  }

  async #operate(operation: StoreOperation, blob: BlobRef, label: string): Promise<OperationReply> {
    const { io, faults, nowUs, timeline, record, failed } = this.#host;
    const { serial } = this.#job;
    const startedUs = nowUs();
    const reply = await io.operate({
      operation,
      blob,
      ...faults.on(operation, startedUs - timeline.startUs, label, serial, 0),
    });
    record({ label, job: serial, item: 0, durationUs: nowUs() - startedUs, outcome: reply.outcome });
    if (reply.outcome >= storeOutcome.retry) failed(reply.cause ?? `the ${operation} failed`);
    return reply;
  }
}

import { invariant } from '../errors.ts';
import type { Step, System } from '../scenario/model.ts';
import { taskItem } from '../workload/addresses.ts';
import { countQuantile } from '../workload/distribution.ts';
import type { Draws } from '../workload/draws.ts';
import type { RecordedStep } from '../workload/recording.ts';
import { type Blob, type Blobs, settlementOf } from './blobs.ts';
import { fanOut } from './fan-out.ts';
import type { FromThread, ToThread, UploadedBlob } from './pool/messages.ts';
import type { Task, TaskEnd } from './pool/task.ts';
import type { ThreadPool } from './pool/thread-pool.ts';
import { Process } from './process.ts';
import type { Program, Programs } from './programs.ts';
import type { Semaphore } from './semaphore.ts';
import type { Timeline } from './timeline.ts';
import type { Wakes } from './wakes.ts';

export type FanOutStep = Extract<Step, { do: 'fanOut' }>;

/** Who fans out: a job's coordinator, or a task. */
export interface Origin {
  readonly jobKind: number;
  /** The serial number of the job. */
  readonly job: number;
  readonly item: number;
  readonly process: Process;
}

/** What tasks need of the service around them. */
export interface TasksHost {
  readonly nowUs: () => number;
  readonly system: System;
  readonly programs: Programs;
  readonly draws: Draws;
  readonly blobs: Blobs;
  readonly timeline: Timeline;
  /** Every coordinator and every task there is. */
  readonly processes: Set<Process>;
  pool(index: number): ThreadPool;
  semaphore(name: string): Semaphore;
  defer(jobKind: number, blobs: readonly UploadedBlob[], delayUs: number | undefined): void;
  record(step: RecordedStep): void;
  /** The threads of a task were woken from their timers. */
  woke(wakes: Wakes): void;
  /** A task has failed. */
  failed(cause: string): void;
}

/** The tasks of the live world: submits them to their pools and does for them what they cannot do on their threads. */
export class Tasks {
  readonly #host: TasksHost;

  constructor(host: TasksHost) {
    this.#host = host;
  }

  /** Runs a fan-out of a job or a task, which waits for it. @param joined is called once, when all its tasks have ended. */
  fanOut(origin: Origin, step: FanOutStep, child: Program, joined: (end: TaskEnd) => void): void {
    const { draws, system, pool, semaphore, processes } = this.#host;
    const open = new Set<Process>();
    origin.process.waitsFor = open;
    const label = `${system.jobs[origin.jobKind]?.name}/${step.path}/tasks`;
    const u = step.tasks.kind === 'constant' ? 0.5 : draws.of(label).uniform(origin.job, origin.item);
    fanOut({
      tasks: countQuantile(step.tasks, u),
      window: step.window,
      joined: (end) => {
        origin.process.waitsFor = undefined;
        joined(end);
      },
      submit: (index, ended) => {
        const process = new Process(pool(child.pool));
        const close = (end: TaskEnd): void => {
          process.releaseAll();
          processes.delete(process);
          open.delete(process);
          ended(end);
        };
        processes.add(process);
        open.add(process);
        const { jobKind, job } = origin;
        const item = taskItem(origin.item, index);
        const task: Task = { program: child, jobKind, taskKind: child.taskKind, process, job, item, ended: close };
        const askForThread = (): void => {
          if (pool(child.pool).submit(task)) return;
          this.#host.failed(`the queue of pool ${step.pool} is at its bound`);
          close({ failed: true, blobs: [] });
        };
        if (step.permit === undefined) askForThread();
        else process.acquire(semaphore(step.permit), 1, askForThread);
      },
    });
  }

  /** Submits the task that sleeps for a blob's delay and deletes it. @returns false when the pool has refused it. */
  submitDeletion(pool: ThreadPool, blob: Blob): boolean {
    const { jobKind, job, item } = blob;
    const { programs, processes } = this.#host;
    const taskKind = programs.deletionKinds[jobKind] as number;
    const process = new Process(pool);
    const ended = () => processes.delete(process);
    processes.add(process);
    const blobName = blob.ref.name;
    if (pool.submit({ program: undefined, jobKind, taskKind, process, job, item, blobName, ended })) return true;
    ended();
    return false;
  }

  /** The order that starts a task on its thread. */
  orderOf(task: Task, submittedUs: number): ToThread {
    const { taskKind, job, item, jobKind, program } = task;
    const order = { startUs: this.#host.timeline.startUs, taskKind, submittedUs, job, item };
    if (program !== undefined) return { do: 'run', program: program.index, ...order };
    const blob = this.#host.blobs.of(task.blobName as string);
    return { do: 'delete', jobKind, blob: blob.ref, delayUs: blob.delayUs, ...order };
  }

  /** A task has told something. @param answer sends its thread what it waits for. */
  hear(task: Task, message: FromThread, answer: (message: ToThread) => void): void {
    const { blobs, semaphore, nowUs } = this.#host;
    switch (message.did) {
      case 'acquire':
        task.process.acquire(semaphore(message.semaphore), message.permits, () => answer({ do: 'granted' }));
        return;
      case 'release':
        task.process.release(semaphore(message.semaphore), message.permits);
        return;
      case 'fanOut': {
        const program = task.program as Program;
        const child = this.#host.programs.programs[program.children[message.step] as number] as Program;
        this.fanOut(task, program.steps[message.step] as FanOutStep, child, ({ failed, blobs: theirs }) =>
          answer({ do: 'joined', failed, blobs: theirs }),
        );
        return;
      }
      case 'upload':
        blobs.uploaded(task.jobKind, task.job, message.blob);
        return;
      case 'delete':
        blobs.deletedAtOnce(message.name, nowUs());
        return;
      case 'defer':
        this.#host.defer(task.jobKind, message.blobs, message.delayUs);
        return;
      case 'startDeletion':
        blobs.started(this.#blobOf(task), message.atUs);
        return;
      case 'settleDeletion': {
        const settlement = settlementOf(message.outcome);
        if (settlement === 'failed') this.#host.failed(`a deletion: ${message.cause ?? 'unknown'}`);
        blobs.settled(this.#blobOf(task), settlement, message.startedUs, message.atUs, message.cause);
        return;
      }
      case 'end':
        for (const step of message.steps) this.#host.record(step);
        this.#host.woke(message.wakes);
        if (message.failed) this.#host.failed(message.cause ?? 'unknown');
    }
  }

  #blobOf(task: Task): Blob {
    invariant(task.blobName !== undefined, 'a task without a blob deletes one');
    return this.#host.blobs.of(task.blobName);
  }
}

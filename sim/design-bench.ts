import type { Recorder } from '../src/result/recorder.ts';
import type { TaskKind } from '../src/result/replication-record.ts';
import type { Deletion, System } from '../src/scenario/model.ts';
import type { Blobs } from './blobs.ts';
import type { DeletionDesign } from './deletion-design.ts';
import type { DesignContext, DesignFactory, Sleeper } from './design-context.ts';
import { designs } from './designs/index.ts';
import type { Engine } from './engine.ts';
import type { ProcessTable } from './process-table.ts';
import type { Compiler, Program } from './program.ts';
import type { ThreadPool, ThreadPoolOptions } from './thread-pool.ts';

/** Makes the designs that a system's job kinds defer to: one instance for all kinds with the same settings. */
export class DesignBench {
  /** Every instance. */
  readonly all: DeletionDesign[] = [];
  /** The instance of each job kind, in the order of the kinds. */
  readonly byJobKind: readonly DeletionDesign[];
  /** Pools beside the system's own: threads that begin and end with their tasks. They follow the system's pools in the order of pools. */
  readonly ownThreads: ThreadPoolOptions[] = [];
  readonly #system: System;
  readonly #engine: Engine;
  readonly #recorder: Recorder;
  readonly #blobs: Blobs;
  readonly #table: ProcessTable;
  readonly #compiler: Compiler;
  #pools: readonly ThreadPool[] = [];

  constructor(
    system: System,
    engine: Engine,
    recorder: Recorder,
    blobs: Blobs,
    table: ProcessTable,
    compiler: Compiler,
  ) {
    this.#system = system;
    this.#engine = engine;
    this.#recorder = recorder;
    this.#blobs = blobs;
    this.#table = table;
    this.#compiler = compiler;
    const threads = recorder.level('threads');
    threads.change(
      system.pools.reduce((sum, pool) => sum + pool.threads, 0),
      0,
    );
    const bySettings = new Map<string, DeletionDesign>();
    this.byJobKind = system.jobs.map(({ deletion }) => {
      const settings = settingsOf(deletion);
      const known = bySettings.get(settings);
      if (known !== undefined) return known;
      const made = (designs[deletion.by] as DesignFactory)(this.#context(deletion));
      bySettings.set(settings, made);
      this.all.push(made);
      return made;
    });
  }

  get programs(): readonly Program[] {
    return this.#compiler.programs;
  }

  get taskKinds(): readonly TaskKind[] {
    return this.#compiler.taskKinds;
  }

  /** Gives the pools, which are made after the designs, since they count by kinds of tasks. */
  connect(pools: readonly ThreadPool[]): void {
    this.#pools = pools;
  }

  #context(deletion: Deletion): DesignContext {
    const recorder = this.#recorder;
    return {
      engine: this.#engine,
      blobs: this.#blobs,
      deletion,
      threads: recorder.level('threads'),
      driversWorking: recorder.level('drivers.working'),
      driverStarts: recorder.counter('deletions.driverStarts'),
      sleepersIn: (pool) => this.#sleepers(this.#system.pools.findIndex(({ name }) => name === pool)),
      sleepersInOwnThreads: () => {
        const threadsInAll = recorder.level('threads');
        const path = 'ownThreads';
        this.ownThreads.push({ name: path, path, threads: Number.POSITIVE_INFINITY, queueBound: 0, threadsInAll });
        return this.#sleepers(this.#system.pools.length + this.ownThreads.length - 1);
      },
    };
  }

  #sleepers(pool: number): readonly Sleeper[] {
    return this.#system.jobs.map((job, kind) => {
      const program = this.#compiler.sleeper(job.name, pool);
      return (blob) => {
        const table = this.#table;
        const row = table.add(program.index, -1, kind, this.#blobs.jobSerial(blob), this.#blobs.item(blob));
        table.firstBlob[row] = blob;
        table.lastBlob[row] = blob;
        const accepted = (this.#pools[pool] as ThreadPool).submit(row, program.taskKind);
        if (!accepted) table.remove(row);
        return accepted;
      };
    });
  }
}

/** What one instance of a design depends on; the rest of the settings belongs to the blobs. */
function settingsOf({ by, pool, janitor }: Deletion): string {
  return JSON.stringify([by, by === 'sleep-in-pool' ? pool : '', by === 'janitor' ? janitor : '']);
}

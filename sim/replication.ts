import { invariant } from '../src/errors.ts';
import { DeletionRecorder } from '../src/result/deletion-recorder.ts';
import { SERIES_BINS } from '../src/result/level-recorder.ts';
import { countWhatIsOpen } from '../src/result/open-counts.ts';
import { Recorder } from '../src/result/recorder.ts';
import type { ReplicationRecord, StarvationRecord } from '../src/result/replication-record.ts';
import type { Design, Scenario, System } from '../src/scenario/model.ts';
import { ArrivalTimes } from '../src/workload/arrival-times.ts';
import { Draws } from '../src/workload/draws.ts';
import type { Recording } from '../src/workload/recording.ts';
import { Streams } from '../src/workload/streams.ts';
import { Admission } from './admission.ts';
import { Blobs } from './blobs.ts';
import type { DeletionDesign } from './deletion-design.ts';
import { DesignBench } from './design-bench.ts';
import { Engine } from './engine.ts';
import { HealthLog } from './health-log.ts';
import { Interpreter } from './interpreter.ts';
import { ObjectStore } from './object-store.ts';
import * as op from './op.ts';
import * as processState from './process-state.ts';
import { ProcessTable } from './process-table.ts';
import { Compiler, type Program } from './program.ts';
import { Semaphore } from './semaphore.ts';
import { isStarved } from './starvation.ts';
import { ThreadPool } from './thread-pool.ts';

/**
 * Runs one replication of one design: a pure function of (scenario, design, replication).
 * @param replication from 0; it and the scenario's seed address every random number.
 * @param recording what a live run has recorded, to be replayed: its durations and outcomes take the place of the drawn ones.
 */
export function simulateReplication(
  scenario: Scenario,
  design: Design,
  replication: number,
  recording?: Recording,
): ReplicationRecord {
  const world = new World(design.system, scenario, replication, recording);
  world.run();
  return world.record();
}

/** The simulated world of one replication: makes the parts, connects them, and runs. */
class World {
  readonly #system: System;
  readonly #warmUpUs: number;
  readonly #endUs: number;
  readonly #engine = new Engine();
  readonly #recorder: Recorder;
  readonly #ledger: DeletionRecorder;
  readonly #table: ProcessTable;
  readonly #blobs: Blobs;
  readonly #bench: DesignBench;
  readonly #pools: readonly ThreadPool[];
  readonly #semaphores: readonly Semaphore[];
  readonly #interpreter: Interpreter;
  readonly #admission: Admission;
  readonly #healthLogs: readonly HealthLog[];
  readonly #starved = new Map<string, StarvationRecord>();

  constructor(system: System, scenario: Scenario, replication: number, recording: Recording | undefined) {
    this.#system = system;
    this.#warmUpUs = scenario.warmUpUs;
    this.#endUs = scenario.warmUpUs + scenario.durationUs;
    const engine = this.#engine;
    const streams = new Streams(scenario.seed, replication);
    const draws = new Draws(streams, recording);
    this.#recorder = new Recorder(this.#endUs);
    this.#ledger = new DeletionRecorder(this.#recorder, this.#warmUpUs, this.#endUs, SERIES_BINS);
    this.#table = new ProcessTable(system.semaphores.length);
    const store = new ObjectStore(engine, system.store, system.faults);
    const compiler = new Compiler(system, draws);
    const coordinators = system.jobs.map(({ name, steps }) => compiler.coordinator(name, steps));
    const addressOf = (row: number) => (compiler.programs[this.#table.program[row] as number] as Program).address;
    this.#blobs = new Blobs(system, draws, engine, this.#table, store, this.#recorder, this.#ledger, addressOf);

    this.#bench = new DesignBench(system, engine, this.#recorder, this.#blobs, this.#table, compiler);
    this.#blobs.connect(this.#bench.byJobKind);

    const begin = (row: number): void => this.#interpreter.resume(row);
    this.#pools = [...system.pools.map(fixedPool), ...this.#bench.ownThreads].map(
      (options) => new ThreadPool(options, engine, this.#table, this.#recorder, compiler.taskKinds, begin),
    );
    this.#semaphores = system.semaphores.map(
      ({ name, limit }, i) =>
        new Semaphore(name, i, limit, engine, this.#table, this.#recorder, (row) => this.#interpreter.granted(row)),
    );
    this.#interpreter = new Interpreter(
      {
        engine,
        table: this.#table,
        store,
        blobs: this.#blobs,
        pools: this.#pools,
        semaphores: this.#semaphores,
        programs: compiler.programs,
      },
      { jobEnded: (row) => this.#admission.ended(row), stuck: (pool) => this.#checkStarvation(pool) },
    );
    this.#bench.connect(this.#pools);
    this.#admission = new Admission(system, engine, this.#table, this.#recorder, coordinators, begin);
    this.#healthLogs = system.pools.flatMap((pool, i) =>
      pool.health === undefined ? [] : [new HealthLog(this.#pools[i] as ThreadPool, pool, pool.health, engine)],
    );
    this.#scheduleArrivals(streams);
    this.#scheduleFaults();
  }

  run(): void {
    if (this.#warmUpUs > 0) this.#engine.runUntil(this.#warmUpUs);
    this.#recorder.reset(this.#engine.nowUs);
    for (const log of this.#healthLogs) log.start();
    this.#engine.runUntil(this.#endUs);
    this.#blobs.finish();
    countWhatIsOpen(this.#recorder, this.#ledger, this.#system, new Set(this.#starved.keys()));
  }

  record(): ReplicationRecord {
    return {
      ...this.#recorder.record(this.#endUs),
      health: Object.fromEntries(this.#healthLogs.map((log) => [log.poolName, log.record()])),
      taskKinds: this.#bench.taskKinds,
      latenessMaxima: this.#ledger.latenessMaxima,
      starved: [...this.#starved.values()],
      events: this.#engine.eventCount,
    };
  }

  #scheduleArrivals(streams: Streams): void {
    const engine = this.#engine;
    // Of arrivals at one moment the kind whose name comes first is served first, whatever the order in the file.
    const kinds = this.#system.jobs
      .map((job, kind) => ({ job, kind }))
      .sort((a, b) => (a.job.name < b.job.name ? -1 : 1));
    kinds.forEach(({ job, kind }) => {
      job.arrivals.forEach((process, index) => {
        const times = new ArrivalTimes(process, streams, `${job.name}/arrivals.${index}`);
        const arrive = engine.handler(() => {
          for (let i = times.batch; i > 0; i -= 1) this.#admission.arrive(kind);
          scheduleNext();
        });
        const scheduleNext = (): void => {
          const nextUs = times.nextUs();
          if (nextUs <= this.#endUs) engine.schedule(nextUs, arrive, 0);
        };
        scheduleNext();
      });
    });
  }

  #scheduleFaults(): void {
    const kill = this.#engine.handler(() => {
      for (const design of this.#bench.all) (design as DeletionDesign).kill?.();
    });
    for (const fault of this.#system.faults) {
      if (fault.kind === 'kill-janitor' && fault.atUs <= this.#endUs) this.#engine.schedule(fault.atUs, kill, 0);
    }
  }

  #checkStarvation(pool: ThreadPool): void {
    if (this.#starved.has(pool.name)) return;
    const index = this.#pools.indexOf(pool);
    invariant(index >= 0, 'an unknown pool is stuck');
    const programs = this.#bench.programs;
    const semaphoreOf = (row: number): number => {
      // A task that was not submitted yet waits for the permit of its parent's fan-out.
      const fresh = this.#table.state[row] === processState.fresh;
      const waiting = fresh ? (this.#table.parent[row] as number) : row;
      if (waiting < 0) return -1;
      const program = programs[this.#table.program[waiting] as number];
      const instruction = program?.instructions[this.#table.counter[waiting] as number];
      return instruction?.op === (fresh ? op.fanOut : op.acquire) ? instruction.semaphore : -1;
    };
    if (!isStarved(index, this.#table, programs, semaphoreOf, this.#semaphores.length, this.#pools)) return;
    this.#starved.set(pool.name, {
      pool: pool.name,
      atUs: this.#engine.nowUs,
      reason:
        `all ${pool.threads} threads wait for tasks or permits that only a thread of the same pool could bring, ` +
        `and ${pool.queue.length} tasks wait for a thread`,
    });
  }
}

function fixedPool({ name, threads, queueBound }: System['pools'][number]) {
  return { name, path: `pools.${name}`, threads, queueBound };
}

import { DeletionRecorder } from '../../record/deletion-recorder.ts';
import { SERIES_BINS } from '../../record/level-recorder.ts';
import { countWhatIsOpen } from '../../record/open-counts.ts';
import { Recorder } from '../../record/recorder.ts';
import type { ReplicationRecord, StarvationRecord } from '../../record/replication-record.ts';
import type { Deletion, Design, System } from '../../scenario/model.ts';
import { US_PER_MS } from '../../units.ts';
import { Draws } from '../../workload/draws.ts';
import { emptyRecording, type Recording, record } from '../../workload/recording.ts';
import { Streams } from '../../workload/streams.ts';
import { Admission, type Job } from '../admission.ts';
import { type BlobAccount, Blobs } from '../blobs.ts';
import { systemClock } from '../clock.ts';
import { Coordinator, type CoordinatorHost } from '../coordinator.ts';
import type { LiveDesign, LiveDesignContext, LiveDesignFactory } from '../designs/design.ts';
import { designs } from '../designs/index.ts';
import { HealthLog } from '../health-log.ts';
import { IoThread } from '../io/io-thread.ts';
import { PoolThread, type PoolThreadSettings } from '../pool/pool-thread.ts';
import { ThreadPool, type ThreadPoolHost } from '../pool/thread-pool.ts';
import type { Process } from '../process.ts';
import { type Programs, programsOf } from '../programs.ts';
import { Semaphore } from '../semaphore.ts';
import { starvedPools } from '../starvation.ts';
import { StoreFaults } from '../store-faults.ts';
import { Tasks } from '../tasks.ts';
import { Timeline } from '../timeline.ts';
import { NO_WAKES, sumOfWakes } from '../wakes.ts';
import type { ServiceSetup } from './setup.ts';

const { nowUs } = systemClock;

/** How often the measures are brought up to date, and how far they lag behind the clock: longer than the news of a thread is ever under way. */
const COLLECT_MS = 10;
const LAG_US = 50 * US_PER_MS;

/** A failure of tasks or operations, and how often it happened. */
export interface FailureCount {
  readonly cause: string;
  readonly count: number;
}

/** The live world of one design: real threads, a real store, and the measures. It is opened, it begins once, and it is closed. */
export class World {
  readonly system: System;
  readonly jobNames: readonly string[];
  /** What every step took, for the replay. */
  readonly recording: Recording = emptyRecording();
  /** How late its threads were woken. */
  wakes = NO_WAKES;
  /** The arrivals of each job kind, in µs since the start. */
  readonly arrivals: number[][];
  readonly #warmUpUs: number;
  readonly #endUs: number;
  readonly #timeline = new Timeline();
  readonly #recorder: Recorder;
  readonly #ledger: DeletionRecorder;
  readonly #programs: Programs;
  readonly #blobs: Blobs;
  readonly #pools: readonly ThreadPool[];
  readonly #ownThreads: ThreadPool[] = [];
  readonly #semaphores: ReadonlyMap<string, Semaphore>;
  readonly #io: IoThread;
  readonly #tasks: Tasks;
  readonly #admission: Admission;
  readonly #designs: readonly LiveDesign[];
  readonly #designOfKind: readonly LiveDesign[];
  readonly #healthLogs: readonly HealthLog[];
  readonly #processes = new Set<Process>();
  readonly #starved: StarvationRecord[] = [];
  readonly #failures = new Map<string, number>();
  #isHeld = false;
  #collector: NodeJS.Timeout | undefined;
  #measured: ReplicationRecord | undefined;
  #onMeasured: ((record: ReplicationRecord) => void) | undefined;

  /** @param onFailure is called when a thread of the world dies, which nothing makes good. */
  constructor({ scenario, design, access }: ServiceSetup, onFailure: (error: unknown) => void) {
    const { system } = scenario.designs[design] as Design;
    this.system = system;
    this.#warmUpUs = scenario.warmUpUs;
    this.#endUs = scenario.warmUpUs + scenario.durationUs;
    this.jobNames = system.jobs.map(({ name }) => name);
    this.arrivals = system.jobs.map(() => []);
    this.#programs = programsOf(system);
    const recorder = new Recorder(this.#endUs);
    this.#recorder = recorder;
    this.#ledger = new DeletionRecorder(recorder, this.#warmUpUs, this.#endUs, SERIES_BINS);
    this.#blobs = new Blobs(system.jobs, this.#timeline, recorder, this.#ledger);
    this.#io = new IoThread(access, onFailure);
    const draws = new Draws(new Streams(scenario.seed, 0));

    const settings: PoolThreadSettings = {
      programs: this.#programs.programs,
      jobNames: this.jobNames,
      store: system.store,
      faults: system.faults,
      seed: scenario.seed,
    };
    const poolHost: ThreadPoolHost = {
      nowUs,
      timeline: this.#timeline,
      recorder,
      taskKinds: this.#programs.taskKinds,
      threadsInAll: recorder.level('threads'),
      startThread: (onMessage) =>
        new PoolThread(settings, (cell, port) => this.#io.connect(cell, port), onMessage, onFailure),
      orderOf: (task, submittedUs) => this.#tasks.orderOf(task, submittedUs),
      onMessage: (task, message, answer) => this.#tasks.hear(task, message, answer),
    };
    this.#pools = system.pools.map(
      ({ name, threads, queueBound }) => new ThreadPool({ name, path: `pools.${name}`, threads, queueBound }, poolHost),
    );
    recorder.level('threads').change(
      system.pools.reduce((sum, { threads }) => sum + threads, 0),
      0,
    );
    this.#semaphores = new Map(
      system.semaphores.map(({ name, limit }) => [name, new Semaphore(name, limit, nowUs, this.#timeline, recorder)]),
    );

    const host: Omit<CoordinatorHost, 'tasks'> = {
      nowUs,
      system,
      programs: this.#programs,
      draws,
      blobs: this.#blobs,
      timeline: this.#timeline,
      processes: this.#processes,
      io: this.#io,
      faults: new StoreFaults(system.store, system.faults, draws),
      pool: (index) => this.#pools[index] as ThreadPool,
      semaphore: (name) => this.#semaphores.get(name) as Semaphore,
      defer: (jobKind, blobs, delayUs) => {
        for (const { ref } of blobs) this.#defer(jobKind, ref.name, delayUs);
      },
      record: (step) => record(this.recording, step),
      woke: (wakes) => {
        this.wakes = sumOfWakes(this.wakes, wakes);
      },
      failed: (cause) => this.#countFailure(cause),
    };
    this.#tasks = new Tasks(host);
    const coordinatorHost: CoordinatorHost = { ...host, tasks: this.#tasks };
    this.#admission = new Admission(system, nowUs, this.#timeline, recorder, (job) =>
      new Coordinator(coordinatorHost, job).run(),
    );

    const contextOf = (deletion: Deletion): LiveDesignContext => ({
      nowUs,
      seed: scenario.seed,
      jobNames: this.jobNames,
      deletion,
      store: system.store,
      faults: system.faults,
      access,
      blobs: this.#blobs,
      timeline: this.#timeline,
      threads: recorder.level('threads'),
      driversWorking: recorder.level('drivers.working'),
      driverStarts: recorder.counter('deletions.driverStarts'),
      pool: (name) => this.#pools.find((pool) => pool.name === name) as ThreadPool,
      ownThreads: () => this.#addOwnThreads(poolHost),
      submitDeletion: (pool, blob) => this.#tasks.submitDeletion(pool, blob),
      record: (step) => record(this.recording, step),
      failed: (cause) => this.#countFailure(cause),
    });
    const made = new Map<string, LiveDesign>();
    this.#designOfKind = system.jobs.map(({ deletion }) => {
      const key = JSON.stringify([deletion.by, deletion.pool, deletion.janitor]);
      const design = made.get(key) ?? (designs[deletion.by] as LiveDesignFactory)(contextOf(deletion));
      made.set(key, design);
      return design;
    });
    this.#designs = [...made.values()];
    this.#healthLogs = system.pools.flatMap((pool, i) =>
      pool.health === undefined ? [] : [new HealthLog(this.#pools[i] as ThreadPool, pool, pool.health)],
    );
  }

  /** Starts all threads. @throws InputError when the machine cannot. */
  async open(): Promise<void> {
    await Promise.all([...this.#pools.map((pool) => pool.open()), ...this.#designs.map((design) => design.open?.())]);
  }

  /** How long operations on the store take, as one thread sees them: a probe, to forecast with. */
  get io(): IoThread {
    return this.#io;
  }

  /**
   * Begins the run.
   * @param startUs when, on the common clock.
   * @param onMeasured is called when the measured time has ended.
   */
  begin(startUs: number, onMeasured: (record: ReplicationRecord) => void): void {
    this.#onMeasured = onMeasured;
    this.#timeline.startUs = startUs;
    this.#timeline.add(startUs + this.#warmUpUs, (now) => this.#recorder.reset(now));
    this.#timeline.add(startUs + this.#endUs, (now) => this.#finish(now));
    for (const design of this.#designs) design.begin?.();
    for (const log of this.#healthLogs) log.start(startUs + this.#warmUpUs, startUs + this.#endUs);
    for (const fault of this.system.faults) {
      if (fault.kind !== 'kill-janitor') continue;
      systemClock.wakeAt(startUs + fault.atUs, () => {
        for (const design of this.#designs) design.kill?.();
      });
    }
    this.#collector = setInterval(() => this.#collect(nowUs() - LAG_US), COLLECT_MS);
  }

  /** A job of a kind arrives. @returns undefined when too many wait for admission. */
  arrive(kind: number, id: string): Job | undefined {
    const job = this.#admission.arrive(kind, id);
    if (job !== undefined && !this.#isHeld) this.arrivals[kind]?.push(job.arrivedUs - this.#timeline.startUs);
    return job;
  }

  /** From now on jobs are accepted and none is admitted, and their arrivals are not part of the record. */
  hold(): void {
    this.#isHeld = true;
    this.#admission.hold();
  }

  /** Sends away the jobs that wait for admission. @returns how many. */
  cancelWaiting(): number {
    return this.#admission.cancelWaiting();
  }

  /** What was measured up to now: of a run that was cut short. Undefined before the measured time has begun. */
  snapshot(): ReplicationRecord | undefined {
    if (this.#measured !== undefined) return this.#measured;
    const now = nowUs();
    this.#collect(now);
    const sinceStartUs = now - this.#timeline.startUs;
    if (this.#timeline.startUs === 0 || sinceStartUs <= this.#warmUpUs) return undefined;
    return this.#recordAt(sinceStartUs);
  }

  accounts(): BlobAccount[] {
    return this.#blobs.accounts();
  }

  /** What failed, most often first. */
  failures(): FailureCount[] {
    return [...this.#failures].map(([cause, count]) => ({ cause, count })).sort((a, b) => b.count - a.count);
  }

  /** Changes of state that were overwritten before they could be read: 0, or the measures are not to be trusted. */
  get lostTransitions(): number {
    return [...this.#pools, ...this.#ownThreads].reduce((sum, { lost }) => sum + lost, 0);
  }

  /** The pools that have starved themselves. */
  get starved(): readonly StarvationRecord[] {
    return this.#starved;
  }

  /** Whether anything moves by itself: a thread works or sleeps, a coordinator waits for time or for the store, or a deletion is still to come. */
  get isMoving(): boolean {
    if (this.#pools.some((pool) => pool.sample().working + pool.sample().parked > 0)) return true;
    for (const { pool, waitsFor } of this.#processes) if (pool === undefined && waitsFor === undefined) return true;
    return this.#blobs.latestDueUs > nowUs();
  }

  /** The pools as they stand, for metrics and for progress. */
  sample() {
    return this.#pools.map((pool) => ({ name: pool.name, ...pool.sample(), queueDepth: pool.queueLength }));
  }

  get jobsRunning(): number {
    return this.#admission.running;
  }

  get jobsWaiting(): number {
    return this.#admission.waiting;
  }

  get deletionsOpen(): number {
    return this.#blobs.open;
  }

  async close(): Promise<void> {
    clearInterval(this.#collector);
    for (const log of this.#healthLogs) log.stop();
    await Promise.all([
      ...[...this.#pools, ...this.#ownThreads].map((pool) => pool.close()),
      ...this.#designs.map((design) => design.close?.()),
      this.#io.close(),
    ]);
  }

  #countFailure(cause: string): void {
    this.#failures.set(cause, (this.#failures.get(cause) ?? 0) + 1);
  }

  #addOwnThreads(host: ThreadPoolHost): ThreadPool {
    const path = 'ownThreads';
    const pool = new ThreadPool({ name: path, path, threads: Number.POSITIVE_INFINITY, queueBound: 0 }, host);
    this.#ownThreads.push(pool);
    return pool;
  }

  #collect(untilUs: number): void {
    for (const pool of this.#pools) pool.collect();
    for (const pool of this.#ownThreads) pool.collect();
    this.#lookForStarvation();
    this.#timeline.advance(untilUs);
  }

  #lookForStarvation(): void {
    for (const pool of starvedPools(this.#pools, this.#processes)) {
      if (this.#starved.some(({ pool: known }) => known === pool.name)) continue;
      this.#starved.push({
        pool: pool.name,
        atUs: nowUs() - this.#timeline.startUs,
        reason:
          `all ${pool.threads} threads wait for tasks or permits that only a thread of the same pool could bring, ` +
          `and ${pool.queueLength} tasks wait for a thread`,
      });
    }
  }

  #finish(now: number): void {
    this.#measured = this.#recordAt(now);
    this.#onMeasured?.(this.#measured);
  }

  #recordAt(now: number): ReplicationRecord {
    this.#blobs.countOutlived(now);
    countWhatIsOpen(this.#recorder, this.#ledger, this.system, new Set(this.#starved.map(({ pool }) => pool)));
    return {
      ...this.#recorder.record(now),
      health: Object.fromEntries(this.#healthLogs.map((log) => [log.poolName, log.record()])),
      taskKinds: this.#programs.taskKinds,
      latenessMaxima: this.#ledger.latenessMaxima.slice(),
      starved: [...this.#starved],
      events: 0,
    };
  }

  #defer(jobKind: number, name: string, delayUs: number | undefined): void {
    const blob = this.#blobs.of(name);
    this.#blobs.handedOver(blob, delayUs ?? (this.system.jobs[jobKind]?.deletion.delayUs as number));
    (this.#designOfKind[jobKind] as LiveDesign).defer(blob);
  }
}

import type { Series } from '../../metrics/series.ts';
import type { ReplicationRecord, StarvationRecord } from '../../record/replication-record.ts';
import type { Design, System } from '../../scenario/model.ts';
import { layOut } from '../../service/lay-out.ts';
import type { Layout } from '../../service/layout.ts';
import type { Observer } from '../../service/observer.ts';
import { Service } from '../../service/service.ts';
import { strategies } from '../../service/strategies/strategies.ts';
import type { ThreadPool } from '../../service/thread-pool.ts';
import { US_PER_MS } from '../../units.ts';
import { Draws } from '../../workload/draws.ts';
import { emptyRecording, type RecordedStep, type Recording, record } from '../../workload/recording.ts';
import { Streams } from '../../workload/streams.ts';
import { type BlobAccount, BlobBook } from '../blob-book.ts';
import { Driver } from '../driver.ts';
import { FailureCounts } from '../failure-counts.ts';
import { HealthLog } from '../health-log.ts';
import { type Job, JobBook } from '../job-book.ts';
import { type Io, type Machinery, workerThreads } from '../machinery.ts';
import type { JobSpans } from '../otlp/job-spans.ts';
import type { Telemetry } from '../otlp/telemetry.ts';
import { Threads } from '../pool/threads.ts';
import { StoreFaults } from '../store-faults.ts';
import { LiveJanitor } from '../strategies/janitor.ts';
import { Timeline } from '../timeline.ts';
import { NO_WAKES, withWake } from '../wakes.ts';
import { Measures } from './measures.ts';
import type { ServiceSetup } from './setup.ts';
import { worldListener } from './world-listener.ts';

/** How often the measures are brought up to date, and how far they lag behind the clock: longer than the news of a thread is ever under way. */
const COLLECT_US = 10 * US_PER_MS;
const LAG_US = 50 * US_PER_MS;
/** The most jobs that may wait for admission; a further one is refused. */
const MOST_WAITING = 100_000;

/** The live world of one design: the service with real threads, a real store, and the measures. It is opened, it begins once, and it is closed. */
export class World {
  readonly system: System;
  readonly jobNames: readonly string[];
  /** What every step took, for the replay. */
  readonly recording: Recording = emptyRecording();
  /** How late its threads were woken. */
  wakes = NO_WAKES;
  /** The arrivals of each job kind, in µs since the start. */
  readonly arrivals: number[][];
  readonly failures = new FailureCounts();
  /** The pools that have starved themselves. */
  readonly starved: StarvationRecord[] = [];
  readonly #layout: Layout;
  readonly #warmUpUs: number;
  readonly #endUs: number;
  readonly #timeline = new Timeline();
  readonly #measures: Measures;
  readonly #spans: JobSpans | undefined;
  readonly #service: Service;
  readonly #driver: Driver;
  readonly #threads: readonly Threads[];
  readonly #janitors: LiveJanitor[] = [];
  readonly #blobs = new BlobBook();
  readonly #jobs = new JobBook();
  readonly #machinery: Machinery;
  readonly #healthLogs: readonly HealthLog[];
  /** Jobs that came before the run began, or after its load had ended. */
  readonly #held: Job[] = [];
  #isHeld = true;
  readonly logFailure = () => this.#measures.logFailure;
  readonly view = () => this.#measures.view(this.#timeline.startUs, this.#nowUs);
  #stopCollecting: (() => void) | undefined;
  #record: ReplicationRecord | undefined;
  #onMeasured: ((record: ReplicationRecord) => void) | undefined;

  /**
   * @param onFailure is called when a thread of the world dies, which nothing makes good.
   * @param machinery what it runs on.
   * @param telemetry makes spans of its jobs and tasks.
   */
  constructor(
    setup: ServiceSetup,
    onFailure: (error: unknown) => void,
    machinery: Machinery = workerThreads(setup.access, onFailure),
    telemetry?: Pick<Telemetry, 'spansOf'>,
  ) {
    const { scenario, design, access } = setup;
    this.#machinery = machinery;
    const { system } = scenario.designs[design] as Design;
    this.system = system;
    this.#warmUpUs = scenario.warmUpUs;
    this.#endUs = scenario.warmUpUs + scenario.durationUs;
    this.jobNames = system.jobs.map(({ name }) => name);
    this.arrivals = system.jobs.map(() => []);
    const draws = new Draws(new Streams(scenario.seed, 0));
    const layout = layOut(system, draws);
    this.#layout = layout;
    this.#spans = telemetry?.spansOf({
      layout,
      startUs: () => this.#timeline.startUs,
      processAt: (row) => this.#service.processAt(row),
      jobId: (row) => this.#jobs.idOf(row),
    });
    this.#measures = new Measures(layout, setup, () => this.jobsWaiting, this.#spans?.measured);
    this.#threads = layout.pools.map(
      (pool, number) =>
        new Threads(number, pool, {
          timeline: this.#timeline,
          measured: this.#measures.observer,
          startThread: (onMessage) => machinery.startPoolThread(onMessage),
          done: (...what) => this.#driver.done(...what),
        }),
    );
    const recordStep = (step: RecordedStep) => record(this.recording, step);
    const failed = (cause: string) => this.failures.add(cause);
    const driver = new Driver({
      layout,
      book: this.#blobs,
      clock: machinery.clock,
      io: machinery.io,
      faults: new StoreFaults(system.store, system.faults, draws),
      threads: this.#threads,
      service: () => this.#service,
      record: recordStep,
      woke: (lateUs) => {
        this.wakes = withWake(this.wakes, lateUs);
      },
      failed,
    });
    this.#driver = driver;
    this.#service = new Service(layout, draws, driver, this.#listener(), {
      ...strategies,
      janitor: {
        sleepersPool: () => -1,
        make: (context) => {
          const { store, faults } = system;
          const made = new LiveJanitor(context, {
            driver,
            machinery,
            book: this.#blobs,
            access,
            store,
            faults,
            jobNames: this.jobNames,
            seed: scenario.seed,
            record: recordStep,
            failed,
          });
          this.#janitors.push(made);
          return made;
        },
      },
    });
    this.#healthLogs = system.pools.flatMap((pool, i) =>
      pool.health === undefined
        ? []
        : [new HealthLog(pool.health, machinery.clock, (atUs) => this.#samplePool(i, atUs))],
    );
  }

  /** Starts all threads. @throws InputError when the machine cannot. */
  async open(): Promise<void> {
    await Promise.all([
      ...this.#threads.map((pool) => pool.open()),
      ...this.#janitors.map((janitor) => janitor.open()),
    ]);
  }

  /** How long operations on the store take, as one thread sees them: a probe, to forecast with. */
  get io(): Io {
    return this.#machinery.io;
  }

  /**
   * Begins the run.
   * @param startUs when, on the common clock.
   * @param onMeasured is called when the measured time has ended.
   */
  begin(startUs: number, onMeasured: (record: ReplicationRecord) => void): void {
    this.#onMeasured = onMeasured;
    this.#timeline.startUs = startUs;
    this.#driver.startUs = startUs;
    this.#timeline.add(startUs + this.#warmUpUs, (now) => this.#measures.observer.measuringStarted(now));
    this.#timeline.add(startUs + this.#endUs, (now) => this.#finish(now));
    for (const janitor of this.#janitors) janitor.begin();
    for (const log of this.#healthLogs) log.start(startUs + this.#warmUpUs, startUs + this.#endUs);
    for (const fault of this.system.faults) {
      if (fault.kind !== 'kill-janitor') continue;
      const kill = () => this.#driver.happen(this.#nowUs, (service) => service.killDrivers());
      this.#machinery.clock.wakeAt(startUs + fault.atUs, kill);
    }
    this.#isHeld = false;
    for (const job of this.#held.splice(0)) this.#enter(job);
    this.#collectSoon();
  }

  /** A job of a kind arrives. @returns undefined when too many wait for admission. */
  arrive(kind: number, id: string): Job | undefined {
    if (this.jobsWaiting >= MOST_WAITING) return undefined;
    const job: Job = { id, kind, arrivedUs: this.#nowUs, state: 'waiting' };
    if (this.#isHeld) this.#held.push(job);
    else this.#enter(job);
    return job;
  }

  /** From now on jobs are accepted and none is admitted, and their arrivals are not part of the record. */
  hold(): void {
    this.#isHeld = true;
    this.#service.closeAdmission();
  }

  /** Cancels the jobs that wait for admission. @returns how many. */
  cancelWaiting(): number {
    const count = this.jobsWaiting;
    for (const job of this.#held.splice(0)) job.state = 'cancelled';
    this.#service.cancelWaiting((row) => {
      this.#jobs.cancelled(row);
      this.#spans?.cancelled(row, this.#nowUs - this.#timeline.startUs);
    });
    return count;
  }

  /** What was measured up to now: of a run that was cut short. Undefined before the measured time has begun. */
  snapshot(): ReplicationRecord | undefined {
    if (this.#record !== undefined) return this.#record;
    const now = this.#nowUs;
    this.#collect(now);
    const sinceStartUs = now - this.#timeline.startUs;
    if (this.#timeline.startUs === 0 || sinceStartUs <= this.#warmUpUs) return undefined;
    return this.#recordAt(sinceStartUs);
  }

  accounts(): BlobAccount[] {
    return this.#blobs.accounts();
  }

  /** Changes of state that were overwritten before they could be read: 0, or the measures are not to be trusted. */
  get lostTransitions(): number {
    return this.#threads.reduce((sum, { lost }) => sum + lost, 0);
  }

  /** Whether anything moves by itself: a thread works or sleeps, a coordinator waits for time or for the store, or a deletion is still to come. */
  get isMoving(): boolean {
    if (this.#fixedPools().some(({ threads }) => threads.sample().working + threads.sample().parked > 0)) return true;
    return this.#driver.isMoving || this.#blobs.latestDueUs > this.#nowUs;
  }

  /** Every metric, as the measures stand. @param lagUs how far they lag behind; 0 when nothing happens any more. */
  metrics(lagUs = LAG_US): readonly Series[] {
    const untilUs = this.#nowUs - lagUs;
    this.#collect(untilUs);
    const { startUs, appliedUs } = this.#timeline;
    return this.#measures.metrics(startUs === 0 ? 0 : Math.max(appliedUs, untilUs - startUs));
  }

  /** The pools as they stand, for progress. */
  sample() {
    return this.#fixedPools().map(({ name, threads, queue }) => ({
      name,
      ...threads.sample(),
      queueDepth: queue.length,
    }));
  }

  get jobsRunning(): number {
    return this.#jobs.running;
  }

  get jobsWaiting(): number {
    return this.#jobs.waiting + this.#held.length;
  }

  get deletionsOpen(): number {
    return this.#blobs.open;
  }

  async close(): Promise<void> {
    this.#stopCollecting?.();
    this.#driver.close();
    for (const log of this.#healthLogs) log.stop();
    this.#measures.close();
    await Promise.all([
      ...this.#threads.map((pool) => pool.close()),
      ...this.#janitors.map((janitor) => janitor.close()),
      this.#machinery.io.close(),
    ]);
  }

  get #nowUs(): number {
    return this.#machinery.clock.nowUs();
  }

  /** Brings the measures up to date, again and again. */
  #collectSoon(): void {
    const collect = (): void => {
      this.#collect(this.#nowUs - LAG_US);
      this.#collectSoon();
    };
    this.#stopCollecting = this.#machinery.clock.wakeAt(this.#nowUs + COLLECT_US, collect, true);
  }

  #enter(job: Job): void {
    this.arrivals[job.kind]?.push(Math.max(0, job.arrivedUs - this.#timeline.startUs));
    this.#jobs.announce(job);
    this.#driver.happen(job.arrivedUs, (service) => service.arrive(job.kind));
  }

  #listener(): Observer {
    return worldListener({
      layout: this.#layout,
      timeline: this.#timeline,
      measured: this.#measures.observer,
      jobs: this.#jobs,
      blobs: this.#blobs,
      threads: this.#threads,
      failed: (cause) => this.failures.add(cause),
      starved: (record) => this.starved.push(record),
      spans: this.#spans,
    });
  }

  /** The pools of the system: those that a strategy adds have no fixed threads. */
  #fixedPools() {
    return this.system.pools.map(({ name }, i) => ({
      name,
      threads: this.#threads[i] as Threads,
      queue: (this.#service.pools[i] as ThreadPool).queue,
    }));
  }

  /** What the threads say of themselves at this moment. */
  #samplePool(pool: number, atUs: number): void {
    const { active } = (this.#threads[pool] as Threads).sample();
    const queued = (this.#service.pools[pool] as ThreadPool).queue.length;
    this.#timeline.add(atUs, (now) => this.#measures.observer.poolSampled(pool, active, queued, now));
  }

  #collect(untilUs: number): void {
    for (const pool of this.#threads) pool.collect();
    this.#timeline.advance(untilUs);
  }

  #finish(now: number): void {
    this.#record = this.#recordAt(now);
    this.#onMeasured?.(this.#record);
  }

  #recordAt(now: number): ReplicationRecord {
    const urlEndsUs: number[] = [];
    this.#service.forEachOpenBlob((urlEndUs) => urlEndsUs.push(urlEndUs));
    return this.#measures.recordAt(now, urlEndsUs);
  }
}

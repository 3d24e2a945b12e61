import { counted } from '../counted.ts';
import { invariant } from '../errors.ts';
import type { Layout } from '../service/layout.ts';
import type { RunObserver, Settlement } from '../service/observer.ts';
import { DeletionRecorder } from './deletion-recorder.ts';
import { HealthRecorder } from './health-recorder.ts';
import { type JobRecorder, jobEnded, jobRecorder } from './job-recorder.ts';
import { type LevelRecorder, SERIES_BINS } from './level-recorder.ts';
import { countWhatIsOpen } from './open-counts.ts';
import { PoolRecorder } from './pool-recorder.ts';
import { type Counter, Recorder } from './recorder.ts';
import type { ReplicationRecord, StarvationRecord } from './replication-record.ts';
import { SemaphoreRecorder } from './semaphore-recorder.ts';
import { TimelineRecorder } from './timeline-recorder.ts';

interface GateRecorder {
  readonly admitted: LevelRecorder;
  readonly waiting: LevelRecorder;
}

/** The listener that measures: every level, duration and count of a result comes from the events that it hears. */
export class ServiceRecorder implements RunObserver {
  readonly #layout: Layout;
  readonly #recorder: Recorder;
  readonly #deletions: DeletionRecorder;
  readonly #jobs: readonly JobRecorder[];
  /** By job kind; undefined: no limit. */
  readonly #gates: readonly (GateRecorder | undefined)[];
  readonly #pools: readonly PoolRecorder[];
  readonly #semaphores: readonly SemaphoreRecorder[];
  /** All threads there are. */
  readonly #threads: LevelRecorder;
  readonly #driversWorking: LevelRecorder;
  readonly #driverStarts: Counter;
  readonly #uploaded: Counter;
  readonly #deletedAtOnce: Counter;
  readonly #neverDeferred: Counter;
  /** By the number of the pool; undefined where it keeps no log. */
  readonly #health: readonly (HealthRecorder | undefined)[];
  readonly #starved: StarvationRecord[] = [];
  readonly #timeline: TimelineRecorder | undefined;
  /** When the measured time began. */
  #fromUs = 0;

  /**
   * @param fromUs when the measured time begins. @param endUs when the run ends; both in µs since its start.
   * @param replication from 0; of the first it is kept what each thread did.
   */
  constructor(layout: Layout, fromUs: number, endUs: number, replication: number) {
    this.#layout = layout;
    this.#timeline = replication === 0 ? new TimelineRecorder(layout) : undefined;
    const { system, pools, taskKinds } = layout;
    const recorder = new Recorder(endUs);
    this.#recorder = recorder;
    this.#deletions = new DeletionRecorder(recorder, fromUs, endUs, SERIES_BINS);
    this.#uploaded = recorder.counter('blobs.uploaded');
    this.#deletedAtOnce = recorder.counter('blobs.deletedAtOnce');
    this.#neverDeferred = recorder.counter('blobs.neverDeferred');
    this.#threads = recorder.level('threads');
    this.#driversWorking = recorder.level('drivers.working');
    this.#driverStarts = recorder.counter('deletions.driverStarts');
    for (const { threads } of pools) if (Number.isFinite(threads)) this.#threads.change(threads, 0);
    this.#pools = pools.map((pool) => new PoolRecorder(recorder, pool, taskKinds, this.#threads));
    this.#semaphores = system.semaphores.map(({ name }) => new SemaphoreRecorder(recorder, name));
    const gates = new Map(
      system.concurrency.map(({ name }): [string, GateRecorder] => [
        name,
        {
          admitted: recorder.level(`concurrency.${name}.admitted`),
          waiting: recorder.level(`concurrency.${name}.waiting`),
        },
      ]),
    );
    this.#gates = system.jobs.map(({ concurrency }) =>
      concurrency === undefined ? undefined : gates.get(concurrency),
    );
    this.#jobs = system.jobs.map(({ name }) => jobRecorder(recorder, name));
    this.#health = system.pools.map((pool) =>
      pool.health === undefined ? undefined : new HealthRecorder(pool, pool.health),
    );
  }

  measuringStarted(atUs: number): void {
    this.#fromUs = atUs;
    this.#recorder.reset(atUs);
    this.#timeline?.measuringStarted(atUs);
  }

  /** What was measured. @param openUrlEndsUs the ends of the signed URLs of the blobs that someone still means to delete. */
  record(nowUs: number, openUrlEndsUs: Iterable<number>): Omit<ReplicationRecord, 'events'> {
    for (const urlEndUs of openUrlEndsUs) if (urlEndUs < nowUs) this.#deletions.escaped(urlEndUs);
    const starved = new Set(this.#starved.map(({ pool }) => pool));
    countWhatIsOpen(this.#recorder, this.#deletions, this.#layout.system, starved);
    return {
      ...this.#recorder.record(nowUs),
      measuredUs: nowUs - this.#fromUs,
      health: Object.fromEntries(
        this.#health.flatMap((health, pool) =>
          health === undefined ? [] : [[this.#layout.pools[pool]?.name as string, health.record()]],
        ),
      ),
      taskKinds: this.#layout.taskKinds,
      latenessMaxima: this.#deletions.latenessMaxima,
      starved: this.#starved,
      timeline: this.#timeline?.record(nowUs),
    };
  }

  jobArrived(_row: number, kind: number): void {
    (this.#jobs[kind] as JobRecorder).arrived.count += 1;
  }

  jobQueued(_row: number, kind: number, atUs: number): void {
    (this.#jobs[kind] as JobRecorder).waiting.change(1, atUs);
    this.#gates[kind]?.waiting.change(1, atUs);
  }

  jobAdmitted(_row: number, kind: number, waitedUs: number, fromQueue: boolean, atUs: number): void {
    const jobs = this.#jobs[kind] as JobRecorder;
    const gate = this.#gates[kind];
    if (fromQueue) {
      jobs.waiting.change(-1, atUs);
      gate?.waiting.change(-1, atUs);
    }
    jobs.running.change(1, atUs);
    jobs.admissionWait.observe(waitedUs);
    gate?.admitted.change(1, atUs);
  }

  jobEnded(_row: number, kind: number, failed: boolean, timeUs: number, atUs: number): void {
    const jobs = this.#jobs[kind] as JobRecorder;
    jobs.running.change(-1, atUs);
    jobEnded(jobs, !failed, timeUs, atUs);
    this.#gates[kind]?.admitted.change(-1, atUs);
  }

  taskQueued(_row: number, pool: number, _kind: number, atUs: number): void {
    (this.#pools[pool] as PoolRecorder).queued(atUs);
  }

  taskRefused(_row: number, pool: number): void {
    (this.#pools[pool] as PoolRecorder).refused();
  }

  taskStarted(
    _row: number,
    pool: number,
    kind: number,
    thread: number,
    waitedUs: number,
    fromQueue: boolean,
    atUs: number,
  ): void {
    (this.#pools[pool] as PoolRecorder).started(kind, waitedUs, fromQueue, atUs);
    this.#timeline?.taskStarted(pool, kind, thread, atUs);
  }

  taskChanged(
    _row: number,
    pool: number,
    kind: number,
    thread: number,
    before: number,
    state: number,
    atUs: number,
  ): void {
    (this.#pools[pool] as PoolRecorder).changed(kind, before, state, atUs);
    this.#timeline?.taskChanged(pool, thread, state, atUs);
  }

  taskEnded(
    _row: number,
    pool: number,
    kind: number,
    thread: number,
    state: number,
    heldUs: number,
    goesOn: boolean,
    atUs: number,
  ): void {
    (this.#pools[pool] as PoolRecorder).ended(kind, state, heldUs, goesOn, atUs);
    this.#timeline?.taskEnded(pool, thread, goesOn, atUs);
  }

  permitAwaited(_row: number, semaphore: number, _permits: number, atUs: number): void {
    (this.#semaphores[semaphore] as SemaphoreRecorder).waiting.change(1, atUs);
  }

  permitGranted(
    _row: number,
    semaphore: number,
    permits: number,
    waitedUs: number,
    fromQueue: boolean,
    atUs: number,
  ): void {
    const recorder = this.#semaphores[semaphore] as SemaphoreRecorder;
    if (fromQueue) recorder.waiting.change(-1, atUs);
    recorder.inUse.change(permits, atUs);
    recorder.wait.observe(waitedUs);
  }

  permitReturned(_row: number, semaphore: number, permits: number, atUs: number): void {
    (this.#semaphores[semaphore] as SemaphoreRecorder).inUse.change(-permits, atUs);
  }

  blobUploaded(_blob: number, _kind: number, _job: number, _item: number, atUs: number): void {
    this.#uploaded.count += 1;
    this.#deletions.blobsAlive.change(1, atUs);
  }

  blobDeletedAtOnce(_blob: number, urlEndUs: number, atUs: number): void {
    this.#deletedAtOnce.count += 1;
    this.#deletions.left(urlEndUs, atUs);
    this.#deletions.blobsAlive.change(-1, atUs);
  }

  blobAbandoned(_blob: number, urlEndUs: number): void {
    this.#neverDeferred.count += 1;
    this.#deletions.escaped(urlEndUs);
  }

  deletionScheduled(_blob: number, _kind: number, _dueUs: number, atUs: number): void {
    this.#deletions.scheduled(atUs);
  }

  deletionRejected(_blob: number, urlEndUs: number, atUs: number): void {
    this.#deletions.rejected(atUs, urlEndUs);
  }

  deletionStarted(_blob: number, dueUs: number, _attempt: number, atUs: number): void {
    this.#deletions.started(atUs, dueUs);
  }

  deletionRetried(_blob: number, atUs: number): void {
    this.#deletions.retried(atUs);
  }

  deletionPutBack(_blob: number, atUs: number): void {
    this.#deletions.putBack(atUs);
  }

  deletionSettled(
    _blob: number,
    settlement: Settlement,
    startedUs: number,
    dueUs: number,
    urlEndUs: number,
    atUs: number,
  ): void {
    this.#deletions.settled(settlement, startedUs, dueUs, atUs, urlEndUs);
  }

  driverStarted(_strategy: number, atUs: number): void {
    this.#threads.change(1, atUs);
    this.#driverStarts.count += 1;
  }

  driverDied(_strategy: number, atUs: number): void {
    this.#threads.change(-1, atUs);
  }

  driverChanged(_strategy: number, works: boolean, atUs: number): void {
    this.#driversWorking.change(works ? 1 : -1, atUs);
  }

  poolSampled(pool: number, active: number, queued: number): void {
    this.#health[pool]?.sample(active, queued);
  }

  poolStarved(pool: number, waiting: number, atUs: number): void {
    const layout = this.#layout.pools[pool];
    invariant(layout !== undefined, 'an unknown pool has starved');
    this.#starved.push(starvation(layout.name, layout.threads, waiting, atUs));
  }
}

/** That a pool has starved, in words. */
export function starvation(pool: string, threads: number, waiting: number, atUs: number): StarvationRecord {
  const reason =
    `${threads === 1 ? 'its only thread waits' : `all ${threads} threads wait`} for tasks or permits that only a thread of the same pool could bring, ` +
    `and ${counted(waiting, 'task waits', 'tasks wait')} for a thread`;
  return { pool, atUs, reason };
}

import { silent } from '../events/silent.ts';
import type { Layout } from '../service/layout.ts';
import type { RunObserver } from '../service/observer.ts';
import { METRIC_NAMES, type MetricName } from './catalogue.ts';
import { DeletionMetrics } from './deletion-metrics.ts';
import { JobMetrics } from './job-metrics.ts';
import { PoolMetrics } from './pool-metrics.ts';
import { SemaphoreMetrics } from './semaphore-metrics.ts';
import { type Series, Value } from './series.ts';
import { StrategyMetrics } from './strategy-metrics.ts';

/** Every metric of a running service, kept by what it hears of its events. */
export class MetricValues {
  readonly listener: RunObserver;
  /** In the order of the catalogue. */
  readonly series: readonly Series[];
  readonly #pools: readonly PoolMetrics[];
  readonly #strategies: readonly StrategyMetrics[];
  readonly #deletions = new DeletionMetrics();
  readonly #waiting = new Value('unpark.jobs.waiting', {});
  readonly #jobsWaiting: (() => number) | undefined;

  /** @param jobsWaiting who knows better how many jobs wait for admission: no event tells that those of a live service were cancelled. */
  constructor({ system, pools, programs, taskKinds, strategies }: Layout, jobsWaiting?: () => number) {
    this.#jobsWaiting = jobsWaiting;
    this.#pools = pools.map((pool, number) => {
      const kinds = programs.filter((program) => program.pool === number).map(({ taskKind }) => taskKind);
      return new PoolMetrics(pool, taskKinds, kinds);
    });
    const jobs = system.jobs.map(({ name }) => new JobMetrics(name));
    const semaphores = system.semaphores.map((semaphore) => new SemaphoreMetrics(semaphore));
    // Job kinds with other settings have a strategy of their own of the same name; they are shown as one.
    const byName = new Map(strategies.map(({ deletion }) => [deletion.by, new StrategyMetrics(deletion.by)]));
    this.#strategies = strategies.map(({ deletion }) => byName.get(deletion.by) as StrategyMetrics);
    const running = new Value('unpark.jobs.running', {});
    const waiting = this.#waiting;
    const parts = [...this.#pools, ...jobs, ...semaphores, ...byName.values(), this.#deletions];
    this.series = inOrder([...parts.flatMap(({ series }) => series), running, waiting]);
    const deletions = this.#deletions;
    const pool = (number: number) => this.#pools[number] as PoolMetrics;
    const job = (kind: number) => jobs[kind] as JobMetrics;
    const semaphore = (number: number) => semaphores[number] as SemaphoreMetrics;
    const strategy = (number: number) => this.#strategies[number] as StrategyMetrics;
    this.listener = {
      ...silent(),
      jobArrived: (_row, kind) => {
        job(kind).arrived.value += 1;
      },
      jobQueued: () => {
        waiting.value += 1;
      },
      jobAdmitted: (_row, kind, waitedUs, fromQueue) => {
        if (fromQueue) waiting.value -= 1;
        running.value += 1;
        job(kind).admitted(waitedUs);
      },
      jobEnded: (_row, kind, failed, timeUs) => {
        running.value -= 1;
        job(kind).ended(failed, timeUs);
      },
      taskQueued: (_row, number) => {
        pool(number).queueDepth.value += 1;
      },
      taskRefused: (_row, number, kind) => pool(number).refused(kind),
      taskStarted: (_row, number, _kind, _thread, waitedUs, fromQueue, atUs) =>
        pool(number).started(waitedUs, fromQueue, atUs),
      taskChanged: (_row, number, _kind, _thread, before, state, atUs) => pool(number).changed(before, state, atUs),
      taskEnded: (_row, number, kind, _thread, state, heldUs, goesOn, atUs) =>
        pool(number).ended(kind, state, heldUs, goesOn, atUs),
      permitAwaited: (_row, number) => {
        semaphore(number).waiting.value += 1;
      },
      permitGranted: (_row, number, permits, waitedUs, fromQueue) =>
        semaphore(number).granted(permits, waitedUs, fromQueue),
      permitReturned: (_row, number, permits) => {
        semaphore(number).inUse.value -= permits;
      },
      blobUploaded: (_blob, kind) => {
        job(kind).uploaded.value += 1;
        deletions.alive.value += 1;
      },
      blobDeletedAtOnce: () => {
        deletions.alive.value -= 1;
      },
      blobAbandoned: () => {
        deletions.abandoned.value += 1;
      },
      deletionScheduled: (blob, kind, dueUs) => {
        job(kind).scheduled.value += 1;
        deletions.scheduled(blob, dueUs);
      },
      deletionRejected: (blob) => deletions.rejected(blob),
      deletionStarted: (blob, dueUs) => deletions.started(blob, dueUs),
      deletionRetried: (blob) => deletions.retried(blob),
      deletionPutBack: (blob) => deletions.putBack(blob),
      deletionSettled: (blob, settlement, startedUs, dueUs) =>
        deletions.settled(blob, settlement, Math.max(0, startedUs - dueUs)),
      driverStarted: (number) => {
        strategy(number).starts.value += 1;
      },
      driverChanged: (number, works, atUs) => strategy(number).changed(works, atUs),
      poolStarved: (number) => {
        pool(number).starved.value = 1;
      },
    };
  }

  /** Brings every value up to a time that does not lie before what was heard. @param atUs since the start of the run. */
  bringUpTo(atUs: number): void {
    for (const part of [...this.#pools, ...new Set(this.#strategies), this.#deletions]) part.bringUpTo(atUs);
    if (this.#jobsWaiting !== undefined) this.#waiting.value = this.#jobsWaiting();
  }
}

function inOrder(series: readonly Series[]): Series[] {
  const places = new Map<MetricName, number>(METRIC_NAMES.map((name, place) => [name, place]));
  return [...series].sort((a, b) => (places.get(a.metric) as number) - (places.get(b.metric) as number));
}

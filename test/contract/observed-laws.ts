import assert from 'node:assert/strict';
import type { Layout } from '../../src/service/layout.ts';
import type { Observer } from '../../src/service/observer.ts';
import * as processState from '../../src/service/process-state.ts';

interface OnThread {
  readonly row: number;
  readonly kind: number;
  state: number;
}

/** A listener that holds every event of a service to what must be true of any: time never falls, no thread does two things, and what went in comes out once or is still there. */
export class ObservedLaws implements Observer {
  readonly #layout: Layout;
  readonly #threads: Map<number, OnThread>[];
  readonly #queued: Set<number>[];
  /** Permits by semaphore and by row. */
  readonly #permits: Map<number, number>[];
  readonly #awaiting: Map<number, number>[];
  readonly #jobs = new Map<number, 'arrived' | 'queued' | 'running'>();
  readonly #blobs = new Map<number, 'held' | 'pending' | 'deleting'>();
  readonly #starved = new Set<number>();
  #admitted = new Map<string, number>();
  #nowUs = 0;
  /** How many events there were. */
  events = 0;

  constructor(layout: Layout) {
    this.#layout = layout;
    this.#threads = layout.pools.map(() => new Map());
    this.#queued = layout.pools.map(() => new Set());
    this.#permits = layout.system.semaphores.map(() => new Map());
    this.#awaiting = layout.system.semaphores.map(() => new Map());
  }

  /** What is still there: jobs, tasks in queues and on threads, blobs. */
  get open() {
    return {
      jobs: this.#jobs.size,
      queued: this.#queued.map((rows) => rows.size),
      active: this.#threads.map((threads) => threads.size),
      blobs: this.#blobs.size,
      permits: this.#permits.map((held) => [...held.values()].reduce((sum, permits) => sum + permits, 0)),
    };
  }

  /** The pools that were told to have starved. */
  get starved(): readonly number[] {
    return [...this.#starved].sort();
  }

  /** The pools whose threads are all blocked while tasks wait. */
  get stuck(): readonly number[] {
    return this.#layout.pools.flatMap(({ threads }, pool) => {
      const held = [...(this.#threads[pool]?.values() ?? [])];
      const isBlocked = held.length === threads && held.every(({ state }) => state === processState.blocked);
      return isBlocked && (this.#queued[pool]?.size as number) > 0 ? [pool] : [];
    });
  }

  jobArrived(row: number, _kind: number, atUs: number): void {
    this.#at(atUs);
    assert.equal(this.#jobs.has(row), false, 'a job arrives once');
    this.#jobs.set(row, 'arrived');
  }
  jobQueued(row: number, kind: number, atUs: number): void {
    this.#at(atUs);
    assert.equal(this.#jobs.get(row), 'arrived');
    this.#jobs.set(row, 'queued');
    const limit = this.#limitOf(kind);
    assert.equal(this.#admitted.get(limit?.name ?? ''), limit?.limit, 'a job waits only at a limit that is reached');
  }
  jobAdmitted(row: number, kind: number, waitedUs: number, fromQueue: boolean, atUs: number): void {
    this.#at(atUs);
    assert.equal(this.#jobs.get(row), fromQueue ? 'queued' : 'arrived');
    assert.equal(fromQueue || waitedUs === 0, true);
    this.#jobs.set(row, 'running');
    const limit = this.#limitOf(kind);
    if (limit === undefined) return;
    const admitted = (this.#admitted.get(limit.name) ?? 0) + 1;
    assert.ok(admitted <= limit.limit);
    this.#admitted.set(limit.name, admitted);
  }
  jobEnded(row: number, kind: number, _failed: boolean, timeUs: number, atUs: number): void {
    this.#at(atUs);
    assert.equal(this.#jobs.get(row), 'running');
    assert.ok(timeUs >= 0);
    this.#jobs.delete(row);
    const limit = this.#limitOf(kind);
    if (limit !== undefined) this.#admitted.set(limit.name, (this.#admitted.get(limit.name) as number) - 1);
  }

  taskQueued(row: number, pool: number, _kind: number, atUs: number): void {
    this.#at(atUs);
    const layout = this.#layout.pools[pool] as Layout['pools'][number];
    assert.equal(this.#threads[pool]?.size, layout.threads, 'a task waits only when every thread is taken');
    this.#queued[pool]?.add(row);
    assert.ok((this.#queued[pool]?.size as number) <= layout.queueBound);
  }
  taskRefused(_row: number, pool: number, _kind: number, atUs: number): void {
    this.#at(atUs);
    const { queueBound } = this.#layout.pools[pool] as Layout['pools'][number];
    assert.equal(this.#queued[pool]?.size, queueBound, 'a task is refused only at the bound');
  }
  taskStarted(
    row: number,
    pool: number,
    kind: number,
    thread: number,
    waitedUs: number,
    fromQueue: boolean,
    atUs: number,
  ): void {
    this.#at(atUs);
    const threads = this.#threads[pool] as Map<number, OnThread>;
    assert.equal(threads.has(thread), false, 'no thread does two things');
    assert.ok(threads.size < (this.#layout.pools[pool]?.threads as number));
    for (let lower = 0; lower < thread && !fromQueue; lower += 1)
      assert.equal(threads.has(lower), true, 'the lowest that is free');
    assert.equal(this.#queued[pool]?.delete(row), fromQueue);
    assert.equal(fromQueue || waitedUs === 0, true);
    threads.set(thread, { row, kind, state: processState.working });
  }
  taskChanged(
    row: number,
    pool: number,
    kind: number,
    thread: number,
    before: number,
    state: number,
    atUs: number,
  ): void {
    this.#at(atUs);
    const on = this.#threads[pool]?.get(thread);
    assert.deepEqual(on, { row, kind, state: before });
    assert.ok([processState.working, processState.parked, processState.blocked].includes(state));
    assert.notEqual(state, before);
    (on as OnThread).state = state;
  }
  taskEnded(
    row: number,
    pool: number,
    kind: number,
    thread: number,
    state: number,
    heldUs: number,
    goesOn: boolean,
    atUs: number,
  ): void {
    this.#at(atUs);
    assert.deepEqual(this.#threads[pool]?.get(thread), { row, kind, state });
    assert.ok(heldUs >= 0);
    assert.equal(goesOn, (this.#queued[pool]?.size as number) > 0);
    this.#threads[pool]?.delete(thread);
  }

  permitAwaited(row: number, semaphore: number, permits: number, atUs: number): void {
    this.#at(atUs);
    this.#awaiting[semaphore]?.set(row, permits);
  }
  permitGranted(
    row: number,
    semaphore: number,
    permits: number,
    waitedUs: number,
    fromQueue: boolean,
    atUs: number,
  ): void {
    this.#at(atUs);
    assert.equal(this.#awaiting[semaphore]?.delete(row), fromQueue);
    assert.equal(fromQueue || waitedUs === 0, true);
    const held = this.#permits[semaphore] as Map<number, number>;
    held.set(row, (held.get(row) ?? 0) + permits);
    const all = [...held.values()].reduce((sum, one) => sum + one, 0);
    assert.ok(all <= (this.#layout.system.semaphores[semaphore]?.limit as number));
  }
  permitReturned(row: number, semaphore: number, permits: number, atUs: number): void {
    this.#at(atUs);
    const held = this.#permits[semaphore] as Map<number, number>;
    const left = (held.get(row) ?? 0) - permits;
    assert.ok(left >= 0);
    if (left === 0) held.delete(row);
    else held.set(row, left);
  }

  blobUploaded(blob: number, _kind: number, _job: number, _item: number, atUs: number): void {
    this.#at(atUs);
    assert.equal(this.#blobs.has(blob), false);
    this.#blobs.set(blob, 'held');
  }
  blobDeletedAtOnce(blob: number, _urlEndUs: number, atUs: number): void {
    this.#blobEnds(blob, 'held', atUs);
  }
  blobAbandoned(blob: number, _urlEndUs: number, atUs: number): void {
    this.#blobEnds(blob, 'held', atUs);
  }
  deletionScheduled(blob: number, _kind: number, dueUs: number, atUs: number): void {
    this.#blobGoes(blob, 'held', 'pending', atUs);
    assert.ok(dueUs >= atUs);
  }
  deletionRejected(blob: number, _urlEndUs: number, atUs: number): void {
    this.#blobEnds(blob, 'pending', atUs);
  }
  deletionStarted(blob: number, dueUs: number, _attempt: number, atUs: number): void {
    this.#blobGoes(blob, 'pending', 'deleting', atUs);
    assert.ok(atUs >= dueUs, 'never before it is due');
  }
  deletionRetried(blob: number, atUs: number): void {
    this.#blobGoes(blob, 'deleting', 'pending', atUs);
  }
  deletionPutBack(blob: number, atUs: number): void {
    this.#blobGoes(blob, 'deleting', 'pending', atUs);
  }
  deletionSettled(
    blob: number,
    _settlement: string,
    startedUs: number,
    dueUs: number,
    _urlEndUs: number,
    atUs: number,
  ): void {
    this.#blobEnds(blob, 'deleting', atUs);
    assert.ok(startedUs >= dueUs);
  }
  driverStarted(_strategy: number, atUs: number): void {
    this.#at(atUs);
  }
  driverDied(_strategy: number, atUs: number): void {
    this.#at(atUs);
  }
  driverChanged(_strategy: number, _works: boolean, atUs: number): void {
    this.#at(atUs);
  }
  poolStarved(pool: number, waiting: number, atUs: number): void {
    this.#at(atUs);
    const threads = [...(this.#threads[pool]?.values() ?? [])];
    assert.ok(threads.every(({ state }) => state === processState.blocked));
    assert.equal(waiting, this.#queued[pool]?.size);
    this.#starved.add(pool);
  }

  #at(atUs: number): void {
    assert.ok(atUs >= this.#nowUs, 'time never falls');
    this.#nowUs = atUs;
    this.events += 1;
  }
  #limitOf(kind: number) {
    const { jobs, concurrency } = this.#layout.system;
    return concurrency.find(({ name }) => name === jobs[kind]?.concurrency);
  }
  #blobGoes(blob: number, from: 'held' | 'pending' | 'deleting', to: 'pending' | 'deleting', atUs: number): void {
    this.#at(atUs);
    assert.equal(this.#blobs.get(blob), from);
    this.#blobs.set(blob, to);
  }
  #blobEnds(blob: number, from: 'held' | 'pending' | 'deleting', atUs: number): void {
    this.#at(atUs);
    assert.equal(this.#blobs.get(blob), from);
    this.#blobs.delete(blob);
  }
}

import { ServiceRecorder } from '../../src/record/service-recorder.ts';
import type { Layout } from '../../src/service/layout.ts';
import type { Settlement } from '../../src/service/observer.ts';

const STATES = ['working', 'parked', 'blocked'];

interface Stay {
  readonly levels: readonly string[];
  readonly sinceUs: number;
  readonly weight: number;
}

/** The recorder, and beside it each stay by itself: who is at which level since when. By Little's law the stays add up to the integral of the level, of those that are still there too. */
export class RecorderWithStays extends ServiceRecorder {
  readonly #plan: Layout;
  readonly #open = new Map<string, Stay>();
  /** Stays that have ended, in µs (or permit-µs) by level. */
  readonly #ended = new Map<string, number>();

  constructor(layout: Layout, endUs: number) {
    super(layout, 0, endUs, 0);
    this.#plan = layout;
  }

  /** What the stays add up to at each level, those that go on counted up to now. */
  staysUs(nowUs: number): ReadonlyMap<string, number> {
    for (const key of [...this.#open.keys()]) this.#leave(key, nowUs);
    return this.#ended;
  }

  /** How many are somewhere whose key begins so. */
  openWith(prefix: string): number {
    return [...this.#open.keys()].filter((key) => key.startsWith(prefix)).length;
  }

  override jobQueued(row: number, kind: number, atUs: number): void {
    super.jobQueued(row, kind, atUs);
    this.#enter(`waiting ${row}`, this.#jobLevels(kind, 'waiting', 'waiting'), atUs);
  }
  override jobAdmitted(row: number, kind: number, waitedUs: number, fromQueue: boolean, atUs: number): void {
    super.jobAdmitted(row, kind, waitedUs, fromQueue, atUs);
    if (fromQueue) this.#leave(`waiting ${row}`, atUs);
    this.#enter(`running ${row}`, this.#jobLevels(kind, 'running', 'admitted'), atUs);
  }
  override jobEnded(row: number, kind: number, failed: boolean, timeUs: number, atUs: number): void {
    super.jobEnded(row, kind, failed, timeUs, atUs);
    this.#leave(`running ${row}`, atUs);
  }

  override taskQueued(row: number, pool: number, kind: number, atUs: number): void {
    super.taskQueued(row, pool, kind, atUs);
    this.#enter(`queued in ${pool} ${row}`, [`${this.#pool(pool)}.queueDepth`], atUs);
  }
  override taskStarted(
    row: number,
    pool: number,
    kind: number,
    thread: number,
    waitedUs: number,
    fromQueue: boolean,
    atUs: number,
  ): void {
    super.taskStarted(row, pool, kind, thread, waitedUs, fromQueue, atUs);
    if (fromQueue) this.#leave(`queued in ${pool} ${row}`, atUs);
    this.#enter(`on a thread of ${pool} ${row}`, [`${this.#pool(pool)}.active`], atUs);
    this.#enterState(row, pool, kind, 0, atUs);
  }
  override taskChanged(
    row: number,
    pool: number,
    kind: number,
    thread: number,
    before: number,
    state: number,
    atUs: number,
  ): void {
    super.taskChanged(row, pool, kind, thread, before, state, atUs);
    this.#leave(`state ${row}`, atUs);
    this.#enterState(row, pool, kind, state, atUs);
  }
  override taskEnded(
    row: number,
    pool: number,
    kind: number,
    thread: number,
    state: number,
    heldUs: number,
    goesOn: boolean,
    atUs: number,
  ): void {
    super.taskEnded(row, pool, kind, thread, state, heldUs, goesOn, atUs);
    this.#leave(`state ${row}`, atUs);
    this.#leave(`on a thread of ${pool} ${row}`, atUs);
  }

  override permitAwaited(row: number, semaphore: number, permits: number, atUs: number): void {
    super.permitAwaited(row, semaphore, permits, atUs);
    this.#enter(`awaits ${row}`, [`${this.#semaphore(semaphore)}.waiting`], atUs);
  }
  override permitGranted(
    row: number,
    semaphore: number,
    permits: number,
    waitedUs: number,
    fromQueue: boolean,
    atUs: number,
  ): void {
    super.permitGranted(row, semaphore, permits, waitedUs, fromQueue, atUs);
    if (fromQueue) this.#leave(`awaits ${row}`, atUs);
    this.#hold(row, semaphore, permits, atUs);
  }
  override permitReturned(row: number, semaphore: number, permits: number, atUs: number): void {
    super.permitReturned(row, semaphore, permits, atUs);
    this.#hold(row, semaphore, -permits, atUs);
  }

  override deletionScheduled(blob: number, kind: number, dueUs: number, atUs: number): void {
    super.deletionScheduled(blob, kind, dueUs, atUs);
    this.#pends(blob, atUs);
  }
  override deletionRejected(blob: number, urlEndUs: number, atUs: number): void {
    super.deletionRejected(blob, urlEndUs, atUs);
    this.#leave(`pending ${blob}`, atUs);
  }
  override deletionStarted(blob: number, dueUs: number, attempt: number, atUs: number): void {
    super.deletionStarted(blob, dueUs, attempt, atUs);
    this.#leave(`pending ${blob}`, atUs);
    this.#enter(`in flight ${blob}`, [], atUs);
  }
  override deletionRetried(blob: number, atUs: number): void {
    super.deletionRetried(blob, atUs);
    this.#leave(`in flight ${blob}`, atUs);
    this.#pends(blob, atUs);
  }
  override deletionPutBack(blob: number, atUs: number): void {
    super.deletionPutBack(blob, atUs);
    this.#leave(`in flight ${blob}`, atUs);
    this.#pends(blob, atUs);
  }
  override deletionSettled(
    blob: number,
    settlement: Settlement,
    startedUs: number,
    dueUs: number,
    urlEndUs: number,
    atUs: number,
  ): void {
    super.deletionSettled(blob, settlement, startedUs, dueUs, urlEndUs, atUs);
    this.#leave(`in flight ${blob}`, atUs);
  }

  #enter(key: string, levels: readonly string[], sinceUs: number, weight = 1): void {
    if (this.#open.has(key)) throw new Error(`twice in one place: ${key}`);
    this.#open.set(key, { levels, sinceUs, weight });
  }

  #leave(key: string, atUs: number): void {
    const stay = this.#open.get(key);
    if (stay === undefined) throw new Error(`nobody is there: ${key}`);
    this.#open.delete(key);
    for (const level of stay.levels) {
      this.#ended.set(level, (this.#ended.get(level) ?? 0) + (atUs - stay.sinceUs) * stay.weight);
    }
  }

  #enterState(row: number, pool: number, kind: number, state: number, atUs: number): void {
    const name = STATES[state] as string;
    const ofKind = `${this.#plan.pools[pool]?.name}/${this.#plan.taskKinds[kind]?.name}/${name}`;
    this.#enter(`state ${row}`, [`${this.#pool(pool)}.${name}`, ofKind], atUs);
  }

  /** More or fewer permits: another stay. */
  #hold(row: number, semaphore: number, permits: number, atUs: number): void {
    const key = `holds ${semaphore} ${row}`;
    const before = this.#open.get(key);
    if (before !== undefined) this.#leave(key, atUs);
    const weight = (before?.weight ?? 0) + permits;
    if (weight < 0) throw new Error(`gave back more than it had: ${key}`);
    if (weight > 0) this.#enter(key, [`${this.#semaphore(semaphore)}.inUse`], atUs, weight);
  }

  #pends(blob: number, atUs: number): void {
    this.#enter(`pending ${blob}`, ['deletions.pending'], atUs);
  }

  #jobLevels(kind: number, level: string, ofLimit: string): string[] {
    const job = this.#plan.system.jobs[kind];
    const own = `jobs.${job?.name}.${level}`;
    return job?.concurrency === undefined ? [own] : [own, `concurrency.${job.concurrency}.${ofLimit}`];
  }
  #pool(pool: number): string {
    return this.#plan.pools[pool]?.path as string;
  }
  #semaphore(semaphore: number): string {
    return `semaphores.${this.#plan.system.semaphores[semaphore]?.name}`;
  }
}

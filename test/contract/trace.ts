import type { Layout } from '../../src/service/layout.ts';
import type { Observer } from '../../src/service/observer.ts';

/** One thing that happened. */
export interface Line {
  readonly atUs: number;
  /** Whom it happened to: a job, a thread, the queue of a pool, a semaphore, a blob or the driver of a strategy. */
  readonly of: string;
  readonly what: string;
  /** Of a thread or a driver that only goes over to another state: which. */
  readonly state?: string;
}

/** The driver of a strategy, by what tells it from others. */
export function driverName(settings: object | undefined): string {
  return `janitor ${JSON.stringify(settings)}`;
}

const STATES = ['working', 'parked', 'blocked'];

/** A listener that writes down what it hears, with names in the place of rows, which two worlds need not share. */
export class Trace implements Observer {
  readonly lines: Line[] = [];
  readonly #layout: Layout;
  readonly #serials = new Map<number, number>();
  readonly #jobs = new Map<number, string>();
  readonly #blobs = new Map<number, string>();

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  jobArrived(row: number, kind: number, atUs: number): void {
    const serial = this.#serials.get(kind) ?? 0;
    this.#serials.set(kind, serial + 1);
    this.#jobs.set(row, this.#jobName(kind, serial));
    this.#job(row, atUs, 'arrives');
  }
  jobQueued(row: number, _kind: number, atUs: number): void {
    this.#job(row, atUs, 'waits for admission');
  }
  jobAdmitted(row: number, _kind: number, waitedUs: number, fromQueue: boolean, atUs: number): void {
    this.#job(row, atUs, `is admitted after ${waitedUs}${fromQueue ? ' in the queue' : ''}`);
  }
  jobEnded(row: number, _kind: number, failed: boolean, timeUs: number, atUs: number): void {
    this.#job(row, atUs, `${failed ? 'fails' : 'is done'} after ${timeUs}`);
  }

  taskQueued(_row: number, pool: number, kind: number, atUs: number): void {
    this.#add(atUs, `the queue of ${this.#pool(pool)}`, `takes ${this.#task(kind)}`);
  }
  taskRefused(_row: number, pool: number, kind: number, atUs: number): void {
    this.#add(atUs, `the queue of ${this.#pool(pool)}`, `refuses ${this.#task(kind)}`);
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
    const what = `starts ${this.#task(kind)} after ${waitedUs}${fromQueue ? ' in the queue' : ''}`;
    this.#add(atUs, this.#thread(pool, thread), what);
  }
  taskChanged(
    _row: number,
    pool: number,
    _kind: number,
    thread: number,
    _before: number,
    state: number,
    atUs: number,
  ): void {
    const name = STATES[state] as string;
    this.lines.push({ atUs, of: this.#thread(pool, thread), what: `is ${name}`, state: name });
  }
  taskEnded(
    _row: number,
    pool: number,
    kind: number,
    thread: number,
    _state: number,
    heldUs: number,
    _goesOn: boolean,
    atUs: number,
  ): void {
    this.#add(atUs, this.#thread(pool, thread), `ends ${this.#task(kind)} after ${heldUs}`);
  }

  permitAwaited(_row: number, semaphore: number, permits: number, atUs: number): void {
    this.#add(atUs, this.#semaphore(semaphore), `lets one wait for ${permits}`);
  }
  permitGranted(
    _row: number,
    semaphore: number,
    permits: number,
    waitedUs: number,
    fromQueue: boolean,
    atUs: number,
  ): void {
    const what = `grants ${permits} after ${waitedUs}${fromQueue ? ' in the queue' : ''}`;
    this.#add(atUs, this.#semaphore(semaphore), what);
  }
  permitReturned(_row: number, semaphore: number, permits: number, atUs: number): void {
    this.#add(atUs, this.#semaphore(semaphore), `takes ${permits} back`);
  }

  blobUploaded(blob: number, kind: number, job: number, item: number, atUs: number): void {
    this.#blobs.set(blob, `blob ${item} of ${this.#jobName(kind, job)}`);
    this.#blob(blob, atUs, 'is uploaded');
  }
  blobDeletedAtOnce(blob: number, urlEndUs: number, atUs: number): void {
    this.#blob(blob, atUs, `is deleted at once, its URL ends at ${urlEndUs}`);
  }
  blobAbandoned(blob: number, urlEndUs: number, atUs: number): void {
    this.#blob(blob, atUs, `is abandoned, its URL ends at ${urlEndUs}`);
  }
  deletionScheduled(blob: number, _kind: number, dueUs: number, atUs: number): void {
    this.#blob(blob, atUs, `is due at ${dueUs}`);
  }
  deletionRejected(blob: number, urlEndUs: number, atUs: number): void {
    this.#blob(blob, atUs, `is rejected, its URL ends at ${urlEndUs}`);
  }
  deletionStarted(blob: number, dueUs: number, attempt: number, atUs: number): void {
    this.#blob(blob, atUs, `is tried ${attempt}, due at ${dueUs}`);
  }
  deletionRetried(blob: number, atUs: number): void {
    this.#blob(blob, atUs, 'is to be tried again');
  }
  deletionPutBack(blob: number, atUs: number): void {
    this.#blob(blob, atUs, 'is put back');
  }
  deletionSettled(
    blob: number,
    settlement: string,
    startedUs: number,
    dueUs: number,
    urlEndUs: number,
    atUs: number,
  ): void {
    this.#blob(blob, atUs, `is ${settlement}, tried at ${startedUs}, due at ${dueUs}, its URL ends at ${urlEndUs}`);
  }

  driverStarted(strategy: number, atUs: number): void {
    this.#add(atUs, this.#driver(strategy), 'starts');
  }
  driverDied(strategy: number, atUs: number): void {
    this.#add(atUs, this.#driver(strategy), 'dies');
  }
  driverChanged(strategy: number, works: boolean, atUs: number): void {
    const what = works ? 'works' : 'rests';
    this.lines.push({ atUs, of: this.#driver(strategy), what, state: what });
  }
  poolStarved(pool: number, waiting: number, atUs: number): void {
    this.#add(atUs, this.#pool(pool), `is starved while ${waiting} wait`);
  }

  #add(atUs: number, of: string, what: string): void {
    this.lines.push({ atUs, of, what });
  }
  #job(row: number, atUs: number, what: string): void {
    this.#add(atUs, this.#jobs.get(row) as string, what);
  }
  #blob(row: number, atUs: number, what: string): void {
    this.#add(atUs, this.#blobs.get(row) as string, what);
  }
  #jobName(kind: number, serial: number): string {
    return `${this.#layout.system.jobs[kind]?.name} ${serial}`;
  }
  #pool(pool: number): string {
    return `pool ${this.#layout.pools[pool]?.name}`;
  }
  #thread(pool: number, thread: number): string {
    return `thread ${thread} of ${this.#pool(pool)}`;
  }
  #task(kind: number): string {
    return this.#layout.taskKinds[kind]?.name as string;
  }
  #driver(strategy: number): string {
    return driverName(this.#layout.strategies[strategy]?.deletion.janitor);
  }
  #semaphore(semaphore: number): string {
    return `semaphore ${this.#layout.system.semaphores[semaphore]?.name}`;
  }
}

/**
 * A trace as two worlds have to agree on it: to each subject what happened to it, in order, each with its time. Which of two subjects comes first at one µs is left open. A state that
 * lasts no time is left out: a thread that is woken and at once sleeps again may call itself working in between, or not.
 */
export function bySubject(lines: readonly Line[]): Record<string, string[]> {
  const histories = new Map<string, History>();
  for (const line of lines) {
    const history = histories.get(line.of) ?? new History();
    histories.set(line.of, history);
    history.add(line);
  }
  const names = [...histories.keys()].sort();
  return Object.fromEntries(names.map((name) => [name, (histories.get(name) as History).lines()]));
}

class History {
  readonly #lines: string[] = [];
  /** The state that a thread is known by, and the one that it has gone over to at a moment that may not be over. */
  #shown = 'working';
  #now: Line | undefined;

  add(line: Line): void {
    if (this.#now !== undefined && this.#now.atUs < line.atUs) this.#show();
    if (line.state !== undefined) {
      this.#now = line;
      return;
    }
    this.#now = undefined;
    if (line.what.startsWith('starts')) this.#shown = 'working';
    this.#lines.push(`${line.atUs} ${line.what}`);
  }

  lines(): string[] {
    this.#show();
    return this.#lines;
  }

  #show(): void {
    const { atUs, what, state } = this.#now ?? {};
    this.#now = undefined;
    if (state === undefined || state === this.#shown) return;
    this.#shown = state;
    this.#lines.push(`${atUs} ${what}`);
  }
}

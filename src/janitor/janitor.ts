import { InvariantError, invariant } from '../errors.ts';
import { InFlightDeletions } from './in-flight-deletions.ts';
import type { DeletionOutcome, JanitorEvent, SettledOutcome } from './janitor-event.ts';
import { backoffUsAfter, checkDelayUs, checkedOptions, type JanitorOptions } from './janitor-options.ts';
import { PendingDeletions } from './pending-deletions.ts';

export type { DeletionOutcome, JanitorEvent, SettledOutcome } from './janitor-event.ts';
export { DEFAULT_DELAY_US, type JanitorOptions, type RetryOptions } from './janitor-options.ts';

/** What the caller of `schedule` has to do next. */
export type ScheduleAnswer =
  /** Accepted, and there was no live driver: start one. The janitor counts it as alive from here on. */
  | 'start'
  /** Accepted, and due earlier than what the driver waits for: it must look again. */
  | 'wake'
  /** Accepted; nothing to do. */
  | 'queued'
  /** Not accepted: the bound `maxPending` is reached, or the janitor is closed. The bucket's lifecycle rule is the backstop. */
  | 'rejected'
  /** Not accepted, as above, but there was no live driver either: start one, or the backlog would stay at its bound for ever. */
  | 'rejected-start';

/** What a janitor counted since it was made. scheduled = pending + inFlight + deleted + gone + superseded + failed, at every instant. */
export interface JanitorCounts {
  scheduled: number;
  rejected: number;
  /** Attempts that were handed out. */
  started: number;
  deleted: number;
  gone: number;
  superseded: number;
  failed: number;
  /** Attempts that failed and are followed by another. */
  retried: number;
  /** Deletions that were in flight when their driver died, and went back. */
  putBack: number;
  /** Settlements that came too late: from a driver that had died, or after the deletion had been given up. */
  stale: number;
  driversStarted: number;
  driversDied: number;
}

/**
 * The janitor: holds any number of deferred deletions and hands each out when it is due, in order of (due, sequence of scheduling).
 *
 * It is a state machine without a clock, timers, promises or I/O: the caller passes `nowUs`, integer µs of one clock that never runs backwards. Its driver waits until
 * `wakeAtUs`, calls `take` until it answers −1, deletes what it was given, calls `settle` for each, and looks again. One driver is alive at a time; it is started when
 * `schedule` says so, and nothing starts before it is due.
 *
 * `schedule`, `take` and `settle` allocate nothing without a listener, save where the number of pending deletions grows. A listener is called when the state is whole
 * again, so it may call the janitor; it must not throw.
 *
 * @typeParam Ref what names a blob: a path, a number. It is let go of as soon as its deletion is settled.
 */
export class Janitor<Ref> {
  readonly #options: Required<JanitorOptions>;
  readonly #onEvent: ((event: JanitorEvent<Ref>) => void) | undefined;
  readonly #pending = new PendingDeletions<Ref>();
  readonly #inFlight: InFlightDeletions<Ref>;
  readonly #counts: JanitorCounts = {
    scheduled: 0,
    rejected: 0,
    started: 0,
    deleted: 0,
    gone: 0,
    superseded: 0,
    failed: 0,
    retried: 0,
    putBack: 0,
    stale: 0,
    driversStarted: 0,
    driversDied: 0,
  };
  #pendingMax = 0;
  #hasDriver = false;
  #closed = false;

  /** @throws InputError with every option that is out of range. */
  constructor(options: JanitorOptions, onEvent?: (event: JanitorEvent<Ref>) => void) {
    this.#options = checkedOptions(options);
    this.#onEvent = onEvent;
    this.#inFlight = new InFlightDeletions(this.#options.concurrency);
  }

  /** A live view of the counts. */
  get counts(): Readonly<JanitorCounts> {
    return this.#counts;
  }

  /** How many deletions are scheduled and not yet started. */
  get pending(): number {
    return this.#pending.size;
  }

  /** The most that were ever pending. What a retry or a driver's death puts back was accepted before and is not refused: by that it may exceed `maxPending` by `concurrency`. */
  get pendingMax(): number {
    return this.#pendingMax;
  }

  /** How many deletions were handed out and not yet settled. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Whether a driver is alive, as far as the janitor was told. */
  get hasDriver(): boolean {
    return this.#hasDriver;
  }

  /**
   * Takes a blob to be deleted, at the earliest `delayUs` from now. It costs O(1) when it is due no earlier than what was scheduled before, else O(log n).
   * @param nowUs integer µs.
   * @param delayUs integer µs in 0 … 2^52.
   * @throws InputError when the delay is out of range.
   */
  schedule(ref: Ref, nowUs: number, delayUs: number = this.#options.delayUs): ScheduleAnswer {
    checkDelayUs(delayUs);
    checkTime(nowUs);
    const dueUs = nowUs + delayUs;
    if (this.#closed || this.#pending.size >= this.#options.maxPending) return this.#reject(ref, nowUs, dueUs);

    const isEarlierThanAwaited = dueUs < this.wakeAtUs() && this.#canStart();
    this.#pending.add(dueUs, ref);
    this.#notePending();
    this.#counts.scheduled += 1;
    const startsDriver = this.#claimDriver();
    this.#onEvent?.({ kind: 'scheduled', atUs: nowUs, ref, dueUs });
    if (startsDriver) {
      this.#tellDriverStarted(nowUs);
      return 'start';
    }
    return isEarlierThanAwaited ? 'wake' : 'queued';
  }

  /** When the driver is to look again, integer µs, maybe past; Infinity when nothing is pending, all that may be in flight is, or nobody is there to be woken. */
  wakeAtUs(): number {
    return this.#canStart() ? this.#pending.firstDueUs() : Number.POSITIVE_INFINITY;
  }

  /**
   * Hands out the next deletion that is due.
   * @returns its ticket, an integer from 0; −1 when none is due, all that may be in flight is, the janitor is closed, or there is no live driver.
   */
  take(nowUs: number): number {
    const pending = this.#pending;
    const dueUs = pending.firstDueUs();
    // Written so that a time that is not a number starts nothing.
    if (!(dueUs <= nowUs) || !this.#canStart()) return -1;
    const ref = pending.firstRef();
    const failures = pending.firstFailures();
    const ticket = this.#inFlight.begin(ref, dueUs, pending.firstSequence(), failures, nowUs);
    pending.dropFirst();
    this.#counts.started += 1;
    const latenessUs = nowUs - dueUs;
    invariant(latenessUs >= 0, 'a deletion starts before it is due');
    this.#onEvent?.({ kind: 'started', atUs: nowUs, ref, dueUs, latenessUs, attempt: failures + 1 });
    return ticket;
  }

  /** The blob of a deletion in flight. @throws InvariantError when the ticket is not in flight, as do the next two. */
  refOf(ticket: number): Ref {
    return this.#inFlight.refOf(ticket);
  }

  /** When the deletion was due, integer µs; for a retry, when that attempt was. */
  dueUsOf(ticket: number): number {
    return this.#inFlight.dueUsOf(ticket);
  }

  /** Which attempt it is, from 1. An attempt that was cut off by its driver's death does not count. */
  attemptOf(ticket: number): number {
    return this.#inFlight.failuresOf(ticket) + 1;
  }

  /**
   * Tells how a deletion ended. `retry` schedules it again after its backoff until its attempts are used up; then it has failed.
   * @param cause why it failed, for the listener.
   * @returns false when the ticket is not in flight: the driver that held it died and the deletion went back. Then nothing is changed.
   */
  settle(ticket: number, outcome: DeletionOutcome, nowUs: number, cause?: string): boolean {
    checkTime(nowUs);
    const inFlight = this.#inFlight;
    if (!inFlight.has(ticket)) {
      this.#counts.stale += 1;
      return false;
    }
    const ref = inFlight.refOf(ticket);
    const dueUs = inFlight.dueUsOf(ticket);
    const latenessUs = inFlight.startUsOf(ticket) - dueUs;
    const attempt = inFlight.failuresOf(ticket) + 1;
    const { retry } = this.#options;
    if (outcome === 'retry' && attempt < retry.attempts) {
      const nextDueUs = nowUs + backoffUsAfter(attempt, retry);
      inFlight.end(ticket);
      this.#pending.addRetry(nextDueUs, ref, attempt);
      this.#notePending();
      this.#counts.retried += 1;
      this.#onEvent?.({
        kind: 'retried',
        atUs: nowUs,
        ref,
        dueUs,
        latenessUs,
        attempt,
        nextDueUs,
        ...because(cause),
      });
      return true;
    }
    const settled: SettledOutcome = outcome === 'retry' ? 'failed' : outcome;
    this.#count(settled);
    inFlight.end(ticket);
    this.#onEvent?.({
      kind: 'settled',
      atUs: nowUs,
      ref,
      dueUs,
      latenessUs,
      attempt,
      outcome: settled,
      ...because(cause),
    });
    return true;
  }

  /**
   * Tells that the driver is dead; without a driver alive it changes nothing. What was in flight goes back with its old due time and sequence (it may have been deleted;
   * then the second deletion finds it gone, which is a success), and the next `schedule` asks for another driver.
   * @param cause why it died, for the listener.
   */
  driverDied(nowUs: number, cause?: string): void {
    checkTime(nowUs);
    if (!this.#hasDriver) return;
    const inFlight = this.#inFlight;
    const putBack = inFlight.size;
    for (let ticket = inFlight.any(); ticket >= 0; ticket = inFlight.any()) {
      const dueUs = inFlight.dueUsOf(ticket);
      this.#pending.putBack(dueUs, inFlight.sequenceOf(ticket), inFlight.refOf(ticket), inFlight.failuresOf(ticket));
      inFlight.end(ticket);
    }
    this.#notePending();
    this.#hasDriver = false;
    this.#counts.driversDied += 1;
    this.#counts.putBack += putBack;
    this.#onEvent?.({ kind: 'driverDied', atUs: nowUs, pending: this.#pending.size, putBack, ...because(cause) });
  }

  /** Ends the janitor's work: from here on it accepts and hands out nothing. What is in flight may still be settled; what is pending stays to be counted, and is lost. */
  close(): void {
    this.#closed = true;
  }

  #canStart(): boolean {
    return this.#hasDriver && !this.#closed && this.#inFlight.size < this.#inFlight.capacity;
  }

  #reject(ref: Ref, nowUs: number, dueUs: number): ScheduleAnswer {
    this.#counts.rejected += 1;
    const reason = this.#closed ? 'closed' : 'full';
    const startsDriver = !this.#closed && this.#claimDriver();
    this.#onEvent?.({ kind: 'rejected', atUs: nowUs, ref, dueUs, reason });
    if (!startsDriver) return 'rejected';
    this.#tellDriverStarted(nowUs);
    return 'rejected-start';
  }

  /** Counts a driver as alive from here on, before any listener is called: one that schedules in turn must not ask for a second. */
  #claimDriver(): boolean {
    if (this.#hasDriver) return false;
    this.#hasDriver = true;
    this.#counts.driversStarted += 1;
    return true;
  }

  #tellDriverStarted(nowUs: number): void {
    this.#onEvent?.({ kind: 'driverStarted', atUs: nowUs, pending: this.#pending.size });
  }

  #notePending(): void {
    const pending = this.#pending.size;
    if (pending > this.#pendingMax) this.#pendingMax = pending;
  }

  #count(outcome: SettledOutcome): void {
    switch (outcome) {
      case 'deleted':
      case 'gone':
      case 'superseded':
      case 'failed':
        this.#counts[outcome] += 1;
        return;
      default:
        throw new InvariantError(`the store answered ${String(outcome)}, which is no outcome`);
    }
  }
}

function because(cause: string | undefined): { cause?: string } {
  return cause === undefined ? {} : { cause };
}

/** What is no time would be waited for for ever. */
function checkTime(nowUs: number): void {
  invariant(Number.isSafeInteger(nowUs), 'a time is a whole number of µs');
}

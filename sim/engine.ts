import { invariant } from '../src/errors.ts';
import { DueTimeQueue } from '../src/janitor/due-time-queue.ts';

/** What happens at an event; the subject is whatever the scheduler of the event meant by it (a process, a pool …). */
export type Handler = (subject: number) => void;

/**
 * The discrete-event engine: virtual time in integer µs and a future event list on typed arrays. An event is (time, sequence, handler, subject); events of one time happen in
 * the order in which they were scheduled. Scheduling, cancelling and running an event allocate nothing.
 */
export class Engine {
  /** The virtual time in µs. It never goes back. */
  nowUs = 0;
  /** How many events have happened. */
  eventCount = 0;
  readonly #events = new DueTimeQueue(256);
  readonly #handlers: Handler[] = [];
  #handlerOf = new Int32Array(256);
  #subjectOf = new Int32Array(256);

  /** Registers a handler, once, before the run. @returns its number, to schedule events with. */
  handler(handler: Handler): number {
    return this.#handlers.push(handler) - 1;
  }

  /**
   * Schedules an event.
   * @param timeUs integer µs, not before now.
   * @param handler a number that `handler` returned.
   * @param subject a 32-bit integer.
   * @returns the event, for `cancel`; valid until it happens.
   */
  schedule(timeUs: number, handler: number, subject: number): number {
    invariant(timeUs >= this.nowUs, 'an event was scheduled in the past');
    const event = this.#events.push(timeUs);
    if (event >= this.#handlerOf.length) this.#grow();
    this.#handlerOf[event] = handler;
    this.#subjectOf[event] = subject;
    return event;
  }

  /** Cancels a pending event. @throws InvariantError when the event is not pending. */
  cancel(event: number): void {
    this.#events.remove(event);
  }

  /** How many events are pending. */
  get pending(): number {
    return this.#events.size;
  }

  /** Runs all events up to and including `endUs`, then sets the time to it. */
  runUntil(endUs: number): void {
    const events = this.#events;
    const handlers = this.#handlers;
    for (let nextUs = events.firstDueUs(); nextUs <= endUs; nextUs = events.firstDueUs()) {
      this.nowUs = nextUs;
      const event = events.pop();
      this.eventCount += 1;
      (handlers[this.#handlerOf[event] as number] as Handler)(this.#subjectOf[event] as number);
    }
    this.nowUs = endUs;
  }

  #grow(): void {
    const { capacity } = this.#events;
    const handlerOf = new Int32Array(capacity);
    const subjectOf = new Int32Array(capacity);
    handlerOf.set(this.#handlerOf);
    subjectOf.set(this.#subjectOf);
    this.#handlerOf = handlerOf;
    this.#subjectOf = subjectOf;
  }
}

import { expect } from 'vitest';
import type { JanitorEvent } from '../../src/janitor/janitor.ts';
import { US_PER_MS } from '../../src/units.ts';
import type { JanitorScript } from './janitor-world.ts';

type Event = JanitorEvent<number>;

interface Deletion {
  readonly dueUs: number;
  /** The place in the trace of the event that scheduled it: what breaks ties. */
  readonly sequence: number;
}

/** Follows a trace and holds at every event what must hold in any world: the janitor in plain words, without its data structures. */
export class JanitorLaws {
  readonly #script: JanitorScript;
  readonly #known = new Set<number>();
  readonly #pending = new Map<number, Deletion>();
  readonly #inFlight = new Map<number, Deletion>();
  #hasDriver = false;
  #nowUs = 0;
  // When a place was last freed, or a driver last started: the only moments at which something overdue may start.
  #freedAtUs = -1;

  constructor(script: JanitorScript) {
    this.#script = script;
  }

  holdFor(events: readonly Event[]): void {
    events.forEach((event, sequence) => {
      expect(event.atUs, 'time runs forwards').toBeGreaterThanOrEqual(this.#nowUs);
      this.#nowUs = event.atUs;
      this.#follow(event, sequence);
      expect(this.#inFlight.size).toBeLessThanOrEqual(this.#script.options.concurrency ?? 1);
    });
    expect(this.#inFlight.size, 'nothing is left in flight').toBe(0);
    if (this.#hasDriver) expect(this.#pending.size, 'a live driver leaves nothing pending').toBe(0);
    expect(this.#known.size).toBe(this.#script.steps.filter((step) => step.do === 'schedule').length);
  }

  #follow(event: Event, sequence: number): void {
    const { maxPending = 1_000_000 } = this.#script.options;
    switch (event.kind) {
      case 'scheduled':
        expect(this.#pending.size).toBeLessThan(maxPending);
        this.#meet(event);
        this.#pending.set(event.ref, { dueUs: event.dueUs, sequence });
        return;
      case 'rejected':
        expect(this.#pending.size).toBeGreaterThanOrEqual(maxPending);
        this.#meet(event);
        return;
      case 'started':
        this.#start(event);
        return;
      case 'retried':
        this.#end(event);
        this.#pending.set(event.ref, { dueUs: event.nextDueUs, sequence });
        return;
      case 'settled':
        this.#end(event);
        return;
      case 'driverStarted':
        expect(this.#hasDriver, 'one driver at a time').toBe(false);
        this.#hasDriver = true;
        this.#freedAtUs = event.atUs;
        expect(event.pending).toBe(this.#pending.size);
        return;
      case 'driverDied':
        expect(this.#hasDriver).toBe(true);
        this.#hasDriver = false;
        expect(event.putBack).toBe(this.#inFlight.size);
        for (const [ref, deletion] of this.#inFlight) this.#pending.set(ref, deletion);
        this.#inFlight.clear();
        expect(event.pending).toBe(this.#pending.size);
    }
  }

  /** Each step is told once, with its own time and delay. */
  #meet(event: Extract<Event, { kind: 'scheduled' | 'rejected' }>): void {
    expect(this.#known.has(event.ref)).toBe(false);
    this.#known.add(event.ref);
    const step = this.#script.steps.find((other) => other.do === 'schedule' && other.ref === event.ref);
    if (step?.do !== 'schedule') throw new Error(`no step schedules ${event.ref}`);
    expect(event.atUs).toBe(step.atMs * US_PER_MS);
    expect(event.dueUs).toBe(event.atUs + step.delayMs * US_PER_MS);
  }

  #start(event: Extract<Event, { kind: 'started' }>): void {
    expect(this.#hasDriver, 'only a live driver starts a deletion').toBe(true);
    const deletion = this.#pending.get(event.ref);
    if (deletion === undefined) throw new Error(`${event.ref} is started and was not pending`);
    expect(event.dueUs).toBe(deletion.dueUs);
    expect(event.latenessUs).toBe(event.atUs - event.dueUs);
    expect(event.latenessUs, 'nothing starts before it is due').toBeGreaterThanOrEqual(0);
    if (event.latenessUs > 0) {
      expect(this.#freedAtUs, 'what is late starts as soon as a place or a driver is there').toBe(event.atUs);
    }
    for (const other of this.#pending.values()) {
      const isEarlier =
        other.dueUs < deletion.dueUs || (other.dueUs === deletion.dueUs && other.sequence < deletion.sequence);
      expect(isEarlier, 'the first by due time and sequence starts first').toBe(false);
    }
    this.#pending.delete(event.ref);
    this.#inFlight.set(event.ref, deletion);
  }

  #end(event: Extract<Event, { kind: 'retried' | 'settled' }>): void {
    expect(this.#inFlight.delete(event.ref), 'what ends was in flight').toBe(true);
    const { attempts = 1 } = this.#script.options.retry ?? {};
    if (event.kind === 'retried') expect(event.attempt).toBeLessThan(attempts);
    else expect(event.attempt).toBeLessThanOrEqual(attempts);
    this.#freedAtUs = event.atUs;
  }
}

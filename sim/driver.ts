import type { StoreOperation, System } from '../src/scenario/model.ts';
import type { Port } from '../src/service/port.ts';
import type { Service } from '../src/service/service.ts';
import type { OutcomeSource } from '../src/workload/outcomes.ts';
import type { DurationSource } from '../src/workload/sampler.ts';
import type { Engine } from './engine.ts';
import { ObjectStore } from './object-store.ts';

/** Drives a service in virtual time: whatever takes time is an event of the engine, and the store is the modelled one. */
export class Driver implements Port {
  readonly #engine: Engine;
  readonly #store: ObjectStore;
  readonly #stepEnds: number;
  readonly #operationEnds: number;
  /** What the operation under way will come to, by row. */
  #outcomes = new Uint8Array(256);
  readonly #wakes: readonly number[];
  readonly #deletions: readonly DeletionsInFlight[];

  /** @param service is asked for when the first event runs. @param strategies how many there are. */
  constructor(engine: Engine, system: System, strategies: number, service: () => Service) {
    this.#engine = engine;
    this.#store = new ObjectStore(engine, system.store, system.faults);
    this.#stepEnds = engine.handler((row) => service().stepEnded(row));
    this.#operationEnds = engine.handler((row) => service().operationEnded(row, this.#outcomes[row] as number));
    const numbers = Array.from({ length: strategies }, (_, strategy) => strategy);
    this.#wakes = numbers.map((strategy) => engine.handler(() => service().woken(strategy)));
    this.#deletions = numbers.map((strategy) => {
      const outcomes: number[] = [];
      const ends = engine.handler((place) => service().deletionEnded(strategy, place, outcomes[place] as number));
      return { outcomes, ends };
    });
  }

  get nowUs(): number {
    return this.#engine.nowUs;
  }

  hold(row: number, _thread: number, _state: number, durationUs: number): void {
    this.#engine.schedule(this.#engine.nowUs + durationUs, this.#stepEnds, row);
  }

  /** A modelled thread does nothing for it. */
  block(): void {}

  operate(
    row: number,
    operation: StoreOperation,
    duration: DurationSource,
    outcomes: OutcomeSource,
    job: number,
    item: number,
  ): void {
    const store = this.#store;
    store.start(operation, duration, outcomes, job, item);
    if (row >= this.#outcomes.length) this.#growTo(row);
    this.#outcomes[row] = store.outcome;
    this.#engine.schedule(this.#engine.nowUs + store.latencyUs, this.#operationEnds, row);
  }

  delete(
    strategy: number,
    place: number,
    duration: DurationSource,
    outcomes: OutcomeSource,
    job: number,
    item: number,
  ): number {
    const store = this.#store;
    store.start('delete', duration, outcomes, job, item);
    const deletions = this.#deletions[strategy] as DeletionsInFlight;
    deletions.outcomes[place] = store.outcome;
    return this.#engine.schedule(this.#engine.nowUs + store.latencyUs, deletions.ends, place);
  }

  wakeAt(atUs: number, strategy: number): number {
    return this.#engine.schedule(atUs, this.#wakes[strategy] as number, 0);
  }

  cancel(token: number): void {
    this.#engine.cancel(token);
  }

  #growTo(row: number): void {
    const grown = new Uint8Array(Math.max(row + 1, this.#outcomes.length * 2));
    grown.set(this.#outcomes);
    this.#outcomes = grown;
  }
}

/** Deletions by the driver of a strategy, by their place. */
interface DeletionsInFlight {
  readonly outcomes: number[];
  readonly ends: number;
}

import type { Fault, Store, StoreOperation } from '../scenario/model.ts';
import type { Draws } from '../workload/draws.ts';
import { type OutcomeSource, storeOutcome } from '../workload/outcomes.ts';

/** What the scenario does to an operation that begins now. */
export interface Interference {
  /** How long it is held before it begins, µs. */
  readonly holdUs: number;
  /** The `storeOutcome` it is given; done: none, the store answers for itself. */
  readonly forced: number;
}

const NONE: Interference = { holdUs: 0, forced: storeOutcome.done };

/**
 * The scenario's own trouble with the store, put between a thread and the real one: its time-boxed faults and its chances of failure. They are drawn as the simulator draws
 * them. A real store without faults in the scenario is left alone.
 */
export class StoreFaults {
  readonly #store: Store;
  readonly #faults: readonly Fault[];
  readonly #draws: Draws;
  readonly #outcomes = new Map<string, OutcomeSource>();

  constructor(store: Store, faults: readonly Fault[], draws: Draws) {
    this.#store = store;
    this.#faults = faults;
    this.#draws = draws;
  }

  /** @param sinceStartUs the time since the start of the run. */
  on(operation: StoreOperation, sinceStartUs: number, label: string, job: number, item: number): Interference {
    const slow = this.#inForce('slow', operation, sinceStartUs);
    const failing = this.#inForce('fail', operation, sinceStartUs);
    const behaviour = this.#store[operation];
    const { fail, retry } = failing ?? behaviour;
    const gone = operation === 'delete' ? behaviour.gone : 0;
    if (slow === undefined && fail + retry + gone === 0) return NONE;
    return {
      holdUs: slow === undefined ? 0 : this.#draws.durations(label, slow.latency).drawUs(job, item),
      forced: this.#outcomesOf(label).draw(fail, retry, gone, job, item),
    };
  }

  /** Of several faults the one that is written last. */
  #inForce<K extends 'slow' | 'fail'>(
    kind: K,
    operation: StoreOperation,
    nowUs: number,
  ): Extract<Fault, { kind: K }> | undefined {
    return this.#faults.findLast(
      (fault): fault is Extract<Fault, { kind: K }> =>
        fault.kind === kind &&
        'operation' in fault &&
        fault.operation === operation &&
        nowUs >= fault.atUs &&
        nowUs < fault.untilUs,
    );
  }

  #outcomesOf(label: string): OutcomeSource {
    const known = this.#outcomes.get(label);
    if (known !== undefined) return known;
    const made = this.#draws.outcomes(label);
    this.#outcomes.set(label, made);
    return made;
  }
}

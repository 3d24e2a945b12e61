import type { Fault, Store, StoreBehaviour, StoreOperation } from '../src/scenario/model.ts';
import { type OutcomeSource, storeOutcome } from '../src/workload/outcomes.ts';
import type { DurationSource } from '../src/workload/sampler.ts';
import type { Engine } from './engine.ts';

type SlowFault = Extract<Fault, { kind: 'slow' }>;
type FailFault = Extract<Fault, { kind: 'fail' }>;

/** What the store does for one kind of operation. */
interface Behaviour {
  readonly usual: StoreBehaviour;
  readonly gone: number;
  readonly slow: readonly SlowFault[];
  readonly fail: readonly FailFault[];
}

/** The modelled object store: each operation has a latency and an outcome, both drawn by the operation's address, and faults change them in their boxes of time. */
export class ObjectStore {
  /** Of the operation that `start` began last. */
  latencyUs: number = 0;
  /** Of the operation that `start` began last: a `storeOutcome`. */
  outcome: number = storeOutcome.done;
  readonly #engine: Engine;
  readonly #upload: Behaviour;
  readonly #download: Behaviour;
  readonly #delete: Behaviour;

  constructor(engine: Engine, store: Store, faults: readonly Fault[]) {
    this.#engine = engine;
    this.#upload = behaviourOf('upload', store, faults);
    this.#download = behaviourOf('download', store, faults);
    this.#delete = behaviourOf('delete', store, faults);
  }

  /** Begins an operation now; its latency and its outcome stand in the fields until the next call. */
  start(operation: StoreOperation, duration: DurationSource, outcomes: OutcomeSource, job: number, item: number): void {
    const { usual, gone, slow, fail } = this.#of(operation);
    const slower = slow.length === 0 ? undefined : lastAt(slow, this.#engine.nowUs);
    this.latencyUs = slower === undefined ? duration.drawUs(job, item) : duration.drawByUs(slower.latency, job, item);
    const failing = fail.length === 0 ? undefined : lastAt(fail, this.#engine.nowUs);
    this.outcome =
      failing === undefined
        ? outcomes.draw(usual.fail, usual.retry, gone, job, item)
        : outcomes.draw(failing.fail, failing.retry, gone, job, item);
  }

  /** Not a look-up by name, which costs more than all else here: this is asked for each operation. */
  #of(operation: StoreOperation): Behaviour {
    if (operation === 'download') return this.#download;
    return operation === 'upload' ? this.#upload : this.#delete;
  }
}

function behaviourOf(operation: StoreOperation, store: Store, faults: readonly Fault[]): Behaviour {
  const usual = store[operation];
  return {
    usual,
    gone: operation === 'delete' ? usual.gone : 0,
    slow: faults.filter((fault) => fault.kind === 'slow').filter((fault) => fault.operation === operation),
    fail: faults.filter((fault) => fault.kind === 'fail').filter((fault) => fault.operation === operation),
  };
}

/** The fault in force: of several, the one that is written last. */
function lastAt<F extends SlowFault | FailFault>(faults: readonly F[], nowUs: number): F | undefined {
  for (let i = faults.length - 1; i >= 0; i -= 1) {
    const fault = faults[i] as F;
    if (nowUs >= fault.atUs && nowUs < fault.untilUs) return fault;
  }
  return undefined;
}

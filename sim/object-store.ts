import type { Fault, Store, StoreBehaviour, StoreOperation } from '../src/scenario/model.ts';
import { type OutcomeSource, storeOutcome } from '../src/workload/outcomes.ts';
import type { DurationSource } from '../src/workload/sampler.ts';
import type { Engine } from './engine.ts';

type SlowFault = Extract<Fault, { kind: 'slow' }>;
type FailFault = Extract<Fault, { kind: 'fail' }>;

/** The modelled object store: each operation has a latency and an outcome, both drawn by the operation's address, and faults change them in their boxes of time. */
export class ObjectStore {
  /** Of the operation that `start` began last. */
  latencyUs = 0;
  /** Of the operation that `start` began last: a `storeOutcome`. */
  outcome: number = storeOutcome.done;
  readonly #engine: Engine;
  readonly #behaviour: Store;
  readonly #slow: Readonly<Record<StoreOperation, readonly SlowFault[]>>;
  readonly #fail: Readonly<Record<StoreOperation, readonly FailFault[]>>;

  constructor(engine: Engine, behaviour: Store, faults: readonly Fault[]) {
    this.#engine = engine;
    this.#behaviour = behaviour;
    const slow = faults.filter((fault) => fault.kind === 'slow');
    const fail = faults.filter((fault) => fault.kind === 'fail');
    this.#slow = byOperation(slow);
    this.#fail = byOperation(fail);
  }

  /** Begins an operation now; its latency and its outcome stand in the fields until the next call. */
  start(operation: StoreOperation, duration: DurationSource, outcomes: OutcomeSource, job: number, item: number): void {
    const slow = lastAt(this.#slow[operation], this.#engine.nowUs);
    this.latencyUs = slow === undefined ? duration.drawUs(job, item) : duration.drawByUs(slow.latency, job, item);
    const behaviour: StoreBehaviour = this.#behaviour[operation];
    const { fail, retry } = lastAt(this.#fail[operation], this.#engine.nowUs) ?? behaviour;
    const gone = operation === 'delete' ? behaviour.gone : 0;
    this.outcome = outcomes.draw(fail, retry, gone, job, item);
  }
}

function byOperation<F extends SlowFault | FailFault>(faults: readonly F[]): Record<StoreOperation, readonly F[]> {
  const of = (operation: StoreOperation) => faults.filter((fault) => fault.operation === operation);
  return { upload: of('upload'), download: of('download'), delete: of('delete') };
}

/** The fault in force: of several, the one that is written last. */
function lastAt<F extends SlowFault | FailFault>(faults: readonly F[], nowUs: number): F | undefined {
  for (let i = faults.length - 1; i >= 0; i -= 1) {
    const fault = faults[i] as F;
    if (nowUs >= fault.atUs && nowUs < fault.untilUs) return fault;
  }
  return undefined;
}

import type { Fault, Store, StoreOperation } from '../scenario/model.ts';
import type { DurationDistribution } from '../workload/distribution.ts';

/** What the store does while the same faults are in force. */
export interface StoreTimes {
  /** @param own the latency that a step has of its own; a slow store takes its place too. */
  latency(operation: StoreOperation, own?: DurationDistribution): DurationDistribution;
  /** The same without faults. */
  normalLatency(operation: StoreOperation): DurationDistribution;
  /** The probability that the store asks to try again. */
  retry(operation: StoreOperation): number;
  /** The probability that an operation of a step fails, which it also does when it is asked to try again. */
  failure(operation: StoreOperation): number;
}

/** The store at a moment. Of several faults of one kind the one that is written last is in force. */
export function storeTimes(store: Store, faults: readonly Fault[], atUs: number): StoreTimes {
  const isOn = (fault: Fault) => fault.kind !== 'kill-janitor' && atUs >= fault.atUs && atUs < fault.untilUs;
  const on = faults.filter(isOn);
  const slow = (operation: StoreOperation) =>
    on.findLast((fault) => fault.kind === 'slow' && fault.operation === operation) as
      | Extract<Fault, { kind: 'slow' }>
      | undefined;
  const chances = (operation: StoreOperation) =>
    (on.findLast((fault) => fault.kind === 'fail' && fault.operation === operation) as
      | Extract<Fault, { kind: 'fail' }>
      | undefined) ?? store[operation];
  return {
    latency: (operation, own) => slow(operation)?.latency ?? own ?? store[operation].latency,
    normalLatency: (operation) => store[operation].latency,
    retry: (operation) => chances(operation).retry,
    failure: (operation) => Math.min(1, chances(operation).fail + chances(operation).retry),
  };
}

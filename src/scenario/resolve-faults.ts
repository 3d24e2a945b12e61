/** From faults to windows of time in which the store is another, or moments at which the janitor dies. */

import type { Path } from '../path.ts';
import type { Fault, Store, StoreOperation } from './model.ts';
import type { SystemContext } from './system-context.ts';
import type { Written } from './system-schema.ts';

const KINDS = ['slow', 'fail', 'throttle', 'kill'] as const;
const OPERATIONS: readonly StoreOperation[] = ['upload', 'download', 'delete'];

export function resolveFaults(written: Written<'faults'>, store: Store, context: SystemContext): Fault[] {
  const faults = written.map((fault, i) => (fault === null ? [] : resolveFault(fault, ['faults', i], store, context)));
  complainOfOverlap(faults, context);
  return faults.flat();
}

function resolveFault(
  fault: NonNullable<Written<'faults'>[number]>,
  path: Path,
  store: Store,
  context: SystemContext,
): Fault[] {
  if (context.isTold(path)) return [];
  const kinds = KINDS.filter((kind) => fault[kind] !== undefined);
  if (kinds.length === 0) {
    context.complain({
      path,
      message: 'this fault does nothing',
      expected: `at least one of: ${KINDS.join(', ')}`,
      found: `only ${Object.keys(fault).join(', ')}`,
    });
  }
  const timed = kinds.some((kind) => kind !== 'kill');
  if (timed && fault.for === undefined) {
    context.complain({
      path: [...path, 'for'],
      message: '`for` is missing: this fault needs an end',
      expected: 'a duration such as 30m',
      found: 'nothing',
    });
  }
  const { at: atUs, for: lengthUs = 0 } = fault;
  if (context.endUs !== undefined && atUs >= context.endUs) {
    context.complain({
      path: [...path, 'at'],
      message: 'this fault begins after the end of the run',
      expected: 'a time before warmUp + duration',
      found: `${context.written([...path, 'at'])}`,
    });
  }
  const box = { atUs, untilUs: atUs + lengthUs };
  const resolved: Fault[] = [];
  for (const operation of OPERATIONS) {
    const latency = fault.slow?.[operation];
    if (latency !== undefined) resolved.push({ kind: 'slow', ...box, operation, latency });
    const failing = fault.fail?.[operation];
    const throttled = fault.throttle?.[operation];
    if (failing === undefined && throttled === undefined) continue;
    const fail = failing ?? store[operation].fail;
    const retry = throttled ?? store[operation].retry;
    if (fail + retry + store[operation].gone > 1 + 1e-9) {
      context.complain({
        path,
        message: `more than 100% of the ${operation}s would fail, be asked to try again or find nothing in this time`,
        expected: 'at most 100% together with what the store does at all times',
        found: `${Math.round((fail + retry + store[operation].gone) * 100)}%`,
      });
    }
    resolved.push({ kind: 'fail', ...box, operation, fail, retry });
  }
  if (fault.kill !== undefined) resolved.push({ kind: 'kill-janitor', atUs });
  return resolved;
}

function complainOfOverlap(faults: readonly (readonly Fault[])[], context: SystemContext): void {
  faults.forEach((list, i) => {
    const overlapped = list.some((fault) =>
      faults.slice(0, i).some((earlier) => earlier.some((other) => overlap(fault, other))),
    );
    if (!overlapped) return;
    context.complain({
      path: ['faults', i],
      message: 'this fault overlaps an earlier one of the same kind and operation',
      expected: 'one fault of a kind at a time for each operation',
      hint: 'write `fail` and `throttle` of the same time into one fault',
    });
  });
}

function overlap(one: Fault, other: Fault): boolean {
  if (one.kind === 'kill-janitor' || other.kind === 'kill-janitor' || one.kind !== other.kind) return false;
  return one.operation === other.operation && one.atUs < other.untilUs && other.atUs < one.untilUs;
}

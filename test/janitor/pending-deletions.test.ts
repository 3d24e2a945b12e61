import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PendingDeletions } from '../../src/janitor/pending-deletions.ts';
import { replay } from '../contract/replay.ts';

interface Entry {
  readonly dueUs: number;
  readonly sequence: number;
  readonly ref: number;
  readonly failures: number;
}

const operation = fc.oneof(
  // Mostly in due order, as with one delay; sometimes earlier.
  { weight: 5, arbitrary: fc.record({ do: fc.constant('add' as const), stepUs: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('addEarlier' as const), stepUs: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('addRetry' as const), stepUs: fc.nat(9) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('drop' as const), stepUs: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('putBack' as const), stepUs: fc.constant(0) }) },
);

test('what is pending comes out by due time and then by sequence, whatever goes in or back in between', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 120 }), (operations) => {
      const pending = new PendingDeletions<number>();
      const model: Entry[] = [];
      let dropped: Entry | undefined;
      let dueUs = 100;
      let sequence = 0;
      const insert = (entry: Entry): void => {
        model.push(entry);
        model.sort((a, b) => a.dueUs - b.dueUs || a.sequence - b.sequence);
      };
      operations.forEach((op, ref) => {
        if (op.do === 'add') {
          dueUs += op.stepUs;
          pending.add(dueUs, ref);
          insert({ dueUs, sequence, ref, failures: 0 });
          sequence += 1;
        } else if (op.do === 'addEarlier') {
          pending.add(dueUs - op.stepUs, ref);
          insert({ dueUs: dueUs - op.stepUs, sequence, ref, failures: 0 });
          sequence += 1;
        } else if (op.do === 'addRetry') {
          pending.addRetry(dueUs + op.stepUs, ref, op.stepUs);
          insert({ dueUs: dueUs + op.stepUs, sequence, ref, failures: op.stepUs });
          sequence += 1;
        } else if (op.do === 'drop') {
          pending.dropFirst();
          dropped = model.shift();
        } else if (dropped !== undefined) {
          pending.putBack(dropped.dueUs, dropped.sequence, dropped.ref, dropped.failures);
          insert(dropped);
          dropped = undefined;
        }
        expectFirst(pending, model);
      });
      while (model.length > 0) {
        pending.dropFirst();
        model.shift();
        expectFirst(pending, model);
      }
    }),
    replay(),
  );
});

function expectFirst(pending: PendingDeletions<number>, model: readonly Entry[]): void {
  const first = model[0];
  expect(pending.size).toBe(model.length);
  expect(pending.firstDueUs()).toBe(first?.dueUs ?? Number.POSITIVE_INFINITY);
  if (first === undefined) return;
  expect(pending.firstRef()).toBe(first.ref);
  expect(pending.firstSequence()).toBe(first.sequence);
  expect(pending.firstFailures()).toBe(first.failures);
}

test('thousands in due order come out as they went in, while others come and go', () => {
  const pending = new PendingDeletions<number>();
  let next = 0;
  // Three in and two out, then none in: the lane grows over several chunks, and empties.
  for (let ref = 0; ref < 12_000; ref += 1) {
    pending.add(ref, ref);
    if (ref % 3 === 0) continue;
    expect(pending.firstRef()).toBe(next);
    pending.dropFirst();
    next += 1;
  }
  expect(pending.size).toBe(4_000);
  for (; pending.size > 0; next += 1) {
    expect(pending.firstRef()).toBe(next);
    pending.dropFirst();
  }
  expect(next).toBe(12_000);
  pending.add(0, 1);
  expect(pending.firstRef()).toBe(1);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DueTimeQueue } from '../../src/janitor/due-time-queue.ts';
import { replay } from '../contract/replay.ts';

interface Entry {
  readonly dueUs: number;
  readonly sequence: number;
  readonly slot: number;
}

/** The model: an array that is kept sorted by (due, sequence). */
class SortedEntries {
  readonly entries: Entry[] = [];

  insert(entry: Entry): void {
    const index = this.entries.findIndex(
      (other) => other.dueUs > entry.dueUs || (other.dueUs === entry.dueUs && other.sequence > entry.sequence),
    );
    this.entries.splice(index < 0 ? this.entries.length : index, 0, entry);
  }
}

function expectSame(queue: DueTimeQueue, model: SortedEntries): void {
  const first = model.entries[0];
  expect(queue.size).toBe(model.entries.length);
  expect(queue.firstDueUs()).toBe(first?.dueUs ?? Number.POSITIVE_INFINITY);
  expect(queue.firstSlot()).toBe(first?.slot ?? -1);
}

const dueUs = fc.oneof(fc.nat(5), fc.nat(1_000), fc.constant(2 ** 52));

const operation = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('push' as const), dueUs }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pop' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), which: fc.nat() }) },
);

test('it does what a sorted array does, for any pushes, pops and removals', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 200 }), fc.integer({ min: 1, max: 8 }), (operations, capacity) => {
      const queue = new DueTimeQueue(capacity);
      const model = new SortedEntries();
      let sequence = 0;
      for (const op of operations) {
        if (op.do === 'push') {
          const slot = queue.push(op.dueUs);
          expect(model.entries.some((entry) => entry.slot === slot)).toBe(false);
          model.insert({ dueUs: op.dueUs, sequence, slot });
          sequence += 1;
        } else if (op.do === 'pop') {
          expect(queue.pop()).toBe(model.entries.shift()?.slot ?? -1);
        } else if (model.entries.length > 0) {
          const [entry] = model.entries.splice(op.which % model.entries.length, 1) as [Entry];
          expect(queue.dueUsOf(entry.slot)).toBe(entry.dueUs);
          queue.remove(entry.slot);
          expect(queue.has(entry.slot)).toBe(false);
        }
        expectSame(queue, model);
      }
      while (model.entries.length > 0) expect(queue.pop()).toBe(model.entries.shift()?.slot);
      expectSame(queue, model);
    }),
    replay(),
  );
});

test('entries with sequences of the caller stand in the order of (due, sequence), whenever they are added', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.nat(3), fc.nat(100)), { selector: ([, sequence]) => sequence, maxLength: 50 }),
      (keys) => {
        const queue = new DueTimeQueue(1);
        const keyOf = new Map(keys.map((key) => [queue.pushNumbered(key[0], key[1]), key]));
        const expected = keys.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
        for (const key of expected) {
          expect(queue.firstSequence()).toBe(key[1]);
          expect(keyOf.get(queue.pop())).toEqual(key);
        }
        expect(queue.firstSequence()).toBe(Number.POSITIVE_INFINITY);
      },
    ),
    replay(),
  );
});

test('slots are dense: there are never more of them than entries were pending at once, rounded up to the capacity', () => {
  const queue = new DueTimeQueue(4);
  for (let i = 0; i < 1_000; i += 1) {
    queue.push(i);
    if (queue.size === 4) queue.pop();
  }
  expect(queue.capacity).toBe(4);
});

test('a slot that is not in the queue is refused', () => {
  const queue = new DueTimeQueue();
  const slot = queue.push(1);
  queue.pop();
  expect(() => queue.remove(slot)).toThrow('not in the queue');
  expect(() => queue.dueUsOf(-1)).toThrow('not in the queue');
  expect(queue.has(1_000)).toBe(false);
});

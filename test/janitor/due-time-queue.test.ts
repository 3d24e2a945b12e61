import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DueTimeQueue } from '../../src/janitor/due-time-queue.ts';
import { Streams } from '../../src/workload/streams.ts';
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

/** How long after the last one popped an entry is due: what the events of a simulation look like, and what buckets are worst at. */
const gaps: Readonly<Record<string, (random: () => number) => number>> = {
  'as they come': (random) => Math.round(-1e6 * Math.log(1 - random())),
  'all together': () => 0,
  'a few moments': (random) => 1_000 * Math.floor(4 * random()),
  'steps of 10 ms beside sleeps of 480 s': (random) => (random() < 0.5 ? Math.round(1e4 * random()) : 480e6),
  'one that is far away': (random) => (random() < 0.001 ? 2 ** 51 : Math.floor(100 * random())),
  'more and more of them': (random) => Math.round(2 ** (30 * random())),
};

test('it does so with thousands pending, however they are spread and however many are removed', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(gaps)),
      fc.array(fc.record({ push: fc.nat(9), pop: fc.nat(9), remove: fc.nat(6), times: fc.nat(900) }), {
        minLength: 2,
        maxLength: 6,
      }),
      fc.nat(),
      (kind, phases, seed) => {
        const gap = gaps[kind] as (random: () => number) => number;
        const stream = new Streams(seed, 0).of(kind);
        let draws = 0;
        const random = () => stream.uniform(draws++, 0);
        const queue = new DueTimeQueue(1);
        const model = new SortedEntries();
        let nowUs = 0;
        let most = 0;
        let sequence = 0;
        for (const { push, pop, remove, times } of phases) {
          for (let i = 0; i < times; i += 1) {
            const at = (push + pop + remove) * random();
            if (at < push) {
              const entry = { dueUs: nowUs + gap(random), sequence };
              model.insert({ ...entry, slot: queue.push(entry.dueUs) });
              sequence += 1;
            } else if (at < push + pop) {
              nowUs = model.entries[0]?.dueUs ?? nowUs;
              expect(queue.pop()).toBe(model.entries.shift()?.slot ?? -1);
            } else if (model.entries.length > 0) {
              const [entry] = model.entries.splice(Math.floor(random() * model.entries.length), 1) as [Entry];
              queue.remove(entry.slot);
            }
            most = Math.max(most, queue.size);
            expectSame(queue, model);
          }
        }
        while (model.entries.length > 0) expect(queue.pop()).toBe(model.entries.shift()?.slot);
        expectSame(queue, model);
        // At most as many again are held that were removed, and a few; the capacity doubles.
        expect(queue.capacity).toBeLessThanOrEqual(2 * (2 * most + 64 + 2));
        // Empty, it takes whatever comes.
        model.insert({ dueUs: 2 ** 52, sequence, slot: queue.push(2 ** 52) });
        expectSame(queue, model);
      },
    ),
    { ...replay(), numRuns: 60 },
  );
});

test('what is removed makes room: whoever sets an alarm and takes it back, again and again, needs no more slots for it', () => {
  const queue = new DueTimeQueue(1);
  queue.push(0);
  for (let i = 0; i < 100_000; i += 1) queue.remove(queue.push(1e9 + i));
  expect(queue.size).toBe(1);
  expect(queue.capacity).toBeLessThanOrEqual(256);
});

test('so does whoever does it beside a thousand others that go on', () => {
  const queue = new DueTimeQueue(1);
  const stream = new Streams(1, 0).of('holds');
  for (let i = 0; i < 1_000; i += 1) queue.push(Math.floor(1e6 * stream.uniform(i, 0)));
  for (let i = 0; i < 50_000; i += 1) {
    const nowUs = queue.firstDueUs();
    queue.pop();
    queue.push(nowUs + Math.floor(1e6 * stream.uniform(i, 1)));
    const other = Math.floor(queue.capacity * stream.uniform(i, 2));
    if (!queue.has(other)) continue;
    queue.remove(other);
    queue.push(nowUs + Math.floor(1e6 * stream.uniform(i, 3)));
  }
  expect(queue.size).toBe(1_000);
  expect(queue.capacity).toBeLessThanOrEqual(4_096);
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
  expect(queue.has(1_000)).toBe(false);
});

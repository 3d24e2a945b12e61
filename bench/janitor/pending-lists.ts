import { DueTimeQueue } from '../../src/janitor/due-time-queue.ts';
import { Janitor } from '../../src/janitor/janitor.ts';
import { type Figures, secondsOf, usedBytes } from '../contender.ts';
import { ObjectHeap } from '../object-heap.ts';

/** All with one delay, as the service does it: one blob is scheduled each µs, and all are taken when the last is due. */
const DELAY_US = 480_000_000;

/** @param list schedules the n-th deletion at n µs, and takes all of them. */
function figuresOf(n: number, schedule: (i: number) => void, take: () => void): Figures {
  const before = usedBytes();
  const scheduled = secondsOf(() => {
    for (let i = 0; i < n; i += 1) schedule(i);
  });
  const bytes = (usedBytes() - before) / n;
  const taken = secondsOf(take);
  return { bytes, scheduledPerUs: n / scheduled / 1e6, takenPerUs: n / taken / 1e6 };
}

/** The whole core: bounds, counts, tickets and outcomes besides the list itself. */
export function janitorCore(n: number): Figures {
  const janitor = new Janitor<number>({ delayUs: DELAY_US, maxPending: n });
  const endUs = n + DELAY_US;
  return figuresOf(
    n,
    (i) => janitor.schedule(i, i),
    () => {
      for (let ticket = janitor.take(endUs); ticket >= 0; ticket = janitor.take(endUs)) {
        janitor.settle(ticket, 'deleted', endUs);
      }
    },
  );
}

/** The heap behind the core, with what a caller keeps by slot. */
export function typedHeap(n: number): Figures {
  const queue = new DueTimeQueue();
  let refs = new Int32Array(queue.capacity);
  return figuresOf(
    n,
    (i) => {
      const slot = queue.push(i + DELAY_US);
      if (slot >= refs.length) {
        const longer = new Int32Array(queue.capacity);
        longer.set(refs);
        refs = longer;
      }
      refs[slot] = i;
    },
    () => {
      while (queue.size > 0) queue.pop();
    },
  );
}

export function objectHeap(n: number): Figures {
  const heap = new ObjectHeap<number>();
  return figuresOf(
    n,
    (i) => heap.push(i + DELAY_US, i),
    () => {
      while (heap.size > 0) heap.pop();
    },
  );
}

/** A timer each. Nothing fires: they are only set, and cleared at the end. */
export function timers(n: number): Figures {
  const set: NodeJS.Timeout[] = [];
  const figures = figuresOf(
    n,
    (i) => set.push(setTimeout(deleteBlob, DELAY_US / 1_000, i)),
    () => {},
  );
  for (const timer of set) clearTimeout(timer);
  return { ...figures, takenPerUs: Number.NaN };
}

function deleteBlob(_ref: number): void {}

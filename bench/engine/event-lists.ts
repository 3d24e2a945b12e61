import FakeTimers from '@sinonjs/fake-timers';
import { DueTimeQueue } from '../../src/janitor/due-time-queue.ts';
import { bestSeconds, type Figures, secondsOf } from '../contender.ts';
import { ObjectHeap } from '../object-heap.ts';
import { exponential } from '../random.ts';

const MEAN_US = 1e6;

/** The hold model: with n events pending, the first is taken and another is put in. @returns ns for both. */
function holdNs(operations: number, pending: number, list: { push(dueUs: number): void; pop(): number }): Figures {
  const gapUs = exponential(MEAN_US, 1);
  for (let i = 0; i < pending; i += 1) list.push(Math.round(gapUs()));
  const hold = () => {
    for (let i = 0; i < operations; i += 1) list.push(list.pop() + Math.round(gapUs()));
  };
  return { ns: (bestSeconds(hold, 3) / operations) * 1e9 };
}

export function typedEventList(pending: number): Figures {
  const queue = new DueTimeQueue();
  const pop = () => {
    const dueUs = queue.firstDueUs();
    queue.pop();
    return dueUs;
  };
  return holdNs(1_000_000, pending, { push: (dueUs) => queue.push(dueUs), pop });
}

export function objectEventList(pending: number): Figures {
  const heap = new ObjectHeap<() => number>();
  const push = (dueUs: number) => heap.push(dueUs, () => dueUs);
  return holdNs(1_000_000, pending, { push, pop: () => heap.pop()?.what() ?? 0 });
}

/** Timers of whole milliseconds that each set another when they fire. */
export function fakeTimersEventList(pending: number): Figures {
  const operations = 50_000;
  const clock = FakeTimers.createClock(0, Number.MAX_SAFE_INTEGER);
  const gap = exponential(pending, 1);
  const again = (): void => {
    clock.setTimeout(again, 1 + Math.round(gap()));
  };
  for (let i = 0; i < pending; i += 1) again();
  const hold = () => {
    for (let i = 0; i < operations; i += 1) clock.next();
  };
  secondsOf(hold);
  return { ns: (secondsOf(hold) / operations) * 1e9 };
}

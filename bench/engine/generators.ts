import { bestProcessorSeconds, type Figures } from '../contender.ts';
import { ObjectHeap } from '../object-heap.ts';
import { exponential } from '../random.ts';
import { ARRIVALS_PER_SECOND, CUSTOMERS, figures } from './single-server.ts';

/** What a process yields: a time to sleep, in seconds. */
type Process = Generator<number, void, void>;

/** M/M/1 with a generator for each customer, as process-based simulators do it. */
export function generators(): Figures {
  let total = 0;
  const seconds = bestProcessorSeconds(() => {
    total = 0;
    const events = new ObjectHeap<Process>();
    const gap = exponential(1 / ARRIVALS_PER_SECOND, 1);
    const service = exponential(1, 2);
    const line: Process[] = [];
    let first = 0;
    let isBusy = false;
    let now = 0;
    function* source(): Process {
      for (let i = 0; i < CUSTOMERS; i += 1) {
        const customer = served(now);
        if (isBusy) line.push(customer);
        else events.push(now, customer);
        isBusy = true;
        yield gap();
      }
    }
    function* served(since: number): Process {
      yield service();
      total += now - since;
      const next = line[first];
      if (next === undefined) isBusy = false;
      else {
        first += 1;
        events.push(now, next);
      }
    }
    events.push(0, source());
    for (let event = events.pop(); event !== undefined; event = events.pop()) {
      now = event.time;
      const { value, done } = event.what.next();
      if (done !== true) events.push(now + (value as number), event.what);
    }
  });
  return figures(seconds, total / CUSTOMERS);
}

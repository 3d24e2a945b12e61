import { bestProcessorSeconds, type Figures } from '../contender.ts';
import { ObjectHeap } from '../object-heap.ts';
import { exponential } from '../random.ts';
import { ARRIVALS_PER_SECOND, CUSTOMERS, figures } from './single-server.ts';

/** M/M/1 upon an object heap, with a closure for each event. */
export function closures(): Figures {
  let total = 0;
  const seconds = bestProcessorSeconds(() => {
    total = 0;
    const events = new ObjectHeap<() => void>();
    const gap = exponential(1 / ARRIVALS_PER_SECOND, 1);
    const service = exponential(1, 2);
    const line: number[] = [];
    let first = 0;
    let arrived = 0;
    let now = 0;
    const serve = (since: number): void => {
      events.push(now + service(), () => {
        total += now - since;
        first += 1;
        if (first < line.length) serve(line[first] as number);
      });
    };
    const arrive = (): void => {
      arrived += 1;
      line.push(now);
      if (line.length - first === 1) serve(now);
      if (arrived < CUSTOMERS) events.push(now + gap(), () => arrive());
    };
    events.push(0, arrive);
    for (let event = events.pop(); event !== undefined; event = events.pop()) {
      now = event.time;
      event.what();
    }
  });
  return figures(seconds, total / CUSTOMERS);
}

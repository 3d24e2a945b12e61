import { type Contender, MACHINE, measure } from '../contender.ts';
import { digits, printTable } from '../table.ts';
import { janitorCore, objectHeap, timers, typedHeap } from './pending-lists.ts';

export const janitorContenders: Readonly<Record<string, Contender>> = {
  'janitor-core': janitorCore,
  'janitor-typed-heap': typedHeap,
  'janitor-object-heap': objectHeap,
  'janitor-timers': timers,
};

/** What a pending deletion costs in time and in bytes. Ten million timers are past what Node's heap takes by default. */
export function janitorSuite(): void {
  const lists: [string, string, number][] = [
    ['unpark, the janitor’s core', 'janitor-core', 10_000_000],
    ['unpark, DueTimeQueue', 'janitor-typed-heap', 10_000_000],
    ['binary heap of objects', 'janitor-object-heap', 10_000_000],
    ['setTimeout each', 'janitor-timers', 1_000_000],
  ];
  for (const n of [1_000_000, 10_000_000]) {
    printTable(
      `${n.toLocaleString('en')} pending deletions, all with one delay (${MACHINE})`,
      ['structure', 'bytes an item', 'schedule, M/s', 'take, M/s'],
      lists
        .filter(([, , most]) => n <= most)
        .map(([name, contender]) => {
          const { bytes, scheduledPerUs, takenPerUs } = measure(contender, n);
          const taken = takenPerUs === null ? '–' : digits(takenPerUs as number);
          return [name, digits(bytes as number), digits(scheduledPerUs as number), taken];
        }),
    );
  }
}

import { type Contender, MACHINE, measure } from '../contender.ts';
import { digits, printTable } from '../table.ts';
import { longRun } from './long-run.ts';

export const memoryContenders: Readonly<Record<string, Contender>> = { 'long-run': longRun };

/** What is kept must grow with what is pending, not with what has passed: the peak stays where it is. */
export function memorySuite(): void {
  const rows = ['sleep-in-pool', 'janitor'].flatMap((name, design) =>
    [1_000_000, 5_000_000, 10_000_000].map((jobs) => {
      const { done, seconds, peakMb } = measure('long-run', jobs, design);
      return [
        name,
        Math.round(done as number).toLocaleString('en'),
        `${digits(peakMb as number)} MB`,
        `${digits(seconds as number)} s`,
      ];
    }),
  );
  printTable(`Memory of a long run (${MACHINE})`, ['design', 'jobs done', 'peak resident memory', 'time'], rows);
}

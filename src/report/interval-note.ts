import type { Result } from '../result/schema.ts';

/** What ± stands for in the tables of a result, as a sentence without its end; undefined where there is none. */
export function intervalNote({ world, replications }: Result): string | undefined {
  if (world === 'live') return '± is the 95 % interval within the run, by batch means';
  return replications > 1 ? `± and [low, high] are 95 % intervals over ${replications} replications` : undefined;
}

/** The same with what a difference is, as a whole sentence behind another; empty where there is none. */
export function longIntervalNote(result: Result): string {
  const note = intervalNote(result);
  if (note === undefined) return '';
  return result.replications > 1 ? ` ${note}; a difference is paired, replication by replication.` : ` ${note}.`;
}

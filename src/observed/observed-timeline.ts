import { MOST_INTERVALS, MOST_THREADS } from '../record/timeline-recorder.ts';
import type { Timeline } from '../result/schema.ts';
import { toSeconds } from '../units.ts';
import type { ObservedPool } from './observed-pools.ts';
import type { ThreadRow } from './thread-rows.ts';

/** What a letter of a row is drawn as; what is not known is drawn as nothing. */
const DRAWN: Readonly<Record<string, string>> = { w: 'W', i: 'W', p: 'P', b: 'B' };

/**
 * The rows of an observation as the timeline that a report draws: a row for each thread, each sample as long as the time to the next.
 * Whether a thread that goes on working does so in the same task cannot be seen, so it counts as one until it is idle.
 * @param sampleUs the time that a letter of a row stands for.
 */
export function observedTimeline(
  rows: readonly ThreadRow[],
  pools: readonly ObservedPool[],
  sampleUs: number,
): Timeline {
  const columns = Math.max(0, ...rows.map(({ states }) => states.length));
  const shown = columnsThatFit(rows, columns);
  return {
    fromSeconds: 0,
    untilSeconds: toSeconds(shown * sampleUs),
    isCut: shown < columns,
    taskKinds: ['a task'],
    pools: Object.fromEntries(
      pools.map(({ name, patterns }) => [
        name,
        rows
          .filter(({ pattern }) => patterns.includes(pattern))
          .slice(0, MOST_THREADS)
          .map(({ states }, thread) => ({ thread, ...intervals(states.slice(0, shown), sampleUs) }))
          .filter(({ states }) => states !== ''),
      ]),
    ),
    ownThreads: [],
  };
}

function intervals(states: string, sampleUs: number) {
  const lengthsUs: number[] = [];
  const tasks: number[] = [];
  let letters = '';
  for (const [run] of states.matchAll(/([wi]+|p+|b+|[^wipb]+)/g)) {
    const letter = DRAWN[run[0] as string] ?? 'I';
    const goesOn = letter !== 'I' && letters !== '' && !letters.endsWith('I');
    letters += goesOn ? letter.toLowerCase() : letter;
    lengthsUs.push(run.length * sampleUs);
    if (letter !== 'I' && !goesOn) tasks.push(0);
  }
  // What is left of the window a thread is idle.
  if (letters.endsWith('I')) {
    letters = letters.slice(0, -1);
    lengthsUs.pop();
  }
  return { lengthsUs, states: letters, tasks };
}

/** How many samples have no more intervals than a result may hold. */
function columnsThatFit(rows: readonly ThreadRow[], columns: number): number {
  let intervalsSoFar = 0;
  for (let column = 0; column < columns; column += 1) {
    for (const { states } of rows) if (states[column] !== states[column - 1]) intervalsSoFar += 1;
    if (intervalsSoFar > MOST_INTERVALS) return column;
  }
  return columns;
}

import type { Result, Timeline } from '../../../src/result/schema.ts';

const SECOND = 1_000_000;

/** Half an hour after the warm-up: so many threads sleep 8 min and work 5 s by turns, the others are idle. */
export function madeUpTimeline(asleep: number): Timeline {
  const cycle = [5, 480];
  return {
    fromSeconds: 1_800,
    untilSeconds: 3_600,
    isCut: false,
    taskKinds: ['sync.upload', 'sync.deletion'],
    pools: {
      storage: Array.from({ length: asleep }, (_, thread) => {
        const lengths = [10 + 4 * thread, ...cycle, ...cycle, ...cycle].map((seconds) => seconds * SECOND);
        return { thread, lengthsUs: lengths, states: 'pWpWpWp', tasks: [1, 1, 1, 1] };
      }),
    },
    ownThreads: [],
  };
}

/** A result with the timelines of its designs, in their order. */
export function withTimelines(result: Result, ...asleep: number[]): Result {
  return {
    ...result,
    designs: Object.fromEntries(
      Object.entries(result.designs).map(([name, design], i) => [
        name,
        { ...design, timeline: madeUpTimeline(asleep[i] ?? 0) },
      ]),
    ),
  };
}

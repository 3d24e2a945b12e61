import type { StateKey } from '../states.ts';
import type { Lane, LaneThread } from './spec.ts';

/** In the order of their numbers. */
export const LANE_STATES = ['idle', 'working', 'blocked', 'parked'] as const satisfies readonly StateKey[];
const NUMBERS: Readonly<Record<string, number>> = { I: 0, W: 1, B: 2, P: 3 };

/** What one thread does, ready to be drawn: interval i lasts from `startsUs[i]` to `startsUs[i + 1]`, in µs from the start of the window. */
export interface Intervals {
  readonly startsUs: Float64Array;
  /** By their places in `LANE_STATES`. */
  readonly states: Uint8Array;
  /** The place of each interval's task kind in that of the lane; −1: idle. */
  readonly tasks: Int32Array;
}

/** The intervals of a thread; it is idle to the end of its lane where they end before. */
export function intervalsOf({ lengthsUs, states, tasks }: LaneThread, lastUs: number): Intervals {
  const count = lengthsUs.length + 1;
  const startsUs = new Float64Array(count + 1);
  const numbers = new Uint8Array(count);
  const kinds = new Int32Array(count).fill(-1);
  let task = -1;
  lengthsUs.forEach((lengthUs, i) => {
    const letter = states[i] ?? 'I';
    const isFirst = letter === letter.toUpperCase() || i === 0;
    if (letter !== 'I' && isFirst) task += 1;
    startsUs[i + 1] = (startsUs[i] as number) + lengthUs;
    numbers[i] = NUMBERS[letter.toUpperCase()] ?? 0;
    if (letter !== 'I') kinds[i] = tasks[task] ?? -1;
  });
  startsUs[count] = Math.max(lastUs, startsUs[count - 1] as number);
  return { startsUs, states: numbers, tasks: kinds };
}

/** The threads of a lane by their number; one that did nothing has no intervals. */
export function threadsOf(lane: Lane, fromSeconds: number): ReadonlyMap<number, Intervals> {
  const lastUs = (lane.untilSeconds - fromSeconds) * 1e6;
  return new Map(lane.threads.map((thread) => [thread.thread, intervalsOf(thread, lastUs)]));
}

/** The interval in which a moment lies: the last that starts at it or before. */
export function intervalAt({ startsUs }: Intervals, atUs: number): number {
  let low = 0;
  let high = startsUs.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((startsUs[middle] as number) <= atUs) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Thread-time in µs by state, in the order of `LANE_STATES`, of all rows of a lane between two moments of the window. */
export function threadTimeUs(lane: Lane, fromSeconds: number, fromUs: number, untilUs: number): number[] {
  const sums = [0, 0, 0, 0];
  for (const { startsUs, states } of threadsOf(lane, fromSeconds).values()) {
    states.forEach((state, i) => {
      const overlapUs = Math.min(untilUs, startsUs[i + 1] as number) - Math.max(fromUs, startsUs[i] as number);
      if (overlapUs > 0) sums[state] = (sums[state] as number) + overlapUs;
    });
  }
  const held = (sums[1] as number) + (sums[2] as number) + (sums[3] as number);
  sums[0] = lane.rows * (untilUs - fromUs) - held;
  return sums;
}

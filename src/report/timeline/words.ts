import { formatSeconds } from '../../units.ts';
import { states } from '../states.ts';
import { clock } from './clock.ts';
import { type Intervals, intervalAt, LANE_STATES } from './intervals.ts';
import type { Lane } from './spec.ts';

/** What a thread does at a moment, in words, and from when to when. */
export interface Told {
  readonly lines: readonly string[];
  /** In µs from the start of the window. */
  readonly fromUs: number;
  readonly untilUs: number;
}

/** @param intervals undefined: it is idle all the time. @param atUs in µs from the start of the window. */
export function tell(
  lane: Lane,
  thread: number,
  intervals: Intervals | undefined,
  atUs: number,
  fromSeconds: number,
): Told {
  const lastUs = (lane.untilSeconds - fromSeconds) * 1e6;
  const i = intervals === undefined ? 0 : intervalAt(intervals, atUs);
  const fromUs = intervals?.startsUs[i] ?? 0;
  const untilUs = intervals?.startsUs[i + 1] ?? lastUs;
  const { label, meaning } = states[LANE_STATES[intervals?.states[i] ?? 0] ?? 'idle'];
  const kind = lane.taskKinds[intervals?.tasks[i] ?? -1];
  const task = kind === undefined ? '' : ` in ${kind}`;
  const decimals = untilUs - fromUs < 10e6 ? 3 : 0;
  const time = (us: number) => clock(fromSeconds + us / 1e6, decimals);
  const [begins, ends] = [fromUs <= 0, untilUs >= lastUs];
  const atLeast = begins || ends ? 'at least ' : '';
  return {
    lines: [
      `${lane.design}, ${lane.pool}: thread ${thread + 1} of ${lane.rows}`,
      `${label}${task}: ${meaning}`,
      `${begins ? 'before ' : ''}${time(fromUs)} to ${ends ? 'after ' : ''}${time(untilUs)}, ${atLeast}${formatSeconds((untilUs - fromUs) / 1e6)}`,
    ],
    fromUs,
    untilUs,
  };
}

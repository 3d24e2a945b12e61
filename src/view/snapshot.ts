import { formatSeconds } from '../units.ts';

/** What a live view shows of a design at one moment. Plain data, so that it passes between processes. */

/** A thread, as one letter: working, parked, blocked, idle. */
export const THREAD_LETTERS = 'WPB.';

export type ThreadLetter = 'W' | 'P' | 'B' | '.';

export interface PoolView {
  readonly name: string;
  /** A letter of `THREAD_LETTERS` for each thread, by its number. */
  readonly threads: string;
  /** Tasks that wait for a thread. */
  readonly queueDepth: number;
}

export interface DesignView {
  readonly design: string;
  /** Seconds since the start of the run, and when its warm-up and it end. */
  readonly atSeconds: number;
  readonly warmUpSeconds: number;
  readonly endSeconds: number;
  readonly pools: readonly PoolView[];
  /** Deletions that are scheduled and have not started. */
  readonly pending: number;
  /** The largest lateness of a deletion that has started since the last snapshot, in seconds; null: none has. */
  readonly lateness: number | null;
  /** Jobs since the start. */
  readonly arrived: number;
  readonly done: number;
  readonly failed: number;
}

/** How many threads of a pool are in a state. */
export function threadsIn({ threads }: PoolView, letter: ThreadLetter): number {
  return [...threads].filter((one) => one === letter).length;
}

/** Where a run is, and the time left of it. */
export function phaseOf({ atSeconds, warmUpSeconds, endSeconds, pending }: DesignView): string {
  if (atSeconds >= endSeconds) return pending > 0 ? 'measured; waits for its last deletions' : 'measured';
  const left = `${formatSeconds(Math.max(1, Math.round(endSeconds - atSeconds)))} left`;
  return atSeconds < warmUpSeconds ? `warms up, ${left}` : `measures, ${left}`;
}

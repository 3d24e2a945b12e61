import { toSeconds } from '../units.ts';

/** How late threads were woken from their timers. Plain data, so that it passes between threads. */
export interface Wakes {
  readonly count: number;
  readonly lateUsSum: number;
  readonly lateUsMax: number;
}

export const NO_WAKES: Wakes = { count: 0, lateUsSum: 0, lateUsMax: 0 };

export function withWake({ count, lateUsSum, lateUsMax }: Wakes, lateUs: number): Wakes {
  return { count: count + 1, lateUsSum: lateUsSum + lateUs, lateUsMax: Math.max(lateUsMax, lateUs) };
}

/** As the result has them. @param runUs how long the run took, warm-up included, over 0. */
export function wakesResult({ count, lateUsSum, lateUsMax }: Wakes, runUs: number) {
  return {
    count,
    lateMeanSeconds: count === 0 ? null : toSeconds(lateUsSum / count),
    lateMaxSeconds: count === 0 ? null : toSeconds(lateUsMax),
    heldThreads: lateUsSum / runUs,
  };
}

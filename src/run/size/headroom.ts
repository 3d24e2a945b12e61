import type { Headroom } from '../../result/sizing/sizing.ts';
import { ln } from '../../workload/arithmetic.ts';
import type { SizingPlan } from './plan-sizing.ts';
import { leastSize } from './search.ts';
import type { Trials } from './trials.ts';

/** A design that has its least size. */
export interface SizedDesign {
  readonly plan: SizingPlan;
  readonly trials: Trials;
  readonly design: string;
  /** The mean that is held when nobody waits, at the volume of the scenario; null where nobody knows. */
  readonly offered: number | null;
  /** Its least size. */
  readonly size: number;
}

/** Two volumes that are looked at are at least that factor apart. */
const GRAIN = 1.01;
/** More headroom is not looked for: a factor of ten. */
const MOST_STEPS = 232;
/** The stages that are simulated beside the answer itself. */
export const BESIDE = 2;

/** The volume after so many steps. */
export function volumeAt(steps: number): number {
  return Number((GRAIN ** steps).toPrecision(4));
}

/** How much more volume a size carries before the objective breaks: the largest factor, in steps of 1 %, at which it holds beyond its interval. */
export async function headroomOf({ trials, design, offered, size, plan }: SizedDesign, at: number): Promise<Headroom> {
  const place = (steps: number) => ({ design, size: at, volume: volumeAt(steps), withLargerLimits: false });
  const judge = async (turned: number) => (await trials.judge(place(-turned), BESIDE)).standing;
  const { size: found } = await leastSize({
    start: -Math.round(ln(forecast(offered, size, at)) / ln(GRAIN)),
    step: at === size ? 2 : 4,
    // More volume is what is harder to meet, as fewer threads are: the search goes by volumes turned around.
    least: -MOST_STEPS,
    most: 0,
    judge,
    confirm: judge,
    withLowest: false,
  });
  const steps = -(found ?? 0);
  const isAtLeast = steps === MOST_STEPS;
  const next = isAtLeast ? undefined : await trials.judge(place(steps + 1), BESIDE);
  return {
    volume: volumeAt(steps),
    isAtLeast,
    breaks: next === undefined ? null : (next.why ?? plan.objective.text),
  };
}

/** The volume f at which a size has as many standard deviations of room as the least size has at the volume of the scenario: a f + β √(a f) = n. */
function forecast(offered: number | null, size: number, at: number): number {
  if (offered === null || offered <= 0) return Math.max(1, at / size);
  const beta = (size - offered) / Math.sqrt(offered);
  const root = (-beta + Math.sqrt(beta * beta + 4 * at)) / 2;
  return Math.max(1, (root * root) / offered);
}

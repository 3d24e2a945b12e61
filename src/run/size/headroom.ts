import { explainDesign } from '../../explain/explain.ts';
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
  /** Its least size, and the least that may be. */
  readonly size: number;
  readonly lowest: number;
}

/** Two volumes that are looked at are at least that factor apart, and further apart the more volume it is. */
const GRAIN = 1.03;
const COARSER_AFTER = 17;
/** More headroom is not looked for: a factor of ten. */
const MOST_STEPS = 78;
/** Just before a limit is full by arithmetic. */
const NEARLY_FULL = 0.95;

/** The volume after so many steps. */
export function volumeAt(steps: number): number {
  return Number((GRAIN ** steps).toPrecision(4));
}

/** How much more volume a size carries before the objective breaks: the largest factor, in steps of 3 % and coarser ones further away, at which it holds beyond its interval, and the least at which it does not. */
export async function headroomOf(sized: SizedDesign, at: number): Promise<Headroom> {
  const { trials, design, plan, size } = sized;
  const judged = (steps: number) =>
    trials.judge({ design, size: at, volume: volumeAt(steps), withLargerLimits: false }, trials.beside);
  const judge = async (turned: number) => (await judged(-turned)).standing;
  // More volume is harder to meet, as fewer threads are: the search goes by volumes turned around.
  const found = await leastSize({
    start: -Math.round(ln(forecast(sized, at)) / ln(GRAIN)),
    step: at === size ? 1 : 2,
    gap: gapAt,
    least: -MOST_STEPS,
    most: 0,
    judge,
    confirm: judge,
    withLowest: true,
  });
  const steps = -(found.size ?? 0);
  const possible = -(found.lowest ?? 0);
  const isAtLeast = steps === MOST_STEPS;
  const broken = isAtLeast || possible === MOST_STEPS ? undefined : await judged(possible + 1);
  return {
    volume: volumeAt(steps),
    atMost: volumeAt(Math.min(MOST_STEPS, possible + 1)),
    isAtLeast,
    breaks: broken === undefined ? null : (broken.why ?? plan.objective.text),
  };
}

/** How far apart two volumes may be in the end, in steps; they count downwards. */
function gapAt(turned: number): number {
  return Math.max(1, Math.round(-turned / COARSER_AFTER));
}

/**
 * The volume f at which a size has as many standard deviations of room as the least size has at the volume of the scenario, a f + β √(a f) = n, as long as no other limit is full by then.
 */
function forecast({ plan, design, offered, size }: SizedDesign, at: number): number {
  const most = Math.max(1, fullAt(plan, design) * NEARLY_FULL);
  if (offered === null || offered <= 0) return Math.min(most, Math.max(1, at / size));
  const beta = (size - offered) / Math.sqrt(offered);
  const root = (-beta + Math.sqrt(beta * beta + 4 * at)) / 2;
  return Math.min(most, Math.max(1, (root * root) / offered));
}

/** The volume at which a limit beside what is sized is full, by arithmetic. */
function fullAt({ base, subject }: SizingPlan, name: string): number {
  const design = base.designs.find((one) => one.name === name);
  if (design === undefined) return Number.POSITIVE_INFINITY;
  const { limits } = explainDesign(design, base.warmUpUs + base.durationUs);
  const loads = limits.filter((limit) => limit.kind !== subject.kind || limit.name !== subject.name);
  return 1 / Math.max(0, ...loads.map(({ load }) => load));
}

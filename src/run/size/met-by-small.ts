import type { SizePoint } from '../../result/sizing/sizing.ts';
import type { SizingPlan } from './plan-sizing.ts';
import { leastSize } from './search.ts';
import type { Judged, TrialPlace, Trials } from './trials.ts';

/** That an objective gets worse the larger the size: a bound that utilization shall not fall below, for instance. */
export interface WorseWithSize {
  /** The largest size that meets it beyond its interval; null: none that was looked at does. */
  readonly largestMet: number | null;
  /** A size at which it is clearly nearer to its bound than at the largest. */
  readonly nearer: Judged;
}

/**
 * Whether smaller sizes are nearer to an objective that the largest one misses, or meet it.
 * @param sizes smaller ones that are worth a look. @returns null where none is nearer.
 */
export async function worseWithSize(
  plan: SizingPlan,
  trials: Trials,
  design: string,
  atMost: Judged,
  sizes: readonly number[],
): Promise<WorseWithSize | null> {
  if (atMost.standing !== 'misses') return null;
  const at = (size: number): TrialPlace => ({ design, size, volume: 1, withLargerLimits: false });
  const judge = async (size: number) => (await trials.judge(at(size), trials.beside)).standing;
  const inRange = [...new Set(sizes)].filter((size) => size >= plan.least && size < plan.most).sort((a, b) => b - a);
  const judged = await Promise.all(inRange.map((size) => trials.judge(at(size), trials.beside)));
  const met = judged.find(({ standing }) => standing === 'meets');
  if (met !== undefined) {
    // The search goes by sizes turned around: those that are too large come before those that meet it.
    const found = await leastSize({
      start: -met.size,
      step: 1,
      least: -plan.most,
      most: -met.size,
      judge: (turned) => judge(-turned),
      confirm: (turned) => judge(-turned),
      withLowest: false,
    });
    return { largestMet: found.size === null ? null : -found.size, nearer: met };
  }
  const nearer = judged.find((one) => isNearer(plan, design, one, atMost));
  return nearer === undefined ? null : { largestMet: null, nearer };
}

/** Whether what the largest size misses is better at a smaller one, beyond both intervals. */
function isNearer(plan: SizingPlan, design: string, small: SizePoint, large: Judged): boolean {
  return plan.objectiveOf(design).comparisons.some(({ relation }, index) => {
    const [one, other] = [small.figures[index], large.figures[index]];
    if (large.holds[index] !== false || one === undefined || other === undefined) return false;
    const [better, worse] = relation.startsWith('<') ? [one.high95, other.low95] : [other.high95, one.low95];
    return better !== null && worse !== null && better < worse;
  });
}

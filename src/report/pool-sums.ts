import { isClear, pairedDifference } from '../result/differences.ts';
import { code, formatNumber, formatShare, joinWords } from './format.ts';
import { type NamedDesign, poolOf, sumOver } from './selection.ts';

/** The pools that a headline is about, summed up. */
export type Pools = readonly string[];

/** A difference of active threads below this share of the larger one is told as none. */
const ALIKE = 0.02;
/** What one pool gains is told when it is this share of what another loses. */
const MOVED = 0.1;

/** Whether two designs differ in active threads by no more than the noise, or by too little to matter. */
export function areAlike(before: NamedDesign, after: NamedDesign, pools: Pools): boolean {
  const first = activeMean(before, pools);
  const second = activeMean(after, pools);
  if (Math.abs(second - first) <= ALIKE * Math.max(first, second)) return true;
  const paths = (design: NamedDesign) =>
    pools.filter((pool) => poolOf(design, pool) !== undefined).map((pool) => `pools.${pool}.active.mean`);
  const paired = pairedDifference(before.result, after.result, paths(before), paths(after));
  return paired !== null && !isClear(paired);
}

/** What kept most of the threads that a design no longer needs: `84.8 of them slept on a timer`. Empty where no state has half of them. */
export function whatFell(before: NamedDesign, after: NamedDesign, pools: Pools): string {
  const saved = activeMean(before, pools) - activeMean(after, pools);
  const mean = (design: NamedDesign, state: 'parked' | 'blocked' | 'working') =>
    sumOver(design, pools, (pool) => pool[state].mean) ?? 0;
  const fell = (['parked', 'blocked', 'working'] as const).find(
    (state) => mean(before, state) - mean(after, state) > saved / 2,
  );
  if (fell === undefined) return '';
  if (fell === 'parked') return `: ${threads(mean(before, 'parked'))} of them slept on a timer`;
  if (fell === 'blocked') return `: ${threads(mean(before, 'blocked'))} of them only waited for permits or other tasks`;
  const less = threads(mean(before, 'working') - mean(after, 'working'));
  return `: ${less} of them worked, which ${code(after.name)} does outside the pools, faster or not at all`;
}

/** `; active threads fall by 5 in pool a and rise by 4.9 in pool b`: work that left one pool may only have moved into another. Empty where none gains what others lose. */
export function whatMoved(before: NamedDesign, after: NamedDesign, pools: Pools): string {
  const changes = pools.map((pool) => ({ pool, by: activeMean(after, [pool]) - activeMean(before, [pool]) }));
  const part = (sign: 1 | -1) => changes.filter(({ by }) => by * sign > 0);
  const total = (list: typeof changes) => Math.abs(list.reduce((sum, { by }) => sum + by, 0));
  const [fallen, risen] = [part(-1), part(1)];
  const [fall, rise] = [total(fallen), total(risen)];
  if (fall === 0 || rise === 0 || Math.min(fall, rise) < MOVED * Math.max(fall, rise)) return '';
  const words = (list: typeof changes) => poolWords(list.map(({ pool }) => pool));
  return `; they fall by ${threads(fall)} in ${words(fallen)} and rise by ${threads(rise)} in ${words(risen)}`;
}

/** Mean active threads of some pools of a design; 0 where it has no mean. */
export function activeMean(design: NamedDesign, pools: Pools): number {
  return sumOver(design, pools, ({ active }) => active.mean) ?? 0;
}

export function parkedMean(design: NamedDesign, pools: Pools): number {
  return sumOver(design, pools, ({ parked }) => parked.mean) ?? 0;
}

/** Threads of some pools of a design. */
export function poolSize(design: NamedDesign, pools: Pools): number {
  return sumOver(design, pools, (pool) => pool.threads) ?? 0;
}

/** `30,000`, as the threads beside it are written. */
export function poolSizeText(design: NamedDesign, pools: Pools): string {
  return formatNumber('count', poolSize(design, pools));
}

/** The share of the time in which all threads are taken, of the pool in which they are for longest. */
export function fullShare(design: NamedDesign, pools: Pools): number {
  return Math.max(...pools.map((pool) => poolOf(design, pool)?.fullFraction ?? 0));
}

/** As a sentence says it: `<1 %` */
export function saturated(design: NamedDesign, pools: Pools): string {
  return formatShare(fullShare(design, pools));
}

/** `pools a and b`, the names in backticks. */
export function poolWords(pools: Pools): string {
  return `${pools.length === 1 ? 'pool' : 'pools'} ${joinWords(pools.map(code))}`;
}

/** A number of threads. */
export function threads(mean: number): string {
  return formatNumber('level', mean);
}

import type { FigureDifference, Weight } from './figure-difference.ts';

/** The whole in one word. Fewer threads for less work are no gain: of the changes that matter most, all have to be better. */
export type DiffOutcome = 'better' | 'worse' | 'mixed' | 'same' | 'not comparable';

interface Rule {
  readonly name: RegExp;
  readonly rank: 1 | 2 | 3;
  /** Of what is neither, such as the size of a pool, only the rank is told. */
  readonly better: 'less' | 'more' | 'neither';
  /** In the measure's unit: where both sides are below it, it is next to nothing. */
  readonly least?: number;
}

const RULES: readonly Rule[] = [
  { name: /^starved$/, rank: 1, better: 'less' },
  { name: /^stability\.stable$/, rank: 1, better: 'more' },
  { name: /^jobs\.[^.]+\.failedFraction$/, rank: 1, better: 'less' },
  { name: /^pools\.[^.]+\.rejected$/, rank: 1, better: 'less' },
  { name: /^deletions\.(failed|rejected|deletedBeforeDue|aliveAfterUrl)$/, rank: 1, better: 'less' },
  { name: /^jobs\.[^.]+\.time\.(mean|p50|p95|p99)$/, rank: 2, better: 'less' },
  { name: /^jobs\.[^.]+\.admissionWait\.(mean|p50|p95|p99)$/, rank: 2, better: 'less' },
  { name: /^jobs\.[^.]+\.donePerHour\.mean$/, rank: 2, better: 'more' },
  { name: /^deletions\.lateness\.(mean|p50|p95|p99)$/, rank: 2, better: 'less', least: 1 },
  { name: /^(jobs\.[^.]+\.(time|admissionWait)|deletions\.lateness)\.max$/, rank: 3, better: 'neither' },
  { name: /^pools\.[^.]+\.threads$/, rank: 3, better: 'neither' },
  { name: /^pools\.[^.]+\.(active|parked|blocked|queueDepth)\.(mean|p95|p99)$/, rank: 3, better: 'less' },
  { name: /^pools\.[^.]+\.queueWait\.(mean|p95|p99)$/, rank: 3, better: 'less' },
  { name: /^pools\.[^.]+\.fullFraction$/, rank: 3, better: 'less' },
  { name: /^concurrency\.[^.]+\.waiting\.(mean|p95|p99)$/, rank: 3, better: 'less' },
  { name: /^semaphores\.[^.]+\.wait\.(mean|p95|p99)$/, rank: 3, better: 'less' },
];

/** Below this share of the larger side a difference is too small to matter; one without intervals has to be larger. */
const ENOUGH = { clear: 0.01, unknown: 0.1 };

/** A time that both sides have below this, and a share or a level below that, is next to nothing. */
const NEXT_TO_NOTHING: Readonly<Record<string, number>> = { s: 0.001, fraction: 0.001, threads: 0.01, tasks: 0.01 };

/** What two runs share, and so what of them can be compared. */
export interface Shared {
  /** The measured times before and after: where they are the same, counts can be compared. */
  readonly hours: readonly [number, number];
  /** The seed: a time without an interval differs by more than its draws. */
  readonly seed: boolean;
}

/** How much a difference matters, and whether it is for the better. */
export function weightOf(figure: Omit<FigureDifference, keyof Weight>, shared: Shared): Weight {
  const rule = RULES.find(({ name }) => name.test(figure.name));
  if (rule === undefined) return { rank: 4, change: null };
  const { before, after, unit } = figure;
  const { rank, better } = rule;
  // What is no longer known to be stable is worse, and what is known at last better.
  const [old, young] = rule.rank === 1 && unit === '' ? [stableAs(before), stableAs(after)] : [before, after];
  if (typeof old !== 'number' || typeof young !== 'number' || better === 'neither') return { rank, change: null };
  if (isOfTime(old, young, unit, shared.hours)) return { rank, change: null };
  if (figure.isClear === null && rank > 1 && !shared.seed) return { rank, change: null };
  if (unit !== '' && !isEnough(figure, old, young, rule.least)) return { rank, change: null };
  return { rank, change: young > old === (better === 'more') ? 'better' : 'worse' };
}

/** With fewer events in a run, one that falls inside a longer time and outside a shorter one turns a rate by more than a hundredth. */
export const FEWEST_EVENTS = 100;

/** Whether a figure may differ only because more or less time was measured. */
function isOfTime(before: number, after: number, unit: string, hours: readonly [number, number]): boolean {
  if (hours[0] === hours[1]) return false;
  return unit === 'count' || (unit === '1/h' && Math.min(before * hours[0], after * hours[1]) < FEWEST_EVENTS);
}

function stableAs(value: unknown): number {
  return value === true ? 1 : value === null ? 0.5 : 0;
}

function isEnough(
  { isClear, unit }: Pick<FigureDifference, 'isClear' | 'unit'>,
  before: number,
  after: number,
  least = NEXT_TO_NOTHING[unit] ?? 0,
): boolean {
  const larger = Math.max(Math.abs(before), Math.abs(after));
  if (isClear === false || larger <= least) return false;
  return Math.abs(after - before) >= (isClear === true ? ENOUGH.clear : ENOUGH.unknown) * larger;
}

/** The differences that decide: those of the first rank that has any for better or worse, the largest first; the worst and the best of them before all others. */
export function decisive(figures: readonly FigureDifference[]): FigureDifference[] {
  const weighed = figures.filter(({ change }) => change !== null);
  const first = Math.min(...weighed.map(({ rank }) => rank));
  const deciding = weighed.filter(({ rank }) => rank === first).sort((a, b) => relativeSize(b) - relativeSize(a));
  const extremes = (['worse', 'better'] as const).flatMap((one) => deciding.find(({ change }) => change === one) ?? []);
  return [...extremes, ...deciding.filter((figure) => !extremes.includes(figure))];
}

/** @param compared how many figures both results have. */
export function outcomeOf(figures: readonly FigureDifference[], compared: number): DiffOutcome {
  if (compared === 0) return 'not comparable';
  const changes = new Set(decisive(figures).map(({ change }) => change));
  if (changes.size === 0) return 'same';
  if (changes.size > 1) return 'mixed';
  return changes.has('better') ? 'better' : 'worse';
}

/** What is for better or worse comes first, then what differs by more than noise, and noise last; of each what matters most, and of that the largest. */
export function byWeight(a: FigureDifference, b: FigureDifference): number {
  return seen(a) - seen(b) || a.rank - b.rank || relativeSize(b) - relativeSize(a);
}

function seen(figure: FigureDifference): number {
  if (figure.change !== null) return 0;
  return figure.isClear === false || isRounding(figure) ? 2 : 1;
}

/** Whether a difference is so small a share of its sides that arithmetic alone may have made it. */
export function isRounding({ before, after }: Pick<FigureDifference, 'before' | 'after'>): boolean {
  return typeof before === 'number' && typeof after === 'number' && relativeSize({ before, after }) < ROUNDING;
}

const ROUNDING = 1e-6;

/** Of the larger side, 0 … 2. */
function relativeSize({ before, after }: Pick<FigureDifference, 'before' | 'after'>): number {
  if (typeof before !== 'number' || typeof after !== 'number') return 1;
  return Math.abs(after - before) / Math.max(Math.abs(before), Math.abs(after), Number.MIN_VALUE);
}

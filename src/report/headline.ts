import { isClear, pairedDifference } from '../result/differences.ts';
import { failure } from './failure.ts';
import { code, formatNumber, formatShare, joinWords } from './format.ts';
import { latencyChanges } from './latency-change.ts';
import { losers, lossesOf } from './losses.ts';
import { priceOf, prices } from './price.ts';
import { carries, mainJobKinds, type NamedDesign, poolOf } from './selection.ts';

/** A difference of active threads below this share of the first design's is told as none. */
const ALIKE = 0.02;

/**
 * The decision in one sentence: what each design needs, what it costs, what fails. What it says is what the table says.
 * @param pool the one that decides between the designs; undefined when no thread was ever active.
 */
export function headlineOf(designs: readonly NamedDesign[], pool: string | undefined): string {
  const [first, second] = designs;
  if (first === undefined) return 'The result has no design, so there is nothing to say.';
  if (pool === undefined) return 'No pool thread was ever active: the scenario put no load on its pools.';
  if (second === undefined) return `${alone(first, pool)}${losses(first)}${doubt(designs)}.`;
  if (designs.length > 2) return `${ofMany(designs, pool)}${losses(first)}${pricesOf(designs)}.`;
  return `${beforeAfter(first, second, pool)}${losses(first)}${doubt(designs)}${pricesOf(designs)}.`;
}

/** What the first design does not do is no price of the others. */
function losses(first: NamedDesign): string {
  const texts = lossesOf(first).map(({ text }) => text);
  return texts.length === 0 ? '' : `; with ${code(first.name)} ${joinWords(texts)}`;
}

/** Of a design that falls behind only what it loses is told: its times are those of a queue that grows. */
function pricesOf(designs: readonly NamedDesign[]): string {
  const [first, ...others] = designs as [NamedDesign, ...NamedDesign[]];
  const behind = others.filter((design) => !carries(design) && lossesOf(design).length > 0);
  const lost = behind.map(
    (design) => `; with ${code(design.name)} ${joinWords(lossesOf(design).map(({ text }) => text))}`,
  );
  return `${prices(others.filter(carries), first)}${lost.join('')}`;
}

/** What a run could not tell of a design belongs into the sentence too. */
function doubt(designs: readonly NamedDesign[]): string {
  const unclear = designs.filter(isUnclear).map(({ name }) => code(name));
  if (unclear.length === 0) return '';
  return `; a run of this length cannot tell whether ${joinWords(unclear)} ${unclear.length === 1 ? 'keeps' : 'keep'} up`;
}

function alone(design: NamedDesign, pool: string): string {
  if (!carries(design)) return `${code(design.name)} does not carry the load: ${failure(design)}`;
  const parked = parkedMean(design, pool);
  const asleep = parked < 0.05 ? '' : `, ${threads(parked)} of them asleep on a timer`;
  return `${code(design.name)} keeps ${threads(activeMean(design, pool))} of ${poolSize(design, pool)} threads of pool ${code(pool)} active${asleep}; ${saturation(design, pool)}${times(design)}`;
}

function saturation(design: NamedDesign, pool: string): string {
  const share = poolOf(design, pool)?.fullFraction ?? 0;
  return share === 0 ? 'they were never all taken' : `all are taken for ${formatShare(share)} of the time`;
}

/** `, and 99 % of the sync jobs take at most 54 s` */
function times(design: NamedDesign): string {
  const [kind] = mainJobKinds([design]).shown;
  const p99 = kind === undefined ? null : (design.result.jobs[kind]?.time.p99 ?? null);
  return kind === undefined || p99 === null
    ? ''
    : `, and 99 % of the ${code(kind)} jobs take at most ${formatNumber('seconds', p99)}`;
}

function beforeAfter(before: NamedDesign, after: NamedDesign, pool: string): string {
  if (carries(before) && !carries(after)) {
    return `${code(after.name)} does not carry what ${code(before.name)} carries: ${failure(after)}`;
  }
  if (!carries(before) && !carries(after)) {
    return `Neither ${code(before.name)} nor ${code(after.name)} carries the load: ${failure(before)} in the first, ${failure(after)} in the second`;
  }
  if (!carries(before)) {
    return `${code(after.name)} carries with ${threads(activeMean(after, pool))} active threads of ${poolSize(after, pool)} what ${code(before.name)} does not carry with ${poolSize(before, pool)}: there ${failure(before)}`;
  }
  const [losing] = losers([before, after]);
  if (losing !== undefined) return lessWork(losing, losing === before ? after : before, pool);
  return `${threadsOf(before, after, pool)}${timesOf(before, after)}`;
}

/** Fewer threads for less work are no saving. */
function lessWork(losing: NamedDesign, other: NamedDesign, pool: string): string {
  return `${code(losing.name)} does less of the work than ${code(other.name)}, with ${threads(activeMean(losing, pool))} active threads of ${poolSize(losing, pool)} as against ${threads(activeMean(other, pool))} of ${poolSize(other, pool)}`;
}

function threadsOf(before: NamedDesign, after: NamedDesign, pool: string): string {
  const first = activeMean(before, pool);
  const second = activeMean(after, pool);
  const size = poolSize(before, pool);
  const isSameSize = size === poolSize(after, pool);
  const ofAfter = ` of ${poolSize(after, pool)}`;
  const ofBefore = isSameSize ? '' : ` of ${size}`;
  if (areAlike(before, after, pool)) {
    return isSameSize
      ? `${code(after.name)} changes nothing that can be seen in pool ${code(pool)}: ${threads(second)} active threads${ofAfter}, as against ${threads(first)} with ${code(before.name)}`
      : `${code(after.name)} keeps ${threads(second)} threads of pool ${code(pool)} active${ofAfter}, as ${code(before.name)} does${first === second ? '' : ` with ${threads(first)}`}${ofBefore}: all are taken for ${saturated(after, pool)} of the time, as against ${saturated(before, pool)}`;
  }
  const start = `${code(after.name)} needs ${threads(second)} active threads${ofAfter} where ${code(before.name)} needs ${threads(first)}${ofBefore}`;
  if (second > first) return `${start}: more, not fewer`;
  const sleepers = parkedMean(before, pool);
  const slept = sleepers - parkedMean(after, pool);
  return slept > (first - second) / 2 ? `${start}: ${threads(sleepers)} of them slept on a timer` : start;
}

function saturated(design: NamedDesign, pool: string): string {
  return formatShare(poolOf(design, pool)?.fullFraction ?? 0);
}

/** What the second design makes of the times that clients see, unless it is a price. */
function timesOf(before: NamedDesign, after: NamedDesign): string {
  const changes = latencyChanges(before, after);
  const [better] = changes.filter(({ isWorse }) => !isWorse);
  if (better !== undefined) return `; the ${better.what} falls ${better.fromTo}`;
  const [kind] = mainJobKinds([before, after]).shown;
  const p99 = kind === undefined ? null : (after.result.jobs[kind]?.time.p99 ?? null);
  if (changes.length > 0 || kind === undefined || p99 === null) return '';
  return `; job times stay as they are (p99 of ${code(kind)} ${formatNumber('seconds', p99)})`;
}

/** With three designs or more: who carries the load, and with how few threads. */
function ofMany(designs: readonly NamedDesign[], pool: string): string {
  const losing = losers(designs).filter(carries);
  const doing = designs.filter((design) => carries(design) && !losing.includes(design));
  const able = doing.filter((design) => !isUnclear(design));
  const unclear = doing.filter(isUnclear);
  const unable = designs.filter((design) => !carries(design));
  if (doing.length === 0 && losing.length === 0) {
    return `None of the ${designs.length} designs carries the load: ${unable.map((design) => `${failure(design)} with ${code(design.name)}`).join('; ')}`;
  }
  const rest = [
    ...told(unable, 'falls behind', 'fall behind'),
    ...told(losing, 'does less of the work', 'do less of the work'),
  ];
  if (able.length === 0) {
    const others = [
      ...rest,
      ...(unclear.length === 0 ? [] : [`of ${names(unclear)} a run of this length cannot tell`]),
    ];
    return `No design surely carries the load: ${joinWords(others)}`;
  }
  if (rest.length === 0) return `${fewest(doing, pool)}${doubt(doing)}`;
  const best = [...able].sort(
    (a, b) => poolSize(a, pool) - poolSize(b, pool) || activeMean(a, pool) - activeMean(b, pool),
  )[0] as NamedDesign;
  const others = able.filter((design) => design !== best);
  const also =
    others.length === 0
      ? ''
      : `of the others only ${joinWords(others.map((design) => `${code(design.name)} (${poolSize(design, pool)} threads)`))} ${others.length === 1 ? 'does' : 'do'} so, and `;
  return `${code(best.name)} carries the load with ${poolSize(best, pool)} threads${times(best)}; ${also}${joinWords(rest)}${doubt(doing)}`;
}

function told(designs: readonly NamedDesign[], one: string, many: string): string[] {
  return designs.length === 0 ? [] : [`${names(designs)} ${designs.length === 1 ? one : many}`];
}

function names(designs: readonly NamedDesign[]): string {
  return joinWords(designs.map(({ name }) => code(name)));
}

/** Of designs that all do the work: which needs the fewest active threads. What is said of one holds in the table, to the digit. */
function fewest(designs: readonly NamedDesign[], pool: string): string {
  const first = designs[0] as NamedDesign;
  const of = (design: NamedDesign) => `${threads(activeMean(design, pool))} of ${poolSize(design, pool)}`;
  const [least] = [...designs].sort((a, b) => activeMean(a, pool) - activeMean(b, pool)) as [NamedDesign];
  if (designs.slice(1).every((design) => areAlike(first, design, pool))) {
    return `The ${designs.length} designs are alike in pool ${code(pool)}: ${of(first)} threads are active with ${code(first.name)}`;
  }
  if (activeMean(first, pool) === activeMean(least, pool)) {
    return `No design needs fewer active threads than ${code(first.name)}: ${of(first)}`;
  }
  if (areAlike(first, least, pool)) {
    return `No design needs clearly fewer active threads than ${code(first.name)} with ${of(first)}: the least is ${of(least)} with ${code(least.name)}`;
  }
  const start = `Of the ${designs.length} designs ${code(least.name)} needs the fewest active threads: ${of(least)} where ${code(first.name)} needs ${of(first)}`;
  if (priceOf(least, first).length === 0) return start;
  const free = designs.find((design) => areAlike(least, design, pool) && priceOf(design, first).length === 0);
  return free === undefined
    ? start
    : `${start}; ${code(free.name)} needs hardly more (${of(free)}) and costs nothing else`;
}

function isUnclear({ result }: NamedDesign): boolean {
  return result.stability.stable === null;
}

/** Whether two designs differ in active threads by no more than the noise, or by too little to matter. */
function areAlike(before: NamedDesign, after: NamedDesign, pool: string): boolean {
  const first = activeMean(before, pool);
  const second = activeMean(after, pool);
  if (Math.abs(second - first) <= ALIKE * Math.max(first, second)) return true;
  const paired = pairedDifference(before.result, after.result, `pools.${pool}.active.mean`);
  return paired !== null && !isClear(paired);
}

function activeMean(design: NamedDesign, pool: string): number {
  return poolOf(design, pool)?.active.mean ?? 0;
}

function parkedMean(design: NamedDesign, pool: string): number {
  return poolOf(design, pool)?.parked.mean ?? 0;
}

function poolSize(design: NamedDesign, pool: string): number {
  return poolOf(design, pool)?.threads ?? 0;
}

function threads(mean: number): string {
  return formatNumber('level', mean);
}

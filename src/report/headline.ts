import { isClear, pairedDifference } from '../result/differences.ts';
import { failure } from './failure.ts';
import { code, formatNumber, formatShare, joinWords } from './format.ts';
import { latencyChanges } from './latency-change.ts';
import { losers, lossesOf } from './losses.ts';
import { ownLosses, priceOf, prices } from './price.ts';
import { carries, mainJobKinds, type NamedDesign, poolOf, sumOver } from './selection.ts';

/** The pools that a headline is about, summed up. */
type Pools = readonly string[];

/** A difference of active threads below this share of the first design's is told as none. */
const ALIKE = 0.02;

/**
 * The decision in one sentence: what each design needs, what it costs, what fails. What it says is what the table says.
 * @param pools those that decide between the designs, summed up; none when no thread was ever active.
 */
export function headlineOf(designs: readonly NamedDesign[], pools: readonly string[]): string {
  const [first, second] = designs;
  if (first === undefined) return 'The result has no design, so there is nothing to say.';
  if (pools.length === 0) return 'No pool thread was ever active: the scenario put no load on its pools.';
  if (second === undefined) return `${alone(first, pools)}${losses(designs)}${doubt(designs)}.`;
  if (designs.length > 2) return `${ofMany(designs, pools)}${losses(designs)}${pricesOf(designs)}.`;
  return `${beforeAfter(first, second, pools)}${losses(designs)}${doubt(designs)}${pricesOf(designs)}.`;
}

/** What the first design does not do is no price of the others: it is said once, of all designs that lose as much. */
function losses(designs: readonly NamedDesign[]): string {
  const [first] = designs as [NamedDesign];
  const textsOf = (design: NamedDesign) => lossesOf(design).map(({ text }) => text);
  const byWho = new Map<string, string[]>();
  for (const text of textsOf(first)) {
    const losing = designs.filter((design) => textsOf(design).includes(text));
    const who = losing.length === designs.length && losing.length > 1 ? 'every design' : names(losing);
    byWho.set(who, [...(byWho.get(who) ?? []), text]);
  }
  return [...byWho].map(([who, texts]) => `; with ${who} ${joinWords(texts)}`).join('');
}

/** Of a design that falls behind only what it loses is told: its times are those of a queue that grows. */
function pricesOf(designs: readonly NamedDesign[]): string {
  const [first, ...others] = designs as [NamedDesign, ...NamedDesign[]];
  const behind = others.filter((design) => !carries(design) && ownLosses(design, first).length > 0);
  const lost = behind.map((design) => `; with ${code(design.name)} ${joinWords(ownLosses(design, first))}`);
  return `${prices(others.filter(carries), first)}${lost.join('')}`;
}

/** What a run could not tell of a design belongs into the sentence too. */
function doubt(designs: readonly NamedDesign[]): string {
  const unclear = designs.filter(isUnclear).map(({ name }) => code(name));
  if (unclear.length === 0) return '';
  return `; a run of this length cannot tell whether ${joinWords(unclear)} ${unclear.length === 1 ? 'keeps' : 'keep'} up`;
}

function alone(design: NamedDesign, pools: Pools): string {
  if (!carries(design)) return `${code(design.name)} does not carry the load: ${failure(design)}`;
  const parked = parkedMean(design, pools);
  const asleep = parked < 0.05 ? '' : `, ${threads(parked)} of them asleep on a timer`;
  return `${code(design.name)} keeps ${threads(activeMean(design, pools))} of ${poolSize(design, pools)} threads of ${poolWords(pools)} active${asleep}; ${saturation(design, pools)}${times(design)}`;
}

function saturation(design: NamedDesign, pools: Pools): string {
  const share = fullShare(design, pools);
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

function beforeAfter(before: NamedDesign, after: NamedDesign, pools: Pools): string {
  if (carries(before) && !carries(after)) {
    return `${code(after.name)} does not carry what ${code(before.name)} carries: ${failure(after)}`;
  }
  if (!carries(before) && !carries(after)) {
    return `Neither ${code(before.name)} nor ${code(after.name)} carries the load: ${failure(before)} in the first, ${failure(after)} in the second`;
  }
  if (!carries(before)) {
    return `${code(after.name)} carries with ${threads(activeMean(after, pools))} active threads of ${poolSize(after, pools)} what ${code(before.name)} does not carry with ${poolSize(before, pools)}: there ${failure(before)}`;
  }
  const [losing] = losers([before, after]);
  if (losing !== undefined) return lessWork(losing, losing === before ? after : before, pools);
  return `${threadsOf(before, after, pools)}${timesOf(before, after)}`;
}

/** Fewer threads for less work are no saving. */
function lessWork(losing: NamedDesign, other: NamedDesign, pools: Pools): string {
  return `${code(losing.name)} does less of the work than ${code(other.name)}, with ${threads(activeMean(losing, pools))} active threads of ${poolSize(losing, pools)} as against ${threads(activeMean(other, pools))} of ${poolSize(other, pools)}`;
}

function threadsOf(before: NamedDesign, after: NamedDesign, pools: Pools): string {
  const first = activeMean(before, pools);
  const second = activeMean(after, pools);
  const size = poolSize(before, pools);
  const isSameSize = size === poolSize(after, pools);
  const ofAfter = ` of ${poolSize(after, pools)}`;
  const ofBefore = isSameSize ? '' : ` of ${size}`;
  if (areAlike(before, after, pools)) {
    return isSameSize
      ? `${code(after.name)} changes nothing that can be seen in ${poolWords(pools)}: ${threads(second)} active threads${ofAfter}, as against ${threads(first)} with ${code(before.name)}`
      : `${code(after.name)} keeps ${threads(second)}${ofAfter} threads of ${poolWords(pools)} active where ${code(before.name)} keeps ${threads(first)}${ofBefore}; ${pools.length === 1 ? 'it is' : 'one of them is'} saturated for ${saturated(after, pools)} of the time, as against ${saturated(before, pools)}`;
  }
  const start = `${code(after.name)} needs ${threads(second)} active threads${ofAfter} where ${code(before.name)} needs ${threads(first)}${ofBefore}`;
  if (second > first) return `${start}: more, not fewer`;
  const sleepers = parkedMean(before, pools);
  const slept = sleepers - parkedMean(after, pools);
  return slept > (first - second) / 2 ? `${start}: ${threads(sleepers)} of them slept on a timer` : start;
}

function saturated(design: NamedDesign, pools: Pools): string {
  return formatShare(fullShare(design, pools));
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
function ofMany(designs: readonly NamedDesign[], pools: Pools): string {
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
    const others = unclear.length === 0 ? [] : [`of ${names(unclear)} a run of this length cannot tell`];
    return `No design surely carries the load: ${[...(rest.length === 0 ? [] : [joinWords(rest)]), ...others].join(', and ')}`;
  }
  if (rest.length === 0) return `${fewest(doing, pools)}${doubt(doing)}`;
  const best = [...able].sort(
    (a, b) => poolSize(a, pools) - poolSize(b, pools) || activeMean(a, pools) - activeMean(b, pools),
  )[0] as NamedDesign;
  const others = able.filter((design) => design !== best);
  const also =
    others.length === 0
      ? ''
      : `of the others only ${joinWords(others.map((design) => `${code(design.name)} (${poolSize(design, pools)} threads)`))} ${others.length === 1 ? 'does' : 'do'} so, and `;
  return `${code(best.name)} carries the load with ${poolSize(best, pools)} threads${times(best)}; ${also}${joinWords(rest)}${doubt(doing)}`;
}

function told(designs: readonly NamedDesign[], one: string, many: string): string[] {
  return designs.length === 0 ? [] : [`${names(designs)} ${designs.length === 1 ? one : many}`];
}

function names(designs: readonly NamedDesign[]): string {
  return joinWords(designs.map(({ name }) => code(name)));
}

/** Of designs that all do the work: which needs the fewest active threads. What is said of one holds in the table, to the digit. */
function fewest(designs: readonly NamedDesign[], pools: Pools): string {
  const first = designs[0] as NamedDesign;
  const of = (design: NamedDesign) => `${threads(activeMean(design, pools))} of ${poolSize(design, pools)}`;
  const [least] = [...designs].sort((a, b) => activeMean(a, pools) - activeMean(b, pools)) as [NamedDesign];
  if (designs.slice(1).every((design) => areAlike(first, design, pools))) {
    return `The ${designs.length} designs are alike in ${poolWords(pools)}: ${of(first)} threads are active with ${code(first.name)}`;
  }
  if (activeMean(first, pools) === activeMean(least, pools)) {
    return `No design needs fewer active threads than ${code(first.name)}: ${of(first)}`;
  }
  if (areAlike(first, least, pools)) {
    return `No design needs clearly fewer active threads than ${code(first.name)} with ${of(first)}: the least is ${of(least)} with ${code(least.name)}`;
  }
  // Those that the noise does not tell from the least; what each of them costs is said behind it.
  const leastOf = designs
    .filter((design) => design !== first && (design === least || areAlike(least, design, pools)))
    .sort((a, b) => activeMean(a, pools) - activeMean(b, pools));
  const verb = leastOf.length === 1 ? 'needs' : 'need';
  const start = `Of the ${designs.length} designs ${names(leastOf)} ${verb} the fewest active threads: ${joinWords(leastOf.map(of))} where ${code(first.name)} needs ${of(first)}`;
  return leastOf.length === 1 && priceOf(least, first).length === 0 ? `${start}${timesOf(first, least)}` : start;
}

function isUnclear({ result }: NamedDesign): boolean {
  return result.stability.stable === null;
}

/** Whether two designs differ in active threads by no more than the noise, or by too little to matter. */
function areAlike(before: NamedDesign, after: NamedDesign, pools: Pools): boolean {
  const first = activeMean(before, pools);
  const second = activeMean(after, pools);
  if (Math.abs(second - first) <= ALIKE * Math.max(first, second)) return true;
  const paths = (design: NamedDesign) =>
    pools.filter((pool) => poolOf(design, pool) !== undefined).map((pool) => `pools.${pool}.active.mean`);
  const paired = pairedDifference(before.result, after.result, paths(before), paths(after));
  return paired !== null && !isClear(paired);
}

function activeMean(design: NamedDesign, pools: Pools): number {
  return sumOver(design, pools, ({ active }) => active.mean) ?? 0;
}

function parkedMean(design: NamedDesign, pools: Pools): number {
  return sumOver(design, pools, ({ parked }) => parked.mean) ?? 0;
}

function poolSize(design: NamedDesign, pools: Pools): number {
  return sumOver(design, pools, ({ threads }) => threads) ?? 0;
}

/** Of the pool that is saturated for longest. */
function fullShare(design: NamedDesign, pools: Pools): number {
  return Math.max(...pools.map((pool) => poolOf(design, pool)?.fullFraction ?? 0));
}

function poolWords(pools: Pools): string {
  return `${pools.length === 1 ? 'pool' : 'pools'} ${joinWords(pools.map(code))}`;
}

function threads(mean: number): string {
  return formatNumber('level', mean);
}

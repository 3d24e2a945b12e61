import { counted } from '../counted.ts';
import { holdsQuantile, quantileEvidence } from '../result/quantile-evidence.ts';
import { failure } from './failure.ts';
import { joinFew } from './few.ts';
import { figureInWords } from './figure-words.ts';
import { code, formatNumber, formatShare, joinWords } from './format.ts';
import { ENOUGH, largestLatencyChange, latencyChanges } from './latency-change.ts';
import { holds, losers, mostRefusing, sharedLosses } from './losses.ts';
import {
  activeMean,
  areAlike,
  fullShare,
  type Pools,
  parkedMean,
  poolSize,
  poolSizeText,
  poolWords,
  saturated,
  threads,
  whatFell,
  whatMoved,
} from './pool-sums.ts';
import { gainsOf, priceOf, pricesOf } from './price.ts';
import { largestDifference } from './seen-difference.ts';
import { blobsLeftPerHour, carries, mainJobKinds, type NamedDesign } from './selection.ts';

/** So many designs are told of one by one in a sentence, and so many are named. */
const MOST_TOLD = 2;
const MOST_NAMES = 5;

/**
 * The decision in one sentence: what each design needs, what it costs, what fails. What it says is what the table says.
 * @param pools those that decide between the designs, summed up; none when no thread was ever active.
 */
export function headlineOf(designs: readonly NamedDesign[], pools: readonly string[]): string {
  const [first, second] = designs;
  if (first === undefined) return 'The result has no design, so there is nothing to say.';
  if (pools.length === 0) return withoutPools(designs);
  const start =
    second === undefined
      ? alone(first, pools)
      : designs.length > 2
        ? ofMany(designs, pools)
        : beforeAfter(first, second, pools);
  // With many designs it stands where they are told apart.
  const unclear = designs.length > 2 ? '' : doubt(designs);
  const text = `${start}${sharedLosses(designs)}${unclear}${pricesOf(designs)}`;
  return `${text}${/ \d+ more(?!.* in the table)/.test(text) ? ' (see the table)' : ''}.`;
}

/** Where no thread of a pool was ever active: jobs may fail elsewhere all the same. */
function withoutPools(designs: readonly NamedDesign[]): string {
  const unable = designs.filter((design) => !holds(design));
  const [first] = unable;
  if (first === undefined) return 'No pool thread was ever active: the scenario put no load on its pools.';
  const verb = unable.length === 1 ? 'does' : 'do';
  return `No pool thread was ever active, and ${names(unable)} ${verb} not carry the load: ${unable.length === 1 ? failure(first) : failures(unable)}.`;
}

/** What a run could not tell of a design belongs into the sentence too. */
function doubt(designs: readonly NamedDesign[]): string {
  const unclear = designs.filter(isUnclear).map(({ name }) => code(name));
  if (unclear.length === 0) return '';
  return `; a run of this length cannot tell whether ${joinWords(unclear)} ${unclear.length === 1 ? 'keeps' : 'keep'} up`;
}

function alone(design: NamedDesign, pools: Pools): string {
  if (!holds(design)) return `${code(design.name)} does not carry the load: ${failure(design)}`;
  const but = isAlmostAll(design) ? `${carriesText(design)} and ` : '';
  const parked = parkedMean(design, pools);
  const asleep = parked < 0.05 ? '' : `, ${threads(parked)} of them asleep on a timer`;
  return `${code(design.name)} ${but}keeps ${threads(activeMean(design, pools))} of ${poolSizeText(design, pools)} threads of ${poolWords(pools)} active${asleep}; ${saturation(design, pools)}${times(design)}`;
}

function saturation(design: NamedDesign, pools: Pools): string {
  const share = fullShare(design, pools);
  return share === 0 ? 'they were never all taken' : `all are taken for ${formatShare(share)} of the time`;
}

/** `, and 99 % of the sync jobs take at most 54 s`; of those that were completed, where some fail. */
function times(design: NamedDesign): string {
  const [kind] = mainJobKinds([design]).shown;
  const job = kind === undefined ? undefined : design.result.jobs[kind];
  if (kind === undefined || job === undefined || job.time.p99 === null) return '';
  const completed = job.failed > 0 ? 'completed ' : '';
  const failing = job.failed > 0 ? ` (${formatShare(job.failedFraction ?? 0)} fail)` : '';
  const evidence = quantileEvidence(design.result, ['jobs', kind, 'time', 'p99']);
  if (evidence !== undefined && evidence.observations < evidence.least) {
    const longest = formatNumber('seconds', job.time.max);
    return evidence.observations === 1
      ? `, and the one ${completed}${code(kind)} job takes ${longest}${failing}`
      : `, and the longest of the ${evidence.observations} ${completed}${code(kind)} jobs takes ${longest}${failing}`;
  }
  return `, and 99 % of the ${completed}${code(kind)} jobs take at most ${formatNumber('seconds', job.time.p99)}${failing}`;
}

function beforeAfter(before: NamedDesign, after: NamedDesign, pools: Pools): string {
  if (holds(before) && !holds(after)) {
    return `${code(after.name)} does not carry what ${code(before.name)} carries: ${failure(after)}`;
  }
  if (!holds(before) && !holds(after)) {
    const why = [failure(before), failure(after)] as const;
    const what = why[0] === why[1] ? `with both ${why[0]}` : `${why[0]} in the first, ${why[1]} in the second`;
    return `Neither ${code(before.name)} nor ${code(after.name)} carries the load: ${what}`;
  }
  if (!holds(before) && isAlmostAll(after)) {
    return `${code(after.name)} ${carriesText(after)} with ${threads(activeMean(after, pools))} active threads of ${poolSizeText(after, pools)}; ${code(before.name)} does not carry the load with ${poolSizeText(before, pools)}: there ${failure(before)}`;
  }
  if (!holds(before)) {
    return `${code(after.name)} carries with ${threads(activeMean(after, pools))} active threads of ${poolSizeText(after, pools)} what ${code(before.name)} does not carry with ${poolSizeText(before, pools)}: there ${failure(before)}`;
  }
  const [losing] = losers([before, after]);
  if (losing !== undefined) return lessWork(losing, losing === before ? after : before, pools);
  return `${threadsOf(before, after, pools)}${timesOf(before, after, pools)}`;
}

/** Fewer threads for less work are no saving. */
function lessWork(losing: NamedDesign, other: NamedDesign, pools: Pools): string {
  return `${code(losing.name)} does less of the work than ${code(other.name)}, with ${threads(activeMean(losing, pools))} active threads of ${poolSizeText(losing, pools)} as against ${threads(activeMean(other, pools))} of ${poolSizeText(other, pools)}`;
}

function threadsOf(before: NamedDesign, after: NamedDesign, pools: Pools): string {
  const first = activeMean(before, pools);
  const second = activeMean(after, pools);
  const size = poolSize(before, pools);
  const isSameSize = size === poolSize(after, pools);
  const ofAfter = ` of ${poolSizeText(after, pools)}`;
  const ofBefore = isSameSize ? '' : ` of ${poolSizeText(before, pools)}`;
  const moved = whatMoved(before, after, pools);
  if (areAlike(before, after, pools)) {
    if (!isSameSize) {
      return `${code(after.name)} keeps ${threads(second)}${ofAfter} threads of ${poolWords(pools)} active where ${code(before.name)} keeps ${threads(first)}${ofBefore}${moved}; ${pools.length === 1 ? 'it is' : 'one of them is'} saturated for ${saturated(after, pools)} of the time, as against ${saturated(before, pools)}`;
    }
    const start = isAlikeInAll(before, after)
      ? `${code(after.name)} changes nothing that can be seen`
      : `${code(after.name)} keeps as many threads active`;
    return `${start} in ${poolWords(pools)}: ${threads(second)} active threads${ofAfter}, as against ${threads(first)} with ${code(before.name)}${moved}`;
  }
  const start = `${code(after.name)} needs ${threads(second)} active threads${ofAfter} where ${code(before.name)} needs ${threads(first)}${ofBefore}`;
  return `${start}${second > first ? ': more, not fewer' : whatFell(before, after, pools)}${moved}`;
}

/** Whether no figure of the result differs in a way that can be seen, and nothing is gained or paid. */
function isAlikeInAll(before: NamedDesign, after: NamedDesign): boolean {
  const hasSameSizes = allThreads(before) === allThreads(after);
  return hasSameSizes && largestDifference(before, after) === undefined && !isGainOrPrice(before, after);
}

function allThreads(design: NamedDesign): number {
  return poolSize(design, Object.keys(design.result.pools));
}

function isGainOrPrice(before: NamedDesign, after: NamedDesign): boolean {
  return gainsOf(after, before).length > 0 || priceOf(after, before).length > 0;
}

/** What the second design makes of the times that clients see and of its deletions, unless it is a price. Where threads are what it saves, that is told first. */
function timesOf(before: NamedDesign, after: NamedDesign, pools: Pools, isOneOfMany = false): string {
  const isSaving = !areAlike(before, after, pools);
  const gains = gainsOf(after, before).slice(0, isSaving ? 1 : 2);
  if (gains.length > 0) return `; ${joinWords(gains)}`;
  const isTold = isSaving || whatMoved(before, after, pools) !== '' || isGainOrPrice(before, after);
  return isTold || isAlikeInAll(before, after)
    ? unchangedTimes(before, after, isOneOfMany)
    : otherDifference(before, after);
}

/** What differs where neither threads nor the times of clients do: the figure that differs most, in the words of the table. */
function otherDifference(before: NamedDesign, after: NamedDesign): string {
  const most = largestDifference(before, after);
  const what = most === undefined ? undefined : figureInWords(most.path);
  if (most === undefined || what === undefined) return '';
  const by =
    most.relative === null
      ? 'from 0'
      : `by ${most.relative > 0 ? '+' : '−'}${Math.abs(most.relative) < 10 ? formatShare(Math.abs(most.relative)) : `${formatNumber('count', Math.abs(most.relative) + 1)} times`}`;
  return `; what differs most is ${what}, ${by}`;
}

/** How far job times are the same: by mean, median and p99, of every kind of job. */
const STAYS = 0.02;

/** @param isOneOfMany whether there are other designs too, of which it is not said. */
function unchangedTimes(before: NamedDesign, after: NamedDesign, isOneOfMany: boolean): string {
  const largest = largestLatencyChange(before, after);
  if (latencyChanges(before, after).length > 0 || largest === undefined) return '';
  const { share, text } = largest;
  const start = isOneOfMany ? `; with ${code(after.name)} job times` : '; job times';
  const example = ` (${text})`;
  const percent = `${Math.ceil(share * 100)} %`;
  if (share <= STAYS)
    return `${start} stay as they are${share === 0 ? '' : `, within ${percent}`}${p99Of(before, after)}`;
  if (share < ENOUGH) return `${start} differ by at most ${percent}${example}`;
  return `${start} differ by no more than the noise of ${after.result.series.replications} replications${example}`;
}

/** ` (p99 of sync 2.3 min)`: about how long the most frequent jobs take. */
function p99Of(before: NamedDesign, { result }: NamedDesign): string {
  const [kind] = mainJobKinds([before]).shown;
  const p99 = kind === undefined ? null : (result.jobs[kind]?.time.p99 ?? null);
  if (kind === undefined || p99 === null || !holdsQuantile(result, ['jobs', kind, 'time', 'p99'])) return '';
  return ` (p99 of ${code(kind)} ${formatNumber('seconds', p99)})`;
}

/** More deletions than this share of them that nobody does are load that is not carried. */
const FEW_LOST = 0.01;

/** A design whose blobs are left in the store does not carry the whole load, even where no job waits for it. */
function leavesBlobs(design: NamedDesign): boolean {
  const { failed, rejected, scheduled } = design.result.deletions;
  return blobsLeftPerHour(design) !== undefined || failed + rejected > FEW_LOST * (scheduled + rejected);
}

/** What holds, but does not carry its whole load. */
function isAlmostAll(design: NamedDesign): boolean {
  return leavesBlobs(design) || mostRefusing(design) !== undefined;
}

function carriesText(design: NamedDesign): string {
  if (leavesBlobs(design)) return 'keeps up with its jobs, but not with its deletions,';
  const refusing = mostRefusing(design);
  return refusing === undefined ? 'carries the load' : `carries all but ${formatShare(refusing.share)} of the load`;
}

/** With three designs or more: who carries the load, and with how few threads. */
function ofMany(designs: readonly NamedDesign[], pools: Pools): string {
  const losing = losers(designs).filter(holds);
  const doing = designs.filter((design) => holds(design) && !losing.includes(design));
  const able = doing.filter((design) => !isUnclear(design));
  const unclear = doing.filter(isUnclear);
  const unable = designs.filter((design) => !holds(design));
  if (doing.length === 0 && losing.length === 0) {
    return `None of the ${designs.length} designs carries the load: ${failures(unable)}`;
  }
  const rest = [
    ...told(
      unable.filter((design) => !carries(design)),
      'falls behind',
      'fall behind',
    ),
    ...told(unable.filter(carries), 'refuses work', 'refuse work'),
    ...told(losing, 'does less of the work', 'do less of the work'),
  ];
  if (able.length === 0) {
    const others = unclear.length === 0 ? [] : [`of ${names(unclear)} a run of this length cannot tell`];
    return `No design surely carries the load: ${[...(rest.length === 0 ? [] : [joinWords(rest)]), ...others].join(', and ')}`;
  }
  if (rest.length === 0) return `${fewest(doing, pools)}${doubt(doing)}`;
  const best = [...able].sort(
    (a, b) =>
      Number(mostRefusing(a) !== undefined) - Number(mostRefusing(b) !== undefined) ||
      poolSize(a, pools) - poolSize(b, pools) ||
      activeMean(a, pools) - activeMean(b, pools),
  )[0] as NamedDesign;
  const others = able.filter((design) => design !== best);
  const also =
    others.length === 0
      ? ''
      : `of the others only ${joinWords(others.map((design) => `${code(design.name)}${besideBest(design, best, pools)}`))} ${others.length === 1 ? 'does' : 'do'} so, and `;
  return `${code(best.name)} ${carriesText(best)} with ${poolSizeText(best, pools)} threads${times(best)}; ${also}${joinWords(rest)}${doubt(doing)}`;
}

/** ` (192 threads)`: what another design that is named beside the best one has otherwise: its threads, and what it does not do of the load. */
function besideBest(design: NamedDesign, best: NamedDesign, pools: Pools): string {
  const refusing = mostRefusing(design);
  const size = poolSizeText(design, pools);
  const parts = [
    ...(size === poolSizeText(best, pools) ? [] : [`${size} threads`]),
    ...(refusing === undefined ? [] : [`all but ${formatShare(refusing.share)}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function told(designs: readonly NamedDesign[], one: string, many: string): string[] {
  return designs.length === 0 ? [] : [`${names(designs)} ${designs.length === 1 ? one : many}`];
}

function names(designs: readonly NamedDesign[]): string {
  return joinFew(
    designs.map(({ name }) => code(name)),
    MOST_NAMES,
    'design',
  );
}

function failures(designs: readonly NamedDesign[]): string {
  const whose = new Map<string, string[]>();
  for (const design of designs) {
    // How much each loses is said behind it.
    const why = failure(design, false);
    whose.set(why, [...(whose.get(why) ?? []), code(design.name)]);
  }
  const told = [...whose].slice(0, MOST_TOLD);
  const more = [...whose].slice(MOST_TOLD).flatMap(([, names]) => names).length;
  const texts = told.map(([why, names]) => `${why} with ${joinFew(names, MOST_NAMES, 'design')}`);
  return `${texts.join('; ')}${more === 0 ? '' : `; and ${counted(more, 'more design')}`}`;
}

/** Of designs that all do the work: which needs the fewest active threads. What is said of one holds in the table, to the digit. */
function fewest(designs: readonly NamedDesign[], pools: Pools): string {
  const first = designs[0] as NamedDesign;
  const of = (design: NamedDesign) => `${threads(activeMean(design, pools))} of ${poolSizeText(design, pools)}`;
  const [least] = [...designs].sort((a, b) => activeMean(a, pools) - activeMean(b, pools)) as [NamedDesign];
  const others = designs.slice(1);
  if (others.every((design) => areAlike(first, design, pools))) {
    const active = `${poolWords(pools)}: ${of(first)} threads are active with ${code(first.name)}`;
    if (others.every((design) => isAlikeInAll(first, design))) {
      return `The ${designs.length} designs are alike, in threads and in every other figure; in ${active}`;
    }
    return `The ${designs.length} designs keep as many threads active on average, in ${active}${gainsOfMany(first, others)}`;
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
  return leastOf.length === 1 && priceOf(least, first).length === 0
    ? `${start}${timesOf(first, least, pools, true)}`
    : start;
}

/** What designs that keep as many threads active do better, the first of each. */
function gainsOfMany(first: NamedDesign, others: readonly NamedDesign[]): string {
  const gaining = others.flatMap((design) => {
    const [gain] = gainsOf(design, first);
    return gain === undefined ? [] : [`; with ${code(design.name)} ${gain}`];
  });
  if (gaining.length > 0) return gaining.slice(0, MOST_TOLD).join('');
  if (others.some((design) => priceOf(design, first).length > 0)) return '';
  const differing = others.find((design) => largestDifference(first, design) !== undefined);
  return differing === undefined ? '' : `${otherDifference(first, differing)} with ${code(differing.name)}`;
}

function isUnclear({ result }: NamedDesign): boolean {
  return result.stability.stable === null;
}

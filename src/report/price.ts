import { joinFew } from './few.ts';
import { code, formatNumber, joinWords } from './format.ts';
import { type LatencyChange, latencyChanges } from './latency-change.ts';
import { holds, lossesOf, mostLosses, ownLosses } from './losses.ts';
import { carries, deletes, type NamedDesign, sumOver } from './selection.ts';

/** A deletion that is later than this, and later than with the other design, is a price. */
const LATE_SECONDS = 5;
/** Fewer threads beside the pools than this cost nothing to speak of. */
const FEW_THREADS = 1;
/** Threads beside the pools are a price when they are this share of the pools' threads that became free. */
const NOTABLE = 0.1;

/** The prices that are told of a design in a sentence: of the only one that pays, and of each where several do. */
const MOST_PRICES = { alone: 2, each: 1 };
/** The designs with different prices that are told in a sentence: by themselves, and of several designs behind what the first one loses. */
const MOST_TOLD = { alone: 2, besideLosses: 1 };

/** What a design costs beside the first one: work that it does not do and the first does, times that clients wait longer, threads beside the pools, deletions that are late or lost. Each is the end of `with a …`. */
export function priceOf(design: NamedDesign, first: NamedDesign): string[] {
  return [...ownLosses(design, first).map(({ text }) => text), ...pricesBesideLosses(design, first)];
}

function pricesBesideLosses(design: NamedDesign, first: NamedDesign): string[] {
  const ofDeletions = [...lateness(design, first), ...violations(design, first)];
  return [
    ...(ofDeletions.length === 0 ? [] : [joinWords(ofDeletions)]),
    ...changesOfTimes(first, design)
      .filter(({ isWorse }) => isWorse)
      .map(({ what, fromTo }) => `the ${what} rises ${fromTo}`),
    ...threadsBeside(design, first),
  ];
}

/** Times are compared of designs that do the same: of one that sends work away they are those of the work that is left. */
function changesOfTimes(first: NamedDesign, design: NamedDesign): LatencyChange[] {
  return holds(first) === holds(design) ? latencyChanges(first, design) : [];
}

/** What a design brings beside the first one: times that clients wait less long, deletions that are in time. Each is a sentence's end. */
export function gainsOf(design: NamedDesign, first: NamedDesign): string[] {
  const before = first.result.deletions;
  const after = design.result.deletions;
  const isInTime = lateness(first, design).length > 0 && deletes(design);
  const late = (seconds: number | null) => (seconds === 0 || seconds === null ? '' : formatNumber('seconds', seconds));
  const start = late(after.lateness.max) === '' ? 'on time' : `up to ${late(after.lateness.max)} late`;
  return [
    ...changesOfTimes(first, design)
      .filter(({ isWorse }) => !isWorse)
      .map(({ what, fromTo }) => `the ${what} falls ${fromTo}`),
    ...(isInTime ? [`deletions start ${start}, not up to ${late(before.lateness.max)}`] : []),
    ...(after.aliveAfterUrl < before.aliveAfterUrl
      ? [
          `${formatNumber('count', after.aliveAfterUrl)} blobs outlived their signed URL, not ${formatNumber('count', before.aliveAfterUrl)}`,
        ]
      : []),
  ];
}

/** What sleeps on threads of its own is no longer in a pool, and takes a thread all the same. */
function threadsBeside(design: NamedDesign, first: NamedDesign): string[] {
  const beside = ({ result }: NamedDesign) =>
    (result.threads.mean ?? 0) - Object.values(result.pools).reduce((sum, { threads }) => sum + threads, 0);
  const active = (one: NamedDesign) => sumOver(one, Object.keys(one.result.pools), (pool) => pool.active.mean) ?? 0;
  const more = beside(design) - Math.max(0, beside(first));
  const isNotable = more > FEW_THREADS && more > NOTABLE * Math.abs(active(first) - active(design));
  return isNotable ? [`${formatNumber('level', more)} more threads run beside the pools`] : [];
}

function lateness(design: NamedDesign, first: NamedDesign): string[] {
  const after = design.result.deletions.lateness.max ?? 0;
  const before = first.result.deletions.lateness.max ?? 0;
  return deletes(design) && after > LATE_SECONDS && after > 2 * before
    ? [`deletions start up to ${formatNumber('seconds', after)} late`]
    : [];
}

function violations(design: NamedDesign, first: NamedDesign): string[] {
  const after = design.result.deletions;
  const before = first.result.deletions;
  return [
    worse(after.aliveAfterUrl, before.aliveAfterUrl, 'blob outlived its signed URL', 'blobs outlived their signed URL'),
    worse(
      after.deletedBeforeDue,
      before.deletedBeforeDue,
      'blob was deleted before it was due',
      'blobs were deleted before they were due',
    ),
  ].filter((text) => text !== '');
}

function worse(after: number, before: number, one: string, many: string): string {
  return after > before ? `${formatNumber('count', after)} ${after === 1 ? one : many}` : '';
}

/** `, but with a 63 % of the jobs failed; with b …`: what each design costs beside the first, lost work first. Empty where nothing is paid. Of a design that falls behind only what it loses is told: its times are those of a queue that grows. */
export function pricesOf(designs: readonly NamedDesign[]): string {
  const [first, ...others] = designs as [NamedDesign, ...NamedDesign[]];
  const loses = (design: NamedDesign) => ownLosses(design, first).length > 0;
  const paid = [...others]
    .sort((a, b) => Number(loses(b)) - Number(loses(a)))
    .map((design) => ({
      name: code(design.name),
      isHolding: holds(design),
      lost: ownLosses(design, first).map(({ text }) => text),
      others: carries(design) ? pricesBesideLosses(design, first) : [],
    }))
    .filter(({ lost, others }) => lost.length + others.length > 0);
  const most = paid.length === 1 ? MOST_PRICES.alone : MOST_PRICES.each;
  const whoPays = new Map<string, string[]>();
  for (const { name, lost, others } of paid) {
    // All lost work is one price.
    const toldOthers = others.slice(0, lost.length > 0 ? most - 1 : most);
    const told = [...lost.slice(0, mostLosses(designs.length)), ...toldOthers];
    const what = toldOthers.length < others.length ? 'drawback' : 'loss';
    const text = joinFew(told, told.length, what, lost.length + others.length - told.length);
    whoPays.set(text, [...(whoPays.get(text) ?? []), name]);
  }
  if (whoPays.size === 0) return '';
  const mostTold = designs.length > 2 && lossesOf(first).length > 0 ? MOST_TOLD.besideLosses : MOST_TOLD.alone;
  const told = [...whoPays].slice(0, mostTold).map(([text, names]) => `with ${joinWords(names)} ${text}`);
  const more = [...whoPays].slice(mostTold).flatMap(([, names]) => names).length;
  const rest = more === 0 ? '' : `; ${more} more ${more === 1 ? 'design pays' : 'designs pay'} too`;
  // Of what does not carry the load nothing good was said.
  const isContrast = paid.some(({ isHolding }) => isHolding);
  return `${isContrast ? ', but' : ';'} ${told.join('; ')}${rest}`;
}

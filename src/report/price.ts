import { code, formatNumber, joinWords } from './format.ts';
import { latencyChanges } from './latency-change.ts';
import { lossesOf } from './losses.ts';
import { deletes, type NamedDesign } from './selection.ts';

/** A deletion that is later than this, and later than with the first design, is a price. */
const LATE_SECONDS = 5;

/** What a design costs beside the first one: work that it does not do and the first does, times that clients wait longer, deletions that are late or lost. Each is the end of `with a …`. */
export function priceOf(design: NamedDesign, first: NamedDesign): string[] {
  return [
    ...ownLosses(design, first),
    ...latencyChanges(first, design)
      .filter(({ isWorse }) => isWorse)
      .slice(0, MOST_TIMES)
      .map(({ what, fromTo }) => `the ${what} rises ${fromTo}`),
    ...lateness(design, first),
    ...violations(design, first),
  ];
}

/** What a design loses and the first one does not lose alike. */
export function ownLosses(design: NamedDesign, first: NamedDesign): string[] {
  const shared = new Set(lossesOf(first).map(({ text }) => text));
  return lossesOf(design)
    .map(({ text }) => text)
    .filter((text) => !shared.has(text));
}

/** The times that rise most. */
const MOST_TIMES = 2;

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
    worse(after.aliveAfterUrl, before.aliveAfterUrl, 'blobs outlived their signed URL'),
    worse(after.deletedBeforeDue, before.deletedBeforeDue, 'blobs were deleted before they were due'),
  ].filter((text) => text !== '');
}

function worse(after: number, before: number, what: string): string {
  return after > before ? `${formatNumber('count', after)} ${what}` : '';
}

/** `, but with a 63 % of the jobs failed; with b …`; empty where nothing is paid. */
export function prices(designs: readonly NamedDesign[], first: NamedDesign): string {
  const told = designs.flatMap((design) => {
    const price = priceOf(design, first);
    return price.length === 0 ? [] : [`with ${code(design.name)} ${joinWords(price)}`];
  });
  return told.length === 0 ? '' : `, but ${told.join('; ')}`;
}

import { isClear, pairedDifference } from '../result/differences.ts';
import { whyNotValid } from '../result/live-validity.ts';
import type { Result } from '../result/schema.ts';
import { failure } from './failure.ts';
import { code, formatNumber, joinWords } from './format.ts';
import { liveReading, liveWarnings } from './live-notes.ts';
import { lossesOf } from './losses.ts';
import { reasonsOf } from './reasons.ts';
import { carries, designsOf, type NamedDesign, poolOf, poolsThatMatter } from './selection.ts';

/** What a result says, in one sentence, and why. Names stand in backticks. */
export interface Verdict {
  readonly headline: string;
  readonly reasons: readonly string[];
}

/** A difference of active threads below this share of the first design's is told as none. */
const ALIKE = 0.02;

/** The verdict on a result of any scenario, with any number of designs. It says so when nothing improved, and when there is nothing to say. */
export function verdictOf(result: Result): Verdict {
  const invalid = whyNotValid(result);
  if (invalid.length > 0) return notValid(result, invalid);
  const designs = designsOf(result);
  const [pool] = poolsThatMatter(result);
  return {
    headline: headline(designs, pool),
    reasons: [...liveWarnings(result), ...reasonsOf(designs, pool, result), ...liveReading(result)],
  };
}

/** The figures are the machine’s: nothing is said of the designs. */
function notValid(result: Result, why: readonly string[]): Verdict {
  return {
    headline: `This live run is not valid: ${why.join('; ')}.`,
    reasons: [
      'Its figures are those of the machine, not of the designs: nothing is compared, and no gate passes on them.',
      ...liveWarnings(result),
      'Run it again on a machine that does nothing else, or with a smaller --compress.',
    ],
  };
}

function headline(designs: readonly NamedDesign[], pool: string | undefined): string {
  const [first, second] = designs;
  if (first === undefined) return 'The result has no design, so there is nothing to say.';
  if (pool === undefined) return 'No pool thread was ever active: the scenario put no load on its pools.';
  if (second === undefined) return withLosses(alone(first, pool), first);
  const sentence = withDoubt(designs.length === 2 ? beforeAfter(first, second, pool) : ofMany(designs, pool), designs);
  return withPrice(withLosses(sentence, first), designs);
}

/** What the first design does not do is no price of the others. */
function withLosses(sentence: string, design: NamedDesign): string {
  const losses = lossesOf(design).map(({ text }) => text);
  return losses.length === 0 ? sentence : `${sentence.slice(0, -1)}; with ${code(design.name)} ${joinWords(losses)}.`;
}

function alone(design: NamedDesign, pool: string): string {
  if (!carries(design)) return `${code(design.name)} does not carry the load: ${failure(design)}.`;
  const parked = parkedMean(design, pool);
  const rest = parked < 0.05 ? 'and none of them sleeps on a timer' : `and ${threads(parked)} of them sleep on a timer`;
  return `${code(design.name)} keeps ${threads(activeMean(design, pool))} of ${poolSize(design, pool)} threads active, ${rest}.`;
}

function beforeAfter(before: NamedDesign, after: NamedDesign, pool: string): string {
  if (carries(before) && !carries(after)) {
    return `${code(after.name)} does not carry what ${code(before.name)} carries: ${failure(after)}.`;
  }
  if (!carries(before) && !carries(after)) {
    return `Neither ${code(before.name)} nor ${code(after.name)} carries the load: ${failure(before)} in the first, ${failure(after)} in the second.`;
  }
  if (!carries(before)) {
    return `${code(after.name)} carries with ${threads(activeMean(after, pool))} active threads of ${poolSize(after, pool)} what ${code(before.name)} does not carry with ${poolSize(before, pool)}: there ${failure(before)}.`;
  }
  return bothCarry(before, after, pool);
}

function bothCarry(before: NamedDesign, after: NamedDesign, pool: string): string {
  const first = activeMean(before, pool);
  const second = activeMean(after, pool);
  const size = poolSize(before, pool);
  const sizes = size === poolSize(after, pool) ? ` of ${size}` : '';
  if (areAlike(before, after, pool)) {
    return `${code(after.name)} changes nothing that can be seen in pool ${code(pool)}: ${threads(second)} active threads${sizes}, as against ${threads(first)} with ${code(before.name)}.`;
  }
  const slept = parkedMean(before, pool) - parkedMean(after, pool);
  const ofAfter = sizes === '' ? ` of ${poolSize(after, pool)}` : sizes;
  const ofBefore = sizes === '' ? ` of ${size}` : '';
  const start = `${code(after.name)} needs ${threads(second)} active threads${ofAfter} where ${code(before.name)} needs ${threads(first)}${ofBefore}`;
  if (second > first) return `${start}: more, not fewer.`;
  const sleepers = parkedMean(before, pool);
  if (slept > (first - second) / 2) return `${start}: ${threads(sleepers)} of them slept on a timer.`;
  return `${start}.`;
}

/** With three designs or more: who carries the load, and with how few threads. */
function ofMany(designs: readonly NamedDesign[], pool: string): string {
  const able = designs.filter((design) => carries(design) && !isUnclear(design));
  const unable = designs.filter((design) => !carries(design));
  const unclear = designs.filter((design) => carries(design) && isUnclear(design));
  if (able.length === 0 && unclear.length === 0) {
    return `None of the ${designs.length} designs carries the load: ${unable.map((design) => `${failure(design)} with ${code(design.name)}`).join('; ')}.`;
  }
  if (able.length === 0) {
    const behind =
      unable.length === 0
        ? ''
        : `${joinWords(unable.map((design) => code(design.name)))} ${unable.length === 1 ? 'falls' : 'fall'} behind, and `;
    return `No design surely carries the load: ${behind}of ${joinWords(unclear.map((design) => code(design.name)))} a run of this length cannot tell.`;
  }
  const best = [...able].sort(
    (a, b) => poolSize(a, pool) - poolSize(b, pool) || activeMean(a, pool) - activeMean(b, pool),
  )[0] as NamedDesign;
  if (unable.length > 0) {
    const others = able.filter((design) => design !== best);
    const also =
      others.length === 0
        ? ''
        : `of the others only ${joinWords(others.map((design) => `${code(design.name)} (${poolSize(design, pool)} threads)`))} ${others.length === 1 ? 'does' : 'do'} so, and `;
    return `${code(best.name)} carries the load with ${poolSize(best, pool)} threads; ${also}${joinWords(unable.map((design) => code(design.name)))} ${unable.length === 1 ? 'falls' : 'fall'} behind.`;
  }
  const first = designs[0] as NamedDesign;
  const least = cheapest(designs.filter(carries), first, pool);
  if (designs.slice(1).every((design) => areAlike(first, design, pool))) {
    return `The ${designs.length} designs are alike in pool ${code(pool)}: ${threads(activeMean(first, pool))} active threads of ${poolSize(first, pool)}.`;
  }
  if (least === first) {
    return `No design needs fewer active threads than ${code(first.name)}: ${threads(activeMean(first, pool))} of ${poolSize(first, pool)}.`;
  }
  return `Of the ${designs.length} designs ${code(least.name)} needs the fewest active threads: ${threads(activeMean(least, pool))} of ${poolSize(least, pool)} where ${code(first.name)} needs ${threads(activeMean(first, pool))}.`;
}

/** The design with the fewest active threads; of those that are alike in that, the first that pays no price for it. */
function cheapest(able: readonly NamedDesign[], first: NamedDesign, pool: string): NamedDesign {
  const least = [...able].sort((a, b) => activeMean(a, pool) - activeMean(b, pool))[0] as NamedDesign;
  const alike = able.filter((design) => design === least || areAlike(least, design, pool));
  return alike.find((design) => priceOf(design, first).length === 0) ?? least;
}

/** What a saving costs belongs into the same sentence: a design that deletes too late or gives deletions up has not simply won. */
function withPrice(sentence: string, designs: readonly NamedDesign[]): string {
  const [first, ...others] = designs as [NamedDesign, ...NamedDesign[]];
  const prices = others
    .filter((design) => carries(design) && priceOf(design, first).length > 0)
    .map((design) => `with ${code(design.name)} ${joinWords(priceOf(design, first))}`);
  return prices.length === 0 ? sentence : `${sentence.slice(0, -1)}, but ${prices.join('; ')}.`;
}

/** What a design does worse with its deletions than the first one, and all work that it does not do. */
function priceOf(design: NamedDesign, first: NamedDesign): string[] {
  const after = design.result.deletions;
  const before = first.result.deletions;
  return [
    worse(after.aliveAfterUrl, before.aliveAfterUrl, 'blobs outlived their signed URL'),
    worse(after.deletedBeforeDue, before.deletedBeforeDue, 'blobs were deleted before they were due'),
    ...lossesOf(design).map(({ text }) => text),
  ].filter((text) => text !== '');
}

function worse(after: number, before: number, what: string): string {
  return after > before ? `${formatNumber('count', after)} ${what}` : '';
}

/** What a run could not tell of a design belongs into the sentence too. */
function withDoubt(sentence: string, designs: readonly NamedDesign[]): string {
  const unclear = designs.filter((design) => carries(design) && isUnclear(design)).map(({ name }) => code(name));
  if (unclear.length === 0 || sentence.includes('cannot tell')) return sentence;
  return `${sentence.slice(0, -1)}; a run of this length cannot tell whether ${joinWords(unclear)} ${unclear.length === 1 ? 'keeps' : 'keep'} up.`;
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

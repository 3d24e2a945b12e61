/** A comparison of two results in words and as rows, for the terminal, Markdown and the page. */
import type { ResultDiff } from '../../gate/diff.ts';
import { decisive, isRounding } from '../../gate/diff-verdict.ts';
import type { FigureDifference } from '../../gate/figure-difference.ts';
import type { FigureValue } from '../../gate/figures.ts';
import { oneLine } from '../../one-line.ts';
import { roundedChange } from '../format.ts';
import { apart, difference, kindOf, quantity, settingText, withInterval } from '../gate/words.ts';
import { type Scale, timeScale } from '../scale.ts';
import type { Verdict } from '../verdict.ts';

/** What changed, in one sentence and what there is to know beside it. Names stand in backticks. */
export function diffVerdict(diff: ResultDiff): Verdict {
  const { settings, runs, onlyBefore, onlyAfter } = diff;
  // What makes the figures of two runs differ by itself has to be known before the verdict.
  const isFirst = (sentence: string) => /^(Measured time|Replications)/.test(sentence);
  return {
    headline: [...runs.filter(isFirst), headline(diff)].join(' '),
    reasons: [
      ...runs.filter((sentence) => !isFirst(sentence)),
      ...settings.map((change) => `Changed in the scenario: ${settingText(change)}.`),
      ...onlyBefore.map((name) => `Only before there is the design \`${oneLine(name)}\`.`),
      ...onlyAfter.map((name) => `Only after there is the design \`${oneLine(name)}\`.`),
      ...counts(diff),
    ],
  };
}

/** How many of the changes that decide are told. */
const MOST_CHANGES = 3;

function headline({ outcome, figures, compared }: ResultDiff): string {
  if (outcome === 'not comparable') return 'Not comparable: no design has the same name in both.';
  if (figures.length === 0) return `Same: all ${compared} figures are equal.`;
  if (outcome === 'same') {
    return `Same: ${figures.length} of ${compared} figures differ, but none that matters by more than noise.`;
  }
  const deciding = decisive(figures);
  const told = deciding.slice(0, MOST_CHANGES).map(changeInWords);
  const more = deciding.length > MOST_CHANGES ? `; and ${deciding.length - MOST_CHANGES} more` : '';
  const rank = deciding[0]?.rank ?? 0;
  const others = figures.filter((figure) => figure.rank > rank && figure.change !== null);
  const against = outcome === 'mixed' ? undefined : others.find(({ change }) => change !== outcome);
  const but = against === undefined ? '' : `, but ${changeInWords(against)}`;
  const word = outcome === 'mixed' ? 'Better and worse' : outcome === 'better' ? 'Better' : 'Worse';
  return `${word}: ${told.join('; ')}${more}${but}.`;
}

/** `jobs.sync.time.p99 of legacy rises from 2.2 to 3 min (+36 %)` */
function changeInWords(figure: FigureDifference): string {
  const { design, name, before, after } = figure;
  const of = `\`${oneLine(name)}\` of \`${oneLine(design)}\``;
  const [first, second] = sides(figure);
  if (typeof before !== 'number' || typeof after !== 'number') return `${of} goes from ${first} to ${second}`;
  const relative = share(figure);
  return `${of} ${after > before ? 'rises' : 'falls'} from ${first} to ${second}${relative}`;
}

function counts({ figures, compared, outcome }: ResultDiff): string[] {
  if (figures.length === 0) return [];
  const noise = figures.filter(({ isClear }) => isClear === false).length;
  const within = noise === 0 ? '' : `; ${noise} lie within their 95 % intervals, marked ≈`;
  return outcome === 'same' && noise === 0 ? [] : [`${figures.length} of ${compared} figures differ${within}.`];
}

/** The differing figures of one design: measure, before, after and change. */
export interface DiffTable {
  readonly design: string;
  readonly rows: readonly (readonly [string, string, string, string])[];
  /** How many more there are than rows. */
  readonly more: number;
}

/** @param all whether to tell every difference: otherwise those that matter and are more than noise, up to twelve a design. */
export function diffTables(diff: ResultDiff, all: boolean): DiffTable[] {
  const designs = [...new Set(diff.figures.map(({ design }) => design))];
  return designs.map((design) => {
    const figures = diff.figures.filter((figure) => figure.design === design);
    const shown = all
      ? figures
      : figures.filter(({ rank, isClear }) => rank < 4 && isClear !== false).slice(0, MOST_ROWS);
    return { design, rows: shown.map(row), more: figures.length - shown.length };
  });
}

const MOST_ROWS = 12;

function row(figure: FigureDifference): readonly [string, string, string, string] {
  const [before, after] = sides(figure);
  return [oneLine(figure.name), before, after, change(figure)];
}

/** Both sides in one unit, each with its interval where it has one. */
function sides({ name, before, after, unit, halfWidths }: FigureDifference): readonly [string, string] {
  if (name === 'stability.stable') return [stableText(before), stableText(after)];
  const scale = scaleFor(unit, [before, after], halfWidths);
  const [first, second] = apart(before, after, unit, scale);
  const told = (value: unknown, short: string, halfWidth: number | null) =>
    typeof value === 'number' && halfWidth !== null && halfWidth > 0
      ? withInterval(value, halfWidth, unit, scale)
      : short;
  return [told(before, first, halfWidths[0]), told(after, second, halfWidths[1])];
}

function stableText(value: FigureValue): string {
  return value === null ? 'cannot tell' : value === true ? 'stable' : 'unstable';
}

function scaleFor(
  unit: string,
  values: readonly FigureValue[],
  halfWidths: readonly (number | null)[],
): Scale | undefined {
  if (unit !== 's') return undefined;
  return timeScale(
    values.filter((value) => typeof value === 'number'),
    halfWidths,
  );
}

/** A larger growth than this many times over says no more than its two sides do. */
const MOST_TIMES = 10;

function change(figure: FigureDifference): string {
  const { before, after, unit, halfWidths, isClear } = figure;
  if (typeof before !== 'number' || typeof after !== 'number') return '';
  const sign = after > before ? '+' : '−';
  const scale = scaleFor(unit, [before, after], halfWidths);
  const visible = Math.abs(
    roundedChange(unit === '%' ? 'level' : kindOf(unit), after - before, [before, after], scale),
  );
  if (isRounding(figure) || (visible === 0 && isClear === false)) return '≈ 0';
  // Two values that look alike are told with more digits, and so is what parts them.
  const size = difference(visible === 0 ? after - before : visible, unit, scale);
  return `${isClear === false ? '≈ ' : ''}${sign}${size}${share(figure)}`;
}

/** ` (+36 %)`; empty where a share says nothing. */
function share({ before, after, unit }: FigureDifference): string {
  if (typeof before !== 'number' || typeof after !== 'number' || before === 0 || unit === 'fraction') return '';
  const relative = Math.abs(after - before) / Math.abs(before);
  if (relative > MOST_TIMES || relative < LEAST_SHARE) return '';
  return ` (${after > before ? '+' : '−'}${quantity(relative, 'fraction')})`;
}

/** A smaller share is a rounding. */
const LEAST_SHARE = 1e-6;

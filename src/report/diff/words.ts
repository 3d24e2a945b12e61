/** A comparison of two results in words and as rows, for the terminal, Markdown and the page. */
import type { FigureDifference, ResultDiff } from '../../gate/diff.ts';
import { oneLine } from '../../one-line.ts';
import { apart, difference, quantity, settingText, withInterval } from '../gate/words.ts';
import type { Verdict } from '../verdict.ts';

/** What changed, in one sentence and what there is to know beside it. Names stand in backticks. */
export function diffVerdict(diff: ResultDiff): Verdict {
  const { figures, compared, settings, runs, onlyBefore, onlyAfter } = diff;
  const noise = figures.filter(({ isClear }) => isClear === false).length;
  const headline =
    compared === 0
      ? 'Nothing could be compared: no design has the same name in both.'
      : figures.length === 0
        ? `Nothing differs: all ${compared} figures are the same.`
        : `${figures.length} of ${compared} figures differ.`;
  return {
    headline,
    reasons: [
      ...runs,
      ...settings.map((change) => `Changed in the scenario: ${settingText(change)}.`),
      ...onlyBefore.map((name) => `Only before there is the design \`${oneLine(name)}\`.`),
      ...onlyAfter.map((name) => `Only after there is the design \`${oneLine(name)}\`.`),
      ...(noise === 0 ? [] : [`${noise} of the differing means lie within their 95 % intervals, marked ≈.`]),
    ],
  };
}

/** The differing figures of one design: measure, before, after and change. */
export interface DiffTable {
  readonly design: string;
  readonly rows: readonly (readonly [string, string, string, string])[];
  /** How many more there are than rows. */
  readonly more: number;
}

/** @param most rows a design. */
export function diffTables(diff: ResultDiff, most: number): DiffTable[] {
  const designs = [...new Set(diff.figures.map(({ design }) => design))];
  return designs.map((design) => {
    const all = diff.figures.filter((figure) => figure.design === design);
    return { design, rows: all.slice(0, most).map(row), more: Math.max(0, all.length - most) };
  });
}

function row(figure: FigureDifference): readonly [string, string, string, string] {
  const { name, before, after, unit, halfWidths } = figure;
  const [first, second] = apart(before, after, unit);
  const told = (value: unknown, short: string, halfWidth: number | null) =>
    typeof value === 'number' && halfWidth !== null && halfWidth > 0 ? withInterval(value, halfWidth, unit) : short;
  return [oneLine(name), told(before, first, halfWidths[0]), told(after, second, halfWidths[1]), change(figure)];
}

/** A larger growth than this many times over says no more than its two sides do. */
const MOST_TIMES = 10;

function change({ before, after, unit, isClear }: FigureDifference): string {
  if (typeof before !== 'number' || typeof after !== 'number') return '';
  const sign = after > before ? '+' : '−';
  const size = Math.abs(after - before);
  const share = before === 0 ? Number.POSITIVE_INFINITY : size / Math.abs(before);
  const relative = share > MOST_TIMES || unit === 'fraction' ? '' : ` (${sign}${quantity(share, 'fraction')})`;
  return `${isClear === false ? '≈ ' : ''}${sign}${difference(size, unit)}${relative}`;
}

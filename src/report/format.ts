import { oneLine } from '../one-line.ts';
import { formatSeconds, threeDigits } from '../units.ts';
import { type Scale, timeScale } from './scale.ts';

/** What kind of number a measure is; it decides how the number is written. */
export type NumberKind = 'level' | 'fraction' | 'seconds' | 'perHour' | 'count' | 'thread-hours';

/** What stands where there is no number. */
export const NOTHING = '–';

/** Writes a number for people, with its unit where the unit belongs to the number; null is `–`. @param scale the unit of its row; by default its own. */
export function formatNumber(kind: NumberKind, value: number | null, scale?: Scale): string {
  if (value === null) return NOTHING;
  if (scale !== undefined) return `${scaled(value * scale.factor)}${scale.suffix}`;
  switch (kind) {
    case 'seconds':
      return minus(formatSeconds(value));
    case 'fraction':
      return `${minus(threeDigits(value * 100))} %`;
    case 'perHour':
      return `${minus(threeDigits(value))}/h`;
    case 'level':
    case 'thread-hours':
      return value > 0 && value < 0.001 ? '<0.001' : minus(threeDigits(value));
    default:
      return minus(threeDigits(value));
  }
}

/** Writes a number and the half width of its 95 % interval, both to the digit that the interval leaves: `92.1 ± 0.4`. */
export function formatWithInterval(
  kind: NumberKind,
  value: number | null,
  halfWidth: number | null,
  scale?: Scale,
): string {
  if (value === null || halfWidth === null || halfWidth === 0) return formatNumber(kind, value, scale);
  const { factor, suffix } = scale ?? ownScale(kind, value, halfWidth);
  const spread = halfWidth * factor;
  const decimals = decimalsFor(spread);
  if (Number(fixed(spread, decimals)) === 0) return formatNumber(kind, value, scale);
  return `${minus(fixed(value * factor, decimals))} ± ${fixed(spread, decimals)}${suffix}`;
}

/** Writes a quantile with its 95 % interval, which need not lie evenly around it: `145 [138, 153] s`. */
export function formatWithBounds(
  kind: NumberKind,
  value: number | null,
  interval: readonly [low: number, high: number] | null | undefined,
  scale?: Scale,
): string {
  if (value === null || interval === null || interval === undefined || interval[0] === interval[1]) {
    return formatNumber(kind, value, scale);
  }
  const { factor, suffix } = scale ?? ownScale(kind, value, interval[1]);
  const [low, high] = interval.map((bound) => scaled(bound * factor));
  return low === high ? formatNumber(kind, value, scale) : `${scaled(value * factor)} [${low}, ${high}]${suffix}`;
}

/** As formatWithInterval, with a sign in front: `−84.6 ± 0.5`. */
export function formatDifference(kind: NumberKind, value: number, halfWidth: number | null, scale?: Scale): string {
  const number = formatWithInterval(kind, value, halfWidth, scale);
  // The difference of two percentages is no percentage of either.
  const text = kind === 'fraction' ? number.replace(/^([−-]?1) %$/, '$1 point').replace(/%$/, 'points') : number;
  // What is next to nothing has no sign to speak of.
  return value > 0 && !/^[<≈]/.test(text) ? `+${text}` : text;
}

/** Writes `a / b / c` in one unit. */
export function formatList(kind: NumberKind, values: readonly (number | null)[], scale?: Scale): string {
  if (values.every((value) => value === null)) return NOTHING;
  const common = scale ?? (kind === 'seconds' ? timeScale(values) : undefined);
  if (common === undefined) return values.map((value) => formatNumber(kind, value)).join(' / ');
  const numbers = values.map((value) => (value === null ? NOTHING : scaled(value * common.factor)));
  return `${numbers.join(' / ')}${common.suffix}`;
}

/** A share of a whole as whole percents, where `<1 %` and `>99 %` are said rather than rounded away. */
export function formatShare(fraction: number): string {
  const percent = fraction * 100;
  if (percent > 0 && percent < 1) return '<1 %';
  if (percent > 99 && percent < 100) return '>99 %';
  return `${Math.round(percent)} %`;
}

/** Joins names as a sentence does: `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

/** A name as code: in backticks, with nothing inside that would end them. */
export function code(name: string): string {
  return `\`${oneLine(name).replaceAll('`', "'")}\``;
}

/** The unit of a number with its interval by itself: of a time one that both can be read in. */
function ownScale(kind: NumberKind, value: number, halfWidth: number): Scale {
  if (kind === 'seconds') return timeScale([value], [value, halfWidth]);
  if (kind === 'fraction') return { factor: 100, suffix: ' %' };
  return { factor: 1, suffix: kind === 'perHour' ? '/h' : '' };
}

/** Too small to be written in the unit of its row. */
const NEXT_TO_NOTHING = 0.00005;

function scaled(value: number): string {
  return value !== 0 && Math.abs(value) < NEXT_TO_NOTHING ? '≈ 0' : minus(threeDigits(value));
}

/** One digit of the interval, or two where the first of them is a 1; never more than four decimals. */
function decimalsFor(spread: number): number {
  const magnitude = Math.floor(Math.log10(spread));
  const leading = spread / 10 ** magnitude;
  return Math.min(4, Math.max(0, leading < 2 ? 1 - magnitude : -magnitude));
}

function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  const shown = Number(text) === 0 ? text.replace('-', '') : text;
  const [whole, fraction] = shown.split('.');
  const grouped = (whole ?? '').replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A real minus sign: a hyphen is too short beside figures. */
function minus(text: string): string {
  return text.replace(/^-/, '−');
}

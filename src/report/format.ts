import { oneLine } from '../one-line.ts';
import { formatSeconds, threeDigits } from '../units.ts';

/** What kind of number a measure is; it decides how the number is written. */
export type NumberKind = 'level' | 'fraction' | 'seconds' | 'perHour' | 'count' | 'thread-hours';

/** What stands where there is no number. */
export const NOTHING = '–';

/** Writes a number for people, with its unit where the unit belongs to the number; null is `–`. */
export function formatNumber(kind: NumberKind, value: number | null): string {
  if (value === null) return NOTHING;
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
export function formatWithInterval(kind: NumberKind, value: number | null, halfWidth: number | null): string {
  if (value === null || halfWidth === null || halfWidth === 0) return formatNumber(kind, value);
  // In the unit of the larger of the two: a mean of µs with an interval of ms is read in ms.
  const { factor, suffix } = scaleOf(kind, Math.max(Math.abs(value), halfWidth));
  const spread = halfWidth * factor;
  const decimals = decimalsFor(spread);
  if (Number(fixed(spread, decimals)) === 0) return formatNumber(kind, value);
  return `${minus(fixed(value * factor, decimals))} ± ${fixed(spread, decimals)}${suffix}`;
}

/** As formatWithInterval, with a sign in front: `−84.6 ± 0.5`. */
export function formatDifference(kind: NumberKind, value: number, halfWidth: number | null): string {
  const number = formatWithInterval(kind, value, halfWidth);
  // The difference of two percentages is no percentage of either.
  const text = kind === 'fraction' ? number.replace(/^([−-]?1) %$/, '$1 point').replace(/%$/, 'points') : number;
  // What is next to nothing has no sign to speak of.
  return value > 0 && !text.startsWith('<') ? `+${text}` : text;
}

/** Writes `a / b / c` with the unit said once where all have the same. */
export function formatList(kind: NumberKind, values: readonly (number | null)[]): string {
  if (values.every((value) => value === null)) return NOTHING;
  const texts = values.map((value) => formatNumber(kind, value));
  const unit = kind === 'seconds' ? commonUnit(texts) : undefined;
  if (unit === undefined) return texts.join(' / ');
  return `${texts.map((text) => text.slice(0, -unit.length - 1)).join(' / ')} ${unit}`;
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

function scaleOf(kind: NumberKind, value: number): { factor: number; suffix: string } {
  if (kind === 'fraction') return { factor: 100, suffix: ' %' };
  if (kind === 'perHour') return { factor: 1, suffix: '/h' };
  if (kind !== 'seconds') return { factor: 1, suffix: '' };
  const text = formatSeconds(value);
  const unit = text.slice(text.indexOf(' ') + 1);
  const factors: Readonly<Record<string, number>> = {
    µs: 1e6,
    ms: 1e3,
    s: 1,
    min: 1 / 60,
    h: 1 / 3_600,
    d: 1 / 86_400,
  };
  return { factor: factors[unit] ?? 1, suffix: ` ${unit}` };
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

function commonUnit(texts: readonly string[]): string | undefined {
  const units = new Set(texts.map((text) => (text === NOTHING ? '' : text.slice(text.indexOf(' ') + 1))));
  const [unit] = units;
  return units.size === 1 && unit !== '' ? unit : undefined;
}

/** A real minus sign: a hyphen is too short beside figures. */
function minus(text: string): string {
  return text.replace(/^-/, '−');
}

import { oneLine } from '../one-line.ts';
import { formatSeconds, halfAwayFromZero, threeDigits } from '../units.ts';
import { type Scale, TOO_LONG, timeScale } from './scale.ts';

/** What kind of number a measure is; it decides how the number is written. */
export type NumberKind = 'level' | 'fraction' | 'seconds' | 'perHour' | 'count' | 'thread-hours';

/** What stands where there is no number. */
export const NOTHING = '–';

/** Writes a number for people, with its unit where the unit belongs to the number; null is `–`. @param scale the unit of its row; by default its own. */
export function formatNumber(kind: NumberKind, value: number | null, scale?: Scale): string {
  if (value === null) return NOTHING;
  return numberIn(kind, value, scale === undefined ? undefined : unitFor(kind, value, value, scale));
}

/**
 * Writes a number and the half width of its 95 % interval, both to the digit that the interval leaves: `92.1 ± 0.4`. An interval that reaches below 0 is written by its ends, of which the lower
 * one is 0: `199 [0, 888] ms`.
 * @param mayBeNegative whether the number can be below 0, as a difference can: then no end of the interval is cut.
 */
export function formatWithInterval(
  kind: NumberKind,
  value: number | null,
  halfWidth: number | null,
  scale?: Scale,
  mayBeNegative = false,
): string {
  if (value === null || halfWidth === null || halfWidth === 0) return formatNumber(kind, value, scale);
  if (!mayBeNegative && value > 0 && halfWidth > value) {
    return formatWithBounds(kind, value, [0, value + halfWidth], scale);
  }
  return intervalIn(kind, value, halfWidth, unitFor(kind, value, halfWidth, scale), scale);
}

function numberIn(kind: NumberKind, value: number, unit: Scale | undefined): string {
  if (unit !== undefined) return `${scaled(value * unit.factor)}${unit.suffix}`;
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

/** @param alone the unit of the number where its interval is next to nothing. */
function intervalIn(kind: NumberKind, value: number, halfWidth: number, unit: Scale, alone: Scale | undefined): string {
  const { factor, suffix } = unit;
  const spread = halfWidth * factor;
  const decimals = decimalsFor(spread);
  if (Number(fixed(spread, decimals)) === 0) return formatNumber(kind, value, alone);
  const text = fixed(value * factor, decimals);
  return `${Number(text) === 0 ? '0' : minus(text)} ± ${fixed(spread, decimals)}${suffix}`;
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
  const { factor, suffix } = unitFor(kind, value, interval[1], scale);
  const [low, high] = interval.map((bound) => scaled(bound * factor));
  return low === high ? formatNumber(kind, value, scale) : `${scaled(value * factor)} [${low}, ${high}]${suffix}`;
}

/** As formatWithInterval, with a sign in front: `−84.6 ± 0.5`. @param scale the unit of what differs, whatever is left of it. */
export function formatDifference(kind: NumberKind, value: number, halfWidth: number | null, scale?: Scale): string {
  const number =
    halfWidth === null || halfWidth === 0
      ? numberIn(kind, value, scale)
      : intervalIn(kind, value, halfWidth, scale ?? ownScale(kind, value, halfWidth), scale);
  // The difference of two percentages is no percentage of either.
  const text = kind === 'fraction' ? number.replace(/^([−-]?1) %$/, '$1 point').replace(/%$/, 'points') : number;
  // What is next to nothing has no sign to speak of.
  return value > 0 && !/^(?:[<≈]|0 )/.test(text) ? `+${text}` : text;
}

/**
 * The difference of two values as far as they are told, in their unit: what lies below the last of their three digits is nothing, and no digit goes beyond that. A difference with
 * an interval is as exact as that is.
 */
export function formatChange(
  kind: NumberKind,
  { mean, halfWidth }: { readonly mean: number; readonly halfWidth: number | null },
  values: readonly [number, number],
  scale?: Scale,
): string {
  const larger = Math.max(...values.map(Math.abs));
  const unit = scale === undefined ? undefined : unitFor(kind, larger, larger, scale);
  if (isNoChange(kind, { mean, halfWidth }, values, scale)) return formatDifference(kind, 0, null, unit);
  return formatDifference(kind, halfWidth === null ? roundedChange(kind, mean, values, scale) : mean, halfWidth, unit);
}

/** A difference without digits beyond the last that is told of its two values; 0 where none is left. */
export function roundedChange(
  kind: NumberKind,
  mean: number,
  values: readonly [number, number],
  scale?: Scale,
): number {
  const step = lastDigit(kind, values, scale);
  return halfAwayFromZero(mean / step) * step;
}

/** Whether a difference lies below the last digit that is told of its two values. */
export function isNoChange(
  kind: NumberKind,
  { mean, halfWidth }: { readonly mean: number; readonly halfWidth: number | null },
  values: readonly [number, number],
  scale?: Scale,
): boolean {
  const most = Math.max(Math.abs(mean), halfWidth ?? 0);
  return most === 0 || most < lastDigit(kind, values, scale) / 2;
}

/** The size of the third digit of the larger value, at most 1, in the unit in which it is told. */
function lastDigit(kind: NumberKind, values: readonly [number, number], scale: Scale | undefined): number {
  const larger = Math.max(...values.map(Math.abs));
  if (larger === 0) return Number.MIN_VALUE;
  const { factor } = unitFor(kind, larger, larger, scale);
  return Math.min(1, 10 ** (Math.floor(Math.log10(larger * factor)) - 2)) / factor;
}

/** Writes `a / b / c` in one unit. */
export function formatList(kind: NumberKind, values: readonly (number | null)[], scale?: Scale): string {
  if (values.every((value) => value === null)) return NOTHING;
  const common = scale ?? (kind === 'seconds' ? timeScale(values) : undefined);
  const isShared = common !== undefined && values.every((value) => isReadable(value ?? 0, common));
  if (!isShared) return values.map((value) => formatNumber(kind, value)).join(' / ');
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

/** The unit of its row, or its own where it could not be read in that: `1.17 s` and not `0.0195 min`. */
function unitFor(kind: NumberKind, value: number, spread: number, scale: Scale | undefined): Scale {
  if (scale === undefined) return ownScale(kind, value, spread);
  return kind === 'seconds' && !isReadable(value, scale) ? ownScale(kind, value, spread) : scale;
}

/** Nobody reads 0.0195 min; of seconds a tenth is still read at a glance. Below a microsecond no unit helps. */
function isReadable(seconds: number, { factor }: Scale): boolean {
  const size = Math.abs(seconds) * factor;
  return Math.abs(seconds) < SHORTEST_SECONDS || (size >= (factor < 1 ? 1 : 0.1) && size < TOO_LONG);
}

/** The clock's resolution. */
const SHORTEST_SECONDS = 1e-6;

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

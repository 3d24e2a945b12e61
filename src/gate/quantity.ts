import { parseDurationUs, parseRatePerSecond, toSeconds } from '../units.ts';

/** How a bound is written: the result's units, by what a person writes for them. */
export type Dimension = 'time' | 'share' | 'rate' | 'number';

const SECONDS_PER_HOUR = 3_600;
const NUMBER = /^(?:\d+(?:\.\d+)?|\.\d+)$/;
/** `4 threads` */
const COUNTED = /^(-?(?:\d+(?:\.\d+)?|\.\d+))\s*[a-z][a-z-]*$/i;
/** Of a whole number that no double can have. */
const MOST_DIGITS = /\d{309}/;
const PERCENT = /^(\d+(?:\.\d+)?|\.\d+)\s*%$/;

/** The dimension of a unit of the result's schema: threads, tasks and other things that are counted are plain numbers. */
export function dimensionOf(unit: string): Dimension {
  if (unit === 's') return 'time';
  if (unit === 'fraction' || unit === '%') return 'share';
  return unit === '1/h' ? 'rate' : 'number';
}

/** How a value of a dimension is written, as the end of "expected …". */
export const WRITTEN: Readonly<Record<Dimension, string>> = {
  time: 'a time with its unit, such as 100ms or 8m',
  share: 'a percentage, such as 20%',
  rate: 'a rate with its unit, such as 600/h',
  number: 'a plain number, such as 15',
};

/**
 * Reads a value in the unit of a measure; a minus in front makes it negative.
 * @param unit as the result's schema has it: seconds for times, the fraction of one for shares, a rate is per hour.
 * @returns undefined when the text is no such value.
 */
export function readQuantity(text: string, unit: string): number | undefined {
  const [, sign, size] = /^(-?)\s*(.*)$/.exec(text) as unknown as [string, string, string];
  const value = readSize(size, unit);
  // So many digits that a double has no such number would be a bound that everything meets.
  if (value === undefined || !Number.isFinite(value)) return undefined;
  return sign === '-' ? 0 - value : value;
}

function readSize(text: string, unit: string): number | undefined {
  switch (dimensionOf(unit)) {
    case 'time': {
      const us = parseDurationUs(text);
      return us === undefined ? undefined : toSeconds(us);
    }
    case 'rate': {
      const perSecond = parseRatePerSecond(text);
      return perSecond === undefined ? undefined : Number((perSecond * SECONDS_PER_HOUR).toPrecision(15));
    }
    case 'share': {
      const share = readShare(text);
      return share === undefined ? undefined : unit === '%' ? Number((share * 100).toPrecision(15)) : share;
    }
    default:
      return NUMBER.test(text) ? Number(text) : undefined;
  }
}

/** Reads a percentage as a fraction: `20%` is 0.2. It may be above 100%. */
export function readShare(text: string): number | undefined {
  const match = PERCENT.exec(text);
  const share = match === null ? Number.NaN : Number(match[1]) / 100;
  return Number.isFinite(share) ? share : undefined;
}

/** What to do about a value that does not fit. */
export function quantityHint(text: string, unit: string): string | undefined {
  const dimension = dimensionOf(unit);
  if (MOST_DIGITS.test(text)) return 'no measure is ever that large: a bound of so many digits says nothing';
  const [, number] = dimension === 'number' ? (COUNTED.exec(text) ?? []) : [];
  if (number !== undefined && parseDurationUs(text) === undefined)
    return `write ${number}: the measure has its own unit`;
  if (!NUMBER.test(text)) return undefined;
  if (dimension === 'time') return `a time needs its unit: ${text}s for seconds, ${text}ms for milliseconds`;
  if (dimension === 'rate') return `a rate needs its unit: ${text}/h`;
  if (dimension === 'share')
    return `a share needs its sign: ${Number(text) <= 1 ? Number((Number(text) * 100).toPrecision(12)) : text}%`;
  return undefined;
}

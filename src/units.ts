/** Durations, rates and sizes: the only conversions. Inside the program a time is an integer number of microseconds (µs). */

export const US_PER_MS = 1_000;
export const US_PER_SECOND = 1_000_000;
export const US_PER_MINUTE = 60 * US_PER_SECOND;
export const US_PER_HOUR = 60 * US_PER_MINUTE;
export const US_PER_DAY = 24 * US_PER_HOUR;

/** The longest time the program handles: 2^52 µs, about 142 years. Sums of two such times are still exact. */
export const LONGEST_US = 2 ** 52;

const DURATION_UNITS_US: Readonly<Record<string, number>> = {
  us: 1,
  µs: 1,
  ms: US_PER_MS,
  s: US_PER_SECOND,
  m: US_PER_MINUTE,
  min: US_PER_MINUTE,
  h: US_PER_HOUR,
  d: US_PER_DAY,
};

const RATE_UNITS_US: Readonly<Record<string, number>> = {
  ms: US_PER_MS,
  s: US_PER_SECOND,
  sec: US_PER_SECOND,
  m: US_PER_MINUTE,
  min: US_PER_MINUTE,
  h: US_PER_HOUR,
  hour: US_PER_HOUR,
  d: US_PER_DAY,
  day: US_PER_DAY,
};

const DURATION_PART = /(\d+(?:\.\d+)?|\.\d+)\s*(us|µs|ms|min|s|m|h|d)/y;
const RATE = /^(\d+(?:\.\d+)?|\.\d+)\s*\/\s*(ms|sec|s|min|m|hour|h|day|d)$/;

/**
 * Reads a duration such as `480s`, `15m`, `0.3s`, `1h30m` or `250us`.
 * @returns integer µs in 0 … 2^52, rounded half up; `undefined` when the text is not a duration.
 */
export function parseDurationUs(text: string): number | undefined {
  const compact = text.trim();
  if (compact === '') return undefined;
  let totalUs = 0;
  let index = 0;
  while (index < compact.length) {
    DURATION_PART.lastIndex = index;
    const part = DURATION_PART.exec(compact);
    if (part === null) return undefined;
    totalUs += Number(part[1]) * (DURATION_UNITS_US[part[2] as string] as number);
    index = DURATION_PART.lastIndex;
    while (compact[index] === ' ') index += 1;
  }
  const rounded = Math.round(totalUs);
  return rounded <= LONGEST_US ? rounded : undefined;
}

/**
 * Reads a rate such as `20/min`, `0.74/min` or `5/s`.
 * @returns events per second, at least 0; `undefined` when the text is not a rate.
 */
export function parseRatePerSecond(text: string): number | undefined {
  const match = RATE.exec(text.trim());
  if (match === null) return undefined;
  // Multiplied before it is divided, so that 8/min is the double nearest to 8 ÷ 60.
  const perSecond = (Number(match[1]) * US_PER_SECOND) / (RATE_UNITS_US[match[2] as string] as number);
  return Number.isFinite(perSecond) ? perSecond : undefined;
}

/** A unit of time that rates are written per. */
export const RATE_UNITS = ['s', 'min', 'h', 'd'] as const;
export type RateUnit = (typeof RATE_UNITS)[number];

/** The unit that a rate is written in: `min` for `20/min`; `undefined` when the text is not a rate. */
export function rateUnitOf(text: string): RateUnit | undefined {
  const unit = RATE.exec(text.trim())?.[2];
  if (unit === undefined) return undefined;
  return unit === 'ms' ? 's' : RATE_UNITS.find((known) => known.startsWith(unit.charAt(0)));
}

/** µs as seconds, for what people read. */
export function toSeconds(us: number): number {
  return us / US_PER_SECOND;
}

/**
 * Writes a duration for people, with the largest unit that leaves a number of at least 1 and at most three significant digits after it:
 * `480s` becomes `8 min`, 0.0123 s becomes `12.3 ms`.
 * @param seconds any finite number of seconds.
 */
export function formatSeconds(seconds: number): string {
  const magnitude = Math.abs(seconds);
  if (magnitude === 0) return '0 s';
  if (magnitude < 0.001) return `${threeDigits(seconds * 1_000_000)} µs`;
  if (magnitude < 1) return `${threeDigits(seconds * 1_000)} ms`;
  if (magnitude < 120) return `${threeDigits(seconds)} s`;
  if (magnitude < 7_200) return `${threeDigits(seconds / 60)} min`;
  if (magnitude < 172_800) return `${threeDigits(seconds / 3_600)} h`;
  return `${threeDigits(seconds / 86_400)} d`;
}

/** A number with at most three significant digits where it has a fraction, and with grouped thousands where it is large: `0.0123`, `91.7`, `4,762`. */
export function threeDigits(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 999.5)
    return halfAwayFromZero(value)
      .toString()
      .replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return Number(value.toPrecision(3)).toString();
}

/** The nearest whole number; a half goes away from 0, so that a number and its negative look alike. */
export function halfAwayFromZero(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}

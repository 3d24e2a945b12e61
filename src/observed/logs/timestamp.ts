import { US_PER_MS, US_PER_SECOND } from '../../units.ts';

const ISO = /(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?\s?(Z|[+-]\d{2}:?\d{2})?/;
/** As access logs have it: `30/May/2026:12:00:01 +0000`. */
const COMMON = /(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?\s?([+-]\d{4})?/;
/** As syslog has it, without a year: `May 30 12:00:01`. */
const SYSLOG = /^([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}):(\d{2}):(\d{2})\b/;
const EPOCH = /^\s*(\d{10}(?:\d{3}|\d{6}|\d{9})?)(?:\.(\d{1,9}))?(?![\w-])/;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Stands for a year that is not written: one with a 29th of February. */
const SOME_YEAR = 2000;

/**
 * The first time in a text: ISO 8601 and its likes (`2026-05-30 12:00:01,123`), that of access logs, of syslog, or seconds (ms, µs, ns) since 1970 at its begin.
 * @returns µs since 1970; without a time zone it is taken as UTC. Undefined where there is none.
 */
export function timestampIn(text: string): number | undefined {
  const iso = ISO.exec(text);
  const common = COMMON.exec(text);
  // A time further on may stand in what was asked for.
  if (iso !== null && (common === null || iso.index < common.index)) {
    const [, year, month, day, hour, minute, second, fraction, zone] = iso;
    return usOf(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second), fraction, zone);
  }
  if (common !== null) {
    const [, day, name, year, hour, minute, second, fraction, zone] = common;
    return usOf(Number(year), monthOf(name), Number(day), Number(hour), Number(minute), Number(second), fraction, zone);
  }
  const syslog = SYSLOG.exec(text);
  if (syslog !== null) {
    const [, name, day, hour, minute, second] = syslog;
    return usOf(SOME_YEAR, monthOf(name), Number(day), Number(hour), Number(minute), Number(second), '', 'Z');
  }
  const epoch = EPOCH.exec(text);
  return epoch === null ? undefined : epochUs(epoch[1] as string, epoch[2] ?? '');
}

/** The time of a value of JSON or a cell: as `timestampIn`, or any number of seconds. */
export function timeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? timeOf(String(value)) : undefined;
  if (typeof value !== 'string') return undefined;
  const time = timestampIn(value);
  if (time !== undefined) return time;
  const seconds = value.trim() === '' ? Number.NaN : Number(value);
  return seconds >= 0 && seconds < 1e9 ? Math.round(seconds * US_PER_SECOND) : undefined;
}

/** From 1; 0 where it is none. */
function monthOf(name = ''): number {
  return MONTHS.indexOf(name) + 1;
}

function usOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  fraction = '',
  zone = 'Z',
): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return undefined;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  // No month has a day that it has not.
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return undefined;
  const us = fraction === '' ? 0 : Number(fraction.padEnd(6, '0').slice(0, 6));
  return ms * US_PER_MS + us - (zone === 'Z' ? 0 : offsetUs(zone));
}

function offsetUs(zone: string): number {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60 * US_PER_SECOND;
}

function epochUs(digits: string, fraction: string): number {
  const perSecond = 10 ** (digits.length - 10);
  const us = (Number(digits) / perSecond) * US_PER_SECOND;
  return Math.round(perSecond === 1 ? us + Number(fraction.padEnd(6, '0').slice(0, 6)) : us);
}

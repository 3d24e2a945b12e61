import { InvalidArgumentError } from 'commander';
import { parseDurationUs } from '../units.ts';
import type { TraceWindowValue } from './run-outputs.ts';

/** A duration as it was written, and in integer µs. */
export interface DurationValue {
  readonly text: string;
  readonly us: number;
}

/** Reads a whole number in [least, most]. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
      throw new InvalidArgumentError(`Expected a whole number ${range}.`);
    }
    return value;
  };
}

/** Reads the path of a file or folder. An empty one would mean the working folder, which nobody has named. */
export function path(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected a path, found an empty text.');
  return text;
}

/** Reads the words of an argument that takes many, each a path or a name. */
export function paths(text: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), path(text)];
}

/** Reads a regular expression. */
export function pattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    throw new InvalidArgumentError(`Expected a regular expression: ${(error as Error).message}.`);
  }
}

/** Reads a duration over 0. */
export function duration(text: string): DurationValue {
  const us = parseDurationUs(text);
  if (typeof us !== 'number' || !(us > 0)) {
    throw new InvalidArgumentError(
      'Expected a number with a unit, over 0 and up to 142 years, such as 90s, 15m or 6h.',
    );
  }
  return { text, us };
}

/** Reads a warm-up: a duration, 0s among them, or `auto`. */
export function warmUp(text: string): string {
  if (text !== 'auto' && parseDurationUs(text) === undefined) {
    throw new InvalidArgumentError('Expected a time with its unit, such as 30m, or auto.');
  }
  return text;
}

/** Reads how precisely a measure shall be known: `1%`, or `pools.storage.active.mean 1%`. */
export function untilPrecision(text: string): { readonly measure: string | undefined; readonly precision: number } {
  const [, measure, number] = /^\s*(?:(\S+)\s+)?(?:±\s*)?(\d+(?:\.\d+)?|\.\d+)\s*%\s*$/.exec(text) ?? [];
  const precision = Number(number) / 100;
  if (!(precision > 0 && precision < 1)) {
    throw new InvalidArgumentError(
      'Expected a share over 0 % and under 100 %, with a measure before it or without: 1%, or "pools.storage.active.mean 1%".',
    );
  }
  return { measure, precision };
}

/** Reads a part of a run, `2h+10m`: from when, since its start, and how long. */
export function traceWindow(text: string): TraceWindowValue {
  const [from = '', length = '', ...rest] = text.split('+');
  const fromUs = from === '0' ? 0 : parseDurationUs(from);
  const lengthUs = parseDurationUs(length);
  if (typeof fromUs !== 'number' || typeof lengthUs !== 'number' || !(lengthUs > 0) || rest.length > 0) {
    throw new InvalidArgumentError('Expected a begin, since the start of the run, and a length, such as 2h+10m.');
  }
  return { text, fromUs, lengthUs };
}

/** Reads a moment with its time zone, `2026-01-01T00:00:00Z`, from 1970 to 2200. @returns it in seconds since 1970. */
export function moment(text: string): number {
  const seconds = Date.parse(text) / 1_000;
  const isWhole = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  if (!isWhole || !(seconds >= 0 && seconds < LAST_MOMENT_S)) {
    throw new InvalidArgumentError(
      'Expected a moment with its time zone, from 1970 to 2199, such as 2026-01-01T00:00:00Z.',
    );
  }
  return seconds;
}

/** The start of 2200. */
const LAST_MOMENT_S = 7_258_118_400;

/** Reads the address of an OTLP endpoint over HTTP. @returns it without a slash at its end. */
export function endpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new InvalidArgumentError(
      'Expected the address of an OTLP endpoint over HTTP, such as http://127.0.0.1:4318.',
    );
  }
  return text.replace(/\/+$/, '');
}

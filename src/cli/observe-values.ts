import { InvalidArgumentError } from 'commander';
import type { NamedPool } from '../observed/pool-names.ts';
import { NAME_PATTERN } from '../scenario/language.ts';
import { parseDurationUs, parseRatePerSecond } from '../units.ts';

/** Reads the name of a result, which becomes that of a folder. */
export function resultName(text: string): string {
  if (!NAME_PATTERN.test(text)) {
    throw new InvalidArgumentError('Expected a letter, then letters, digits, - or _, such as storage-noon.');
  }
  return text;
}

/** Reads `storage=^storage_`. */
export function namedPool(text: string, before: readonly NamedPool[] | undefined): NamedPool[] {
  const [, name = '', pattern = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (!NAME_PATTERN.test(name) || pattern === '') {
    throw new InvalidArgumentError(
      'Expected a name and a regular expression for its threads, such as storage=^storage_.',
    );
  }
  try {
    return [...(before ?? []), { name, threads: new RegExp(pattern) }];
  } catch (error) {
    throw new InvalidArgumentError(`Expected a regular expression after the name: ${(error as Error).message}.`);
  }
}

/** Reads `storage=128`. */
export function poolSize(text: string, before: ReadonlyMap<string, number> | undefined): Map<string, number> {
  const [, name = '', number = ''] = /^([^=]*)=(\d{1,7})$/.exec(text) ?? [];
  if (!NAME_PATTERN.test(name) || Number(number) < 1) {
    throw new InvalidArgumentError('Expected a pool and its number of threads, such as storage=128.');
  }
  return new Map([...(before ?? []), [name, Number(number)]]);
}

/** Reads `delete_later=480s`: a part of a function's name, and how long it sleeps each time, in µs. */
export function parkTime(text: string, before: ReadonlyMap<string, number> | undefined): Map<string, number> {
  const [, frame = '', time = ''] = /^(.+)=([^=]+)$/.exec(text) ?? [];
  const us = parseDurationUs(time);
  if (frame === '' || typeof us !== 'number' || us <= 0) {
    throw new InvalidArgumentError('Expected a function and a duration, such as delete_later=480s.');
  }
  return new Map([...(before ?? []), [frame, us]]);
}

/** Reads `10.6/min`. @returns arrivals a second. */
export function rateOf(text: string): number {
  const perSecond = parseRatePerSecond(text);
  if (typeof perSecond !== 'number' || !(perSecond > 0)) {
    throw new InvalidArgumentError('Expected a rate over 0, such as 10.6/min or 3/s.');
  }
  return perSecond;
}

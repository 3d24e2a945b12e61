import { InvalidArgumentError } from 'commander';
import type { NamedPool } from '../observed/pool-names.ts';
import { NAME_PATTERN } from '../scenario/language.ts';

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

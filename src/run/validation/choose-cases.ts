import { InputError } from '../../errors.ts';
import { didYouMean } from '../../suggest.ts';
import { validationCases } from '../../validation/cases.ts';
import type { ValidationCase } from '../../validation/validation-case.ts';

/**
 * The cases that some words mean: each is the name of a case or the beginning of some names; no words mean all.
 * @returns in the order of the list. @throws InputError for a word that means none.
 */
export function chooseCases(words: readonly string[]): readonly ValidationCase[] {
  if (words.length === 0) return validationCases;
  const names = validationCases.map(({ name }) => name);
  const unknown = words.filter((word) => !names.some((name) => name.startsWith(word)));
  if (unknown.length > 0) {
    throw new InputError(
      unknown.map((word) => ({
        message: `unknown case \`${word}\``,
        expected: `the name of a case, or the beginning of some: ${names.join(', ')}`,
        found: word,
        hint: didYouMean(word, names) ?? '`npx unpark validate --list` shows the cases with their models',
      })),
    );
  }
  return validationCases.filter(({ name }) =>
    words.some((word) => name === word || (name.startsWith(word) && !names.includes(word))),
  );
}

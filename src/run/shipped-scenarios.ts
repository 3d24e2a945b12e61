import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { InputError } from '../errors.ts';
import { didYouMeanFile } from '../scenario/near-file.ts';
import { didYouMean } from '../suggest.ts';
import { scenariosFolder } from './assets.ts';

const ENDING = '.yaml';

/** The names of the shipped scenarios, sorted. */
export function shippedScenarios(): string[] {
  return readdirSync(scenariosFolder)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort();
}

/** The file of a shipped scenario, as it is told to the user. */
export function shippedFile(name: string): string {
  const file = join(scenariosFolder, `${name}${ENDING}`);
  const near = relative(process.cwd(), file);
  return near.startsWith('..') ? file : near;
}

/**
 * The file that a word means: a file of that name, or else the shipped scenario of that name.
 * @throws InputError when there is neither.
 */
export function scenarioFileOf(word: string): string {
  const shipped = shippedScenarios();
  // A folder of that name, such as a report's, is not meant. Whoever reads a pipe is told what it is.
  if (looksLikeFile(word) || statSync(word, { throwIfNoEntry: false })?.isDirectory() === false) return word;
  if (shipped.includes(word)) return shippedFile(word);
  if (statSync(word, { throwIfNoEntry: false })?.isDirectory() === true) throw isFolder(word);
  throw new InputError({
    message: 'there is no such scenario',
    expected: `a scenario file, or one of ${shipped.join(', ')}`,
    found: word,
    hint:
      didYouMean(word, shipped) ??
      didYouMeanFile(word, 'scenario') ??
      '`npx unpark list` shows the shipped scenarios, `npx unpark init` writes one',
  });
}

function isFolder(word: string): InputError {
  const names = readdirSync(word);
  const scenario = names.find((name) => /\.ya?ml$/i.test(name));
  return new InputError({
    file: word,
    message: 'this is a folder, and not a scenario',
    expected: 'a scenario file, or the name of a shipped scenario',
    found: 'a folder',
    hint: names.includes('result.json')
      ? `\`npx unpark report ${join(word, 'result.json')}\` opens the result in it`
      : scenario === undefined
        ? '`npx unpark init` writes a scenario; `npx unpark observe` reads dumps of threads'
        : `name a file in it, such as ${join(word, scenario)}`,
  });
}

function looksLikeFile(word: string): boolean {
  return /[/\\]|\.ya?ml$/i.test(word);
}

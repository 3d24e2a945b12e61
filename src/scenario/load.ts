/** Reads scenario files. */
import { InputError } from '../errors.ts';
import { LARGEST, readInputFile, unreadable } from './input-file.ts';
import type { Scenario } from './model.ts';
import { readNamedFile } from './named-file.ts';
import { didYouMeanFile } from './near-file.ts';
import { type BuildOptions, parseScenario } from './parse.ts';

export type LoadOptions = Omit<BuildOptions, 'readFile'>;

/**
 * Reads a scenario from a file; the files that it names are found beside it.
 * @param file as the user named it; errors name it so.
 * @throws InputError with everything that is wrong with it, in the order of the file.
 */
export function loadScenario(file: string, options: LoadOptions = {}): Scenario {
  return parseScenario(textOf(file), file, { ...options, readFile: (named) => readNamedFile(file, named) });
}

/**
 * Reads a scenario's file once, and makes scenarios of it that differ in what is set: all of them are of one text, whatever becomes of the file meanwhile.
 * @returns takes settings, each `path=value`, that come after those of the options. @throws InputError as `loadScenario`.
 */
export function scenarioBuilder(file: string, options: LoadOptions = {}): (overrides: readonly string[]) => Scenario {
  const text = textOf(file);
  const contents = new Map<string, string>();
  const readOnce = (named: string): string => {
    const read = contents.get(named) ?? readNamedFile(file, named);
    contents.set(named, read);
    return read;
  };
  return (overrides) =>
    parseScenario(text, file, {
      ...options,
      readFile: readOnce,
      overrides: [...(options.overrides ?? []), ...overrides],
    });
}

function textOf(file: string): string {
  try {
    return readInputFile(file, LARGEST.scenario);
  } catch (error) {
    const { found, ...why } = unreadable(
      error,
      didYouMeanFile(file, 'scenario') ??
        '`npx unpark list` shows the shipped scenarios, `npx unpark init` writes one to start from',
    );
    throw new InputError({
      file,
      message: `the file cannot be read: ${found}`,
      expected: 'a scenario file, or the name of a shipped scenario',
      found: file,
      ...why,
    });
  }
}

/** Reads scenario files. */
import { InputError } from '../errors.ts';
import { LARGEST, NO_SUCH_FILE, readInputFile, UnreadableFile, unreadable } from './input-file.ts';
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

/** Long lists are what makes a scenario large. */
const OTHER_FILE =
  'is it the file that was meant? Long lists of a scenario (arrivals, durations) stand in files of their own, which may be larger';
const START = '`npx unpark list` shows the shipped scenarios, `npx unpark init` writes one to start from';

function textOf(file: string): string {
  try {
    return readInputFile(file, LARGEST.scenario);
  } catch (error) {
    const isThere = error instanceof UnreadableFile && error.message !== NO_SUCH_FILE;
    const { found, ...why } = unreadable(error, didYouMeanFile(file, 'scenario') ?? (isThere ? OTHER_FILE : START));
    throw new InputError({
      file,
      message: `the file cannot be read: ${found}`,
      expected: 'a scenario file, or the name of a shipped scenario',
      found: found === NO_SUCH_FILE ? file : found,
      ...why,
    });
  }
}

/** Reads scenario files. */
import { InputError } from '../errors.ts';
import { LARGEST, readInputFile, unreadable } from './input-file.ts';
import type { Scenario } from './model.ts';
import { didYouMeanFile } from './near-file.ts';
import { type BuildOptions, parseScenario } from './parse.ts';
import { readTraceFile } from './trace-file.ts';

export type LoadOptions = Omit<BuildOptions, 'readTrace'>;

/**
 * Reads a scenario from a file; trace files are found beside it.
 * @param file as the user named it; errors name it so.
 * @throws InputError with everything that is wrong with it, in the order of the file.
 */
export function loadScenario(file: string, options: LoadOptions = {}): Scenario {
  const readTrace = (trace: string) => readTraceFile(file, trace);
  let text: string;
  try {
    text = readInputFile(file, LARGEST.scenario);
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
  return parseScenario(text, file, { ...options, readTrace });
}

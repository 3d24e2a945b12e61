/** Reads scenario files. */
import { dirname, resolve } from 'node:path';
import { InputError } from '../errors.ts';
import { LARGEST, readInputFile } from './input-file.ts';
import type { Scenario } from './model.ts';
import { didYouMeanFile } from './near-file.ts';
import { type BuildOptions, parseScenario } from './parse.ts';

export type LoadOptions = Omit<BuildOptions, 'readTrace'>;

/**
 * Reads a scenario from a file; trace files are found relative to it.
 * @param file as the user named it; errors name it so.
 * @throws InputError with everything that is wrong with it, in the order of the file.
 */
export function loadScenario(file: string, options: LoadOptions = {}): Scenario {
  const readTrace = (trace: string) => readInputFile(resolve(dirname(file), trace), LARGEST.trace);
  let text: string;
  try {
    text = readInputFile(file, LARGEST.scenario);
  } catch (error) {
    throw new InputError({
      file,
      message: `the file cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      expected: 'a scenario file, or the name of a shipped scenario',
      found: file,
      hint:
        didYouMeanFile(file, 'scenario') ??
        '`npx unpark list` shows the shipped scenarios, `npx unpark init` writes one to start from',
    });
  }
  return parseScenario(text, file, { ...options, readTrace });
}

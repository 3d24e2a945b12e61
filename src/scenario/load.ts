/** Reads scenario files. The only file here that touches the disk. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError } from '../errors.ts';
import type { Scenario } from './model.ts';
import { type BuildOptions, parseScenario } from './parse.ts';

export type LoadOptions = Omit<BuildOptions, 'readTrace'>;

/**
 * Reads a scenario from a file; trace files are found relative to it.
 * @param file as the user named it; errors name it so.
 * @throws InputError with everything that is wrong with it, in the order of the file.
 */
export function loadScenario(file: string, options: LoadOptions = {}): Scenario {
  const readTrace = (trace: string) => readText(resolve(dirname(file), trace));
  let text: string;
  try {
    text = readText(file);
  } catch (error) {
    throw new InputError({
      file,
      message: `the file cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      expected: 'a scenario file, or the name of a shipped scenario',
      found: file,
      hint: '`unpark list` shows the shipped scenarios, `unpark init` writes one to start from',
    });
  }
  return parseScenario(text, file, { ...options, readTrace });
}

/** The text of a file, with the reason in words when there is none. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(reasonOf((error as NodeJS.ErrnoException).code ?? String(error)));
  }
}

function reasonOf(code: string): string {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES' || code === 'EPERM') return 'reading it is not permitted';
  return code;
}

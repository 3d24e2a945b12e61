/** What a file holds that a scenario names. */
import type { Path } from '../path.ts';
import { type Complain, describeFound } from './complaints.ts';

/** Reads a file that a scenario names, relative to the scenario. Throws when it cannot. */
export type ReadFile = (file: string) => string;

/**
 * The text of a file that a scenario names.
 * @param what what the file is, with its article. @param expected what it would hold. @returns undefined where it cannot be read, which is told.
 */
export function contentOf(
  file: string,
  what: string,
  expected: string,
  path: Path,
  complain: Complain,
  readFile: ReadFile | undefined,
): string | undefined {
  try {
    if (readFile === undefined) throw new Error('a scenario that comes from no file cannot name one');
    return readFile(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const hint = error instanceof Error && 'hint' in error && typeof error.hint === 'string' ? error.hint : undefined;
    complain({ path, message: `${what} cannot be read: ${reason}`, expected, found: describeFound(file), hint });
    return undefined;
  }
}

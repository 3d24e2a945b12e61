import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The version of py-spy that the tests take dumps with. */
export const PY_SPY_VERSION = '0.4.1';

/** Where its own Python environment lies. */
export const pySpyFolder = join(
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'unpark',
  `py-spy-${PY_SPY_VERSION}`,
);

/**
 * The folder of the programs of that environment.
 * @returns {string | undefined} undefined where it is not there
 */
export function pySpyPrograms() {
  const folder = join(pySpyFolder, 'bin');
  return existsSync(join(folder, 'py-spy')) ? folder : undefined;
}

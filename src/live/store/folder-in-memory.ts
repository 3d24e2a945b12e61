import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm';

/** The least room for the objects of a run, bytes. */
const LEAST_BYTES = 256 * 2 ** 20;

/** Where the objects of a run are kept: in memory where there is such a place with room, since a disk is slower than the store that is to be measured; else among the temporary files. */
export function placeForObjects(): string {
  if (process.platform !== 'linux') return tmpdir();
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= LEAST_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

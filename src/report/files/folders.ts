/** Folders that are made for a file, tried, and removed again where nothing came of it; several runs may do that at once. */
import { existsSync, lstatSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { coded, codeOf, type Disk, disk, draftOf, isLink, kindOf, removeDraftsOf } from './disk.ts';

/** Each of them is another run that failed at just that moment. */
const MOST_TRIES = 100;

/**
 * Makes a folder and those that lead to it, one by one: asked for all at once, Node 20 tries for ever where a file system has no place for folders (as /proc has none).
 * @returns the folders that were made, the outermost first. @throws the system's error; nothing that it has made is there then.
 */
export function makeFolders(folder: string, on: Disk): string[] {
  if (kindOf(folder) === 'folder') return [];
  const above = makeFolders(dirname(folder), on);
  try {
    on.makeFolder(folder);
    return [...above, folder];
  } catch (error) {
    // Another run was faster.
    if (codeOf(error) === 'EEXIST' && kindOf(folder) === 'folder') return above;
    removeEmptyFolders(above, on);
    throw error;
  }
}

/**
 * Makes a folder and does something in it. Where that fails, the folders that were made for it are removed again; where another run does just that at the same moment, and takes the
 * folder away, it begins anew.
 */
export function inMadeFolder<T>(folder: string, on: Disk, action: () => T): T {
  for (let tries = 1; ; tries += 1) {
    let made: string[] = [];
    try {
      made = makeFolders(folder, on);
      return action();
    } catch (error) {
      removeEmptyFolders(made, on);
      if (codeOf(error) !== 'ENOENT' || tries === MOST_TRIES) throw error;
    }
  }
}

/** @param folders the outermost first, as `makeFolders` returns them. */
function removeEmptyFolders(folders: readonly string[], on: Disk): void {
  for (const folder of folders.toReversed()) removeIfEmpty(folder, on);
}

/** Removes a folder that holds nothing; a link to one stays, and so does what others have put something into. */
export function removeIfEmpty(folder: string, on: Disk): void {
  if (kindOf(folder) !== 'folder' || isLink(folder)) return;
  try {
    on.removeFolder(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(codeOf(error) ?? '')) throw error;
  }
}

/** The nearest folder above a place that is there. */
export function nearestFolder(path: string): string {
  let folder = path;
  while (!existsSync(folder) && !isLink(folder)) folder = dirname(folder);
  return folder;
}

/** The name of a file that is made and removed again, to see whether one can be written. */
export const PROBE = '.unpark-probe';

/**
 * Finds out whether a file could be written into a folder that need not be there: it is tried in the nearest one that is. It leaves nothing, and makes no folder.
 * @param name what the file's name begins with. @throws the system's error.
 */
export function probeFolder(folder: string, name: string = PROBE): void {
  const nearest = nearestFolder(folder);
  if (kindOf(nearest) !== 'folder') throw coded('ENOTDIR');
  lookAt(folder);
  // A name that is too long is found out only where it would stand.
  for (const one of relative(nearest, folder).split(sep)) lookAt(join(nearest, one));
  const probe = draftOf(join(nearest, name));
  try {
    removeDraftsOf(join(nearest, name), disk);
    disk.write(probe, '', true);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || existsSync(nearest)) throw error;
    // Another run has made that folder, and has taken it away again.
    probeFolder(folder, name);
  } finally {
    disk.remove(probe);
  }
}

/** @throws the system's error, where it is not that nothing is there. */
function lookAt(path: string): void {
  lstatSync(path, { throwIfNoEntry: false });
}

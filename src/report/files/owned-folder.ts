import { dirname, join, resolve } from 'node:path';
import { type Disk, disk, isLink, kindOf, makeFolders, namesIn, realPlace, removeDraftsOf, textOf } from './disk.ts';
import { lockOf, withFolderLock } from './folder-lock.ts';
import { MANIFEST, type Manifest, manifestText, type Owner, parseManifest, readManifest } from './manifest.ts';

/** Where the new files are until all of them are there. */
const STAGE = '.unpark-stage';
/** While it is there the new files are on their way to their places: whoever finds it goes on with that. */
const COMMIT = '.unpark-commit.json';
/** Everything of ours in a folder begins so. */
const OURS = '.unpark-';

/** The content of files by their paths, with slashes, relative to the folder. */
export type Files = ReadonlyMap<string, string | Uint8Array>;

/**
 * Writes the files of one owner into a folder in the place of those that it had there, and touches nothing else. All of them are written beside their places first; then a commit
 * file is put down, and they are renamed one by one. A run that is killed before the commit has changed nothing, and one that is killed after it is completed by the next run.
 * @throws the system's error, or FolderBusy; before the commit nothing has changed then.
 */
export function writeOwned(folder: string, owner: Owner, files: Files, on: Disk = disk): void {
  const made = makeFolders(resolve(folder), on);
  const place = realPlace(resolve(folder));
  try {
    withFolderLock(place, on, () => {
      recover(place, on);
      if (obstacle(place, owner, [...files.keys()]) !== undefined) throw occupied();
      stage(place, files, on);
      commit(place, owner, [...files.keys()], on);
      complete(place, on);
    });
  } catch (error) {
    for (const one of made.reverse()) removeIfEmpty(one, on);
    throw error;
  }
}

/** The code of the error where a file stands in the way that is not ours. */
export const OCCUPIED = 'OCCUPIED';

function occupied(): Error {
  return Object.assign(new Error('a file stands in the way that is not ours'), { code: OCCUPIED });
}

/** The names in a folder that are none of ours: what others have put there. */
export function foreignNames(folder: string): string[] {
  const manifest = readManifest(folder);
  const owned = manifest === undefined || manifest === 'damaged' ? [] : Object.values(manifest).flat();
  const tops = new Set(owned.map((name) => name.split('/')[0]));
  return namesIn(folder).filter((name) => !name.startsWith(OURS) && !tops.has(name));
}

/** The first of an owner's fixed names at which there is something that is not ours, or that leads elsewhere. */
export function obstacle(folder: string, owner: Owner, names: readonly string[]): string | undefined {
  const manifest = readManifest(folder);
  const owned = manifest === undefined || manifest === 'damaged' ? [] : (manifest[owner] ?? []);
  return names.find((name) => {
    const path = join(folder, name);
    if (isLink(join(folder, dirname(name))) && dirname(name) !== '.') return true;
    return kindOf(path) !== 'nothing' && (!owned.includes(name) || kindOf(path) === 'folder');
  });
}

/** A file that is made and removed again, to see whether one can be written. */
export function probeOf(folder: string): string {
  return join(folder, '.unpark-probe');
}

/** Goes on where a run was killed: what was committed is completed, and what was not is removed. */
function recover(folder: string, on: Disk): void {
  if (textOf(join(folder, COMMIT)) !== undefined) complete(folder, on);
  removeStage(folder, on);
  removeDraftsOf(lockOf(folder), on);
  removeDraftsOf(probeOf(folder), on);
}

function stage(folder: string, files: Files, on: Disk): void {
  const base = join(folder, STAGE);
  try {
    for (const [name, content] of files) {
      const path = join(base, name);
      makeFolders(dirname(path), on);
      on.write(path, content, true);
      // What could fail when the files are on their way fails here, where nothing has changed.
      if (dirname(name) !== '.') makeFolders(join(folder, dirname(name)), on);
    }
    const blocked = [...files.keys()].find((name) => kindOf(join(folder, name)) === 'folder');
    if (blocked !== undefined) throw Object.assign(new Error(blocked), { code: 'EISDIR' });
  } catch (error) {
    removeStage(folder, on);
    removeEmptyFolders(folder, [...files.keys()], on);
    throw error;
  }
}

/** The moment from which the new files count: one rename. */
function commit(folder: string, owner: Owner, names: readonly string[], on: Disk): void {
  const found = readManifest(folder);
  const former: Manifest = found === 'damaged' || found === undefined ? {} : found;
  const text = manifestText({ ...former, [owner]: [...names].sort() });
  const draft = join(folder, STAGE, COMMIT);
  try {
    on.write(draft, text, true);
    on.rename(draft, join(folder, COMMIT));
  } catch (error) {
    removeStage(folder, on);
    throw error;
  }
}

/** Brings what is staged to its places, and removes what was of the former files and is not of the new ones. Doing it twice does no harm. */
function complete(folder: string, on: Disk): void {
  const text = textOf(join(folder, COMMIT)) ?? '';
  const manifest = parseManifest(text);
  if (manifest !== undefined) {
    const names = Object.values(manifest).flat();
    for (const name of names) {
      const staged = join(folder, STAGE, name);
      if (kindOf(staged) === 'file') on.rename(staged, join(folder, name));
    }
    const former = readManifest(folder);
    const gone = former === undefined || former === 'damaged' ? [] : Object.values(former).flat();
    const removed = gone.filter((name) => !names.includes(name));
    // A folder of ours that somebody has made a link leads to files that are not ours.
    for (const name of removed) if (!isLink(dirname(join(folder, name)))) on.remove(join(folder, name));
    removeEmptyFolders(folder, removed, on);
    makeFolders(join(folder, STAGE), on);
    on.write(join(folder, STAGE, MANIFEST), text, false);
    on.rename(join(folder, STAGE, MANIFEST), join(folder, MANIFEST));
  }
  on.remove(join(folder, COMMIT));
  removeStage(folder, on);
}

/** Removes what a stage can hold, name by name: it is never a whole tree that is removed. */
function removeStage(folder: string, on: Disk): void {
  const base = join(folder, STAGE);
  if (isLink(base)) on.remove(base);
  for (const name of namesIn(base)) {
    const inner = join(base, name);
    if (kindOf(inner) === 'folder' && !isLink(inner)) {
      for (const one of namesIn(inner)) on.remove(join(inner, one));
      removeIfEmpty(inner, on);
    } else {
      on.remove(inner);
    }
  }
  removeIfEmpty(base, on);
}

function removeEmptyFolders(folder: string, names: readonly string[], on: Disk): void {
  for (const inner of new Set(names.map(dirname))) if (inner !== '.') removeIfEmpty(join(folder, inner), on);
}

function removeIfEmpty(folder: string, on: Disk): void {
  if (kindOf(folder) === 'folder' && !isLink(folder) && namesIn(folder).length === 0) on.removeFolder(folder);
}

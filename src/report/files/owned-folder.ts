import { dirname, join, resolve } from 'node:path';
import { invariant } from '../../errors.ts';
import { codeOf, type Disk, disk, isPlainFile, kindOf, namesIn, realPlace, reasonOf, removeDraftsOf } from './disk.ts';
import { within } from './disk-within.ts';
import { lockOf, withFolderLock } from './folder-lock.ts';
import { inMadeFolder, makeFolders, PROBE, removeIfEmpty } from './folders.ts';
import {
  CHARTS,
  COMMIT,
  canBeOurs,
  isKept,
  MANIFEST,
  manifestText,
  namesOf,
  type Owner,
  readManifest,
  STAGE,
} from './manifest.ts';
import { checkContent, checkKept, isStaged, Occupied, stagedNames } from './occupied.ts';

/** The content of files by their paths, with slashes, relative to the folder. */
export type Files = ReadonlyMap<string, string | Uint8Array>;

/** Thrown where the files count, but not all of them could be brought to their places: the next run goes on with that. */
export class Unfinished extends Error {
  /** What keeps them from it, for people. */
  readonly found: string;

  constructor(found: string) {
    super(`committed, and not at its place: ${found}`);
    this.found = found;
  }
}

/**
 * Writes the files of one owner into a folder in the place of those that it had there, and touches nothing else. All of them are written beside their places first; then a commit
 * file is put down, and they are renamed one by one. A run that is killed before the commit has changed nothing, and one that is killed after it is completed by the next run.
 * Runs that write to one folder at the same time do so one after the other.
 * @throws Occupied, FolderBusy, or the system's error: nothing has changed then. @throws Unfinished after the commit.
 */
export function writeOwned(folder: string, owner: Owner, files: Files, on: Disk = disk): void {
  const names = [...files.keys()];
  // What the manifest could not hold would never be ours again.
  invariant(names.every(canBeOurs), 'a file has a name that no report has');
  inMadeFolder(resolve(folder), on, () => {
    const place = realPlace(resolve(folder));
    inOwned(place, owner, names, on, (inside) => {
      stage(place, files, inside);
      commit(place, owner, names, inside);
      try {
        complete(place, inside);
      } catch (error) {
        if (error instanceof Occupied) throw new Unfinished(error.found);
        const code = codeOf(error);
        throw code === undefined ? error : new Unfinished(reasonOf(code));
      }
    });
  });
}

/**
 * Does something alone in a folder that is ours, after what a killed run has left there was completed, or cleaned up.
 * @param place the folder, which is there, without links. @throws Occupied where it is somebody else's; it is not touched then.
 */
export function inOwned(
  place: string,
  owner: Owner,
  names: readonly string[],
  on: Disk,
  action: (inside: Disk) => void,
): void {
  checkUntouched(place, owner, names);
  const inside = within(place, on);
  withFolderLock(place, inside, () => {
    checkKept(place);
    recover(place, inside);
    checkContent(place, owner, names);
    action(inside);
  });
}

/** Without a trace of ours not even a lock is put there. @throws Occupied */
function checkUntouched(place: string, owner: Owner, names: readonly string[]): void {
  const hasOurs = () => namesIn(place).some(isKept);
  if (hasOurs()) return;
  try {
    checkContent(place, owner, names);
  } catch (error) {
    // Another run has begun there since: its turn is waited for.
    if (!(error instanceof Occupied && hasOurs())) throw error;
  }
}

/** Goes on where a run was killed: what was committed is completed, and what was not is removed. */
function recover(folder: string, on: Disk): void {
  complete(folder, on);
  for (const draft of [lockOf(folder), join(folder, PROBE)]) removeDraftsOf(draft, on);
}

function stage(folder: string, files: Files, on: Disk): void {
  const names = [...files.keys()];
  try {
    for (const [name, content] of files) {
      const path = join(folder, STAGE, name);
      makeFolders(dirname(path), on);
      on.write(path, content, true);
    }
    // What could fail when the files are on their way fails here, where nothing has changed.
    for (const inner of innerFolders(names)) {
      makeFolders(join(folder, inner), on);
      tryToWrite(join(folder, inner), on);
    }
  } catch (error) {
    removeStage(folder, on);
    throw error;
  }
}

function tryToWrite(folder: string, on: Disk): void {
  const probe = join(folder, PROBE);
  try {
    on.write(probe, '', true);
  } finally {
    on.remove(probe);
  }
}

/** The moment from which the new files count: one rename. */
function commit(folder: string, owner: Owner, names: readonly string[], on: Disk): void {
  const found = readManifest(folder);
  const former = found === 'damaged' ? undefined : found;
  const draft = join(folder, STAGE, COMMIT);
  try {
    on.write(draft, manifestText({ ...former, [owner]: [...names].sort() }), true);
    on.rename(draft, join(folder, COMMIT));
  } catch (error) {
    removeStage(folder, on);
    throw error;
  }
}

/** Brings what is staged to its places, if it was committed, and removes what was of the former files and is not of the new ones. Doing it twice does no harm. */
function complete(folder: string, on: Disk): void {
  const manifest = readManifest(folder, COMMIT);
  if (manifest !== undefined && manifest !== 'damaged') {
    const names = namesOf(manifest);
    for (const name of names) if (isStaged(folder, name)) on.rename(join(folder, STAGE, name), join(folder, name));
    const removed = namesOf(readManifest(folder)).filter((name) => !names.includes(name));
    for (const name of removed) if (kindOf(join(folder, name)) !== 'folder') on.remove(join(folder, name));
    for (const inner of innerFolders(removed)) removeIfEmpty(join(folder, inner), on);
    makeFolders(join(folder, STAGE), on);
    on.write(join(folder, STAGE, MANIFEST), manifestText(manifest), false);
    on.rename(join(folder, STAGE, MANIFEST), join(folder, MANIFEST));
    on.remove(join(folder, COMMIT));
  }
  removeStage(folder, on);
}

/** Removes what a stage of ours can hold, name by name: it is never a whole tree that is removed. The folder of pictures, which was made for it, goes first: who finds no stage leaves it alone. */
function removeStage(folder: string, on: Disk): void {
  if (kindOf(join(folder, STAGE)) !== 'folder') return;
  const probe = join(folder, CHARTS, PROBE);
  if (isPlainFile(probe)) on.remove(probe);
  removeIfEmpty(join(folder, CHARTS), on);
  for (const name of stagedNames(folder)) if (isStaged(folder, name)) on.remove(join(folder, STAGE, name));
  for (const inner of [join(STAGE, CHARTS), STAGE]) removeIfEmpty(join(folder, inner), on);
}

function innerFolders(names: readonly string[]): string[] {
  return [...new Set(names.map(dirname))].filter((inner) => inner !== '.');
}

import { join, resolve } from 'node:path';
import { InputError } from '../../errors.ts';
import { threeDigits } from '../../units.ts';
import { codeOf, type Disk, disk, freeBytes, isSameFile, kindOf, realPlace, reasonOf } from './disk.ts';
import { FolderBusy } from './folder-lock.ts';
import { nearestFolder, probeFolder } from './folders.ts';
import { namesOf, type Owner, readManifest } from './manifest.ts';
import { Occupied } from './occupied.ts';
import { type Files, inOwned, Unfinished, writeOwned } from './owned-folder.ts';

const MIB = 2 ** 20;

/** What an owner is called in errors, the files that it always has, and how much room they need at least, in bytes. */
const OWNERS: Readonly<Record<Owner, { what: string; names: readonly string[]; bytes: number }>> = {
  report: { what: 'the report', names: ['result.json', 'summary.md', 'index.html'], bytes: 2 * MIB },
  check: { what: 'the verdict', names: ['check.md', 'check.json'], bytes: MIB / 4 },
  sizing: { what: 'the sizing', names: ['sizing.json', 'index.html'], bytes: MIB },
  calibration: { what: 'the calibration', names: ['calibration.json', 'scenario.yaml', 'index.html'], bytes: 2 * MIB },
  sweep: { what: 'the sweep', names: ['sweep.jsonl', 'sweep.csv', 'index.html'], bytes: 2 * MIB },
};

/**
 * Refuses a folder that nothing of ours can go to, so that nobody simulates in vain: one that holds something else, or that cannot be written. It changes nothing there, but completes
 * what a killed run has left.
 * @throws InputError
 */
export function checkOwnedPlace(folder: string, owner: Owner): void {
  const place = resolve(folder);
  const { names, bytes } = OWNERS[owner];
  switch (kindOf(place)) {
    case 'dangling link':
      throw refusal(folder, owner, 'a folder', 'a link that leads nowhere');
    case 'file':
      throw refusal(folder, owner, 'a folder', 'a file');
    case 'something else':
      throw refusal(folder, owner, 'a folder', 'neither a file nor a folder');
    default:
  }
  onDisk(folder, owner, () => {
    try {
      // The lock that is put there says whether it can be written.
      if (kindOf(place) === 'folder') inOwned(realPlace(place), owner, names, disk, () => {});
      else probeFolder(place);
    } catch (error) {
      // Another run has failed at this moment, and has taken its folder away.
      if (codeOf(error) !== 'ENOENT' || kindOf(place) !== 'nothing') throw error;
      probeFolder(place);
    }
  });
  const free = freeBytes(nearestFolder(place));
  if (free === undefined || free >= bytes) return;
  const [needs, has] = [bytes, free].map((size) => `${threeDigits(size / MIB)} MiB`);
  throw refusal(folder, owner, `room for ${needs} at least`, `a disk with ${has} left`);
}

/**
 * Refuses a folder in which a file would be replaced that the same command reads.
 * @param inputs as the user named them. @throws InputError
 */
export function checkNoInput(folder: string, owner: Owner, inputs: readonly string[]): void {
  const place = resolve(folder);
  const replaced = [...OWNERS[owner].names, ...namesOf(readManifest(place))].map((name) => join(place, name));
  const input = inputs.find((one) => replaced.some((file) => isSameFile(one, file)));
  if (input === undefined) return;
  throw refusal(folder, owner, 'a folder in which nothing is replaced that this command reads', `${input} in it`);
}

/**
 * Writes the files of an owner; see `writeOwned`.
 * @throws InputError when the folder holds something else, or cannot be written.
 */
export function writeOwnedPlace(folder: string, owner: Owner, files: Files, on: Disk = disk): void {
  onDisk(folder, owner, () => writeOwned(folder, owner, files, on));
}

function onDisk(folder: string, owner: Owner, action: () => void): void {
  try {
    action();
  } catch (error) {
    if (error instanceof Occupied) throw refusal(folder, owner, error.expected, error.found, error.hint);
    if (error instanceof FolderBusy) {
      throw refusal(
        folder,
        owner,
        'a folder that no other run writes to',
        'a run that has written there for ten seconds',
        `wait for it; what a killed run has left is taken over after half a minute; ${error.file} says whose it is`,
      );
    }
    if (error instanceof Unfinished) {
      throw new InputError({
        file: folder,
        message: `${OWNERS[owner].what} is written, but not all of it is at its place`,
        expected: 'a folder whose files can be replaced',
        found: error.found,
        hint: 'mend that, and the next run into this folder completes it; what is missing waits in .unpark-stage',
      });
    }
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw refusal(folder, owner, 'a folder that can be written', reasonOf(code));
  }
}

function refusal(folder: string, owner: Owner, expected: string, found: string, hint?: string): InputError {
  return new InputError({
    file: folder,
    message: `${OWNERS[owner].what} cannot be written there; nothing was changed`,
    expected,
    found,
    hint: hint ?? 'name another folder with --out',
  });
}

import { resolve } from 'node:path';
import { InputError } from '../../errors.ts';
import { threeDigits } from '../../units.ts';
import {
  type Disk,
  disk,
  draftOf,
  freeBytes,
  kindOf,
  makeFolders,
  nearestFolder,
  realPlace,
  reasonOf,
} from './disk.ts';
import { FolderBusy } from './folder-lock.ts';
import { MANIFEST, type Owner, readManifest } from './manifest.ts';
import { type Files, foreignNames, OCCUPIED, obstacle, probeOf, writeOwned } from './owned-folder.ts';

const MIB = 2 ** 20;

/** What an owner is called in errors, the files that it always has, and how much room they need at least, in bytes. */
const OWNERS: Readonly<Record<Owner, { what: string; names: readonly string[]; bytes: number }>> = {
  report: { what: 'the report', names: ['result.json', 'summary.md', 'index.html'], bytes: 2 * MIB },
  check: { what: 'the verdict', names: ['check.md', 'check.json'], bytes: MIB / 4 },
};

/**
 * Refuses a folder that nothing of ours can go to, so that nobody simulates in vain: one that holds something else, or that cannot be written. It leaves nothing there.
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
    case 'folder':
      checkContent(folder, realPlace(place), owner, names);
      break;
    default:
  }
  onDisk(folder, owner, () => {
    const made = makeFolders(place);
    const probe = draftOf(probeOf(place));
    try {
      disk.write(probe, '', true);
    } finally {
      disk.remove(probe);
      for (const one of made.reverse()) disk.removeFolder(one);
    }
  });
  const free = freeBytes(nearestFolder(place));
  if (free === undefined || free >= bytes) return;
  const [needs, has] = [bytes, free].map((size) => `${threeDigits(size / MIB)} MiB`);
  throw refusal(folder, owner, `room for ${needs} at least`, `a disk with ${has} left`);
}

function checkContent(folder: string, place: string, owner: Owner, names: readonly string[]): void {
  const manifest = readManifest(place);
  if (manifest === 'damaged') {
    throw refusal(
      folder,
      owner,
      `a folder whose ${MANIFEST} is as unpark has written it`,
      `a ${MANIFEST} that says something else`,
      `look at what is in the folder, then remove ${MANIFEST}, or name another folder with --out`,
    );
  }
  const others = foreignNames(place);
  if (manifest === undefined && others.length > 0) {
    const told = `${others.slice(0, 3).join(', ')}${others.length > 3 ? ` and ${others.length - 3} more` : ''}`;
    const isOldReport = ['result.json', 'summary.md', 'index.html'].every((name) => others.includes(name));
    throw refusal(
      folder,
      owner,
      'a new folder, an empty one, or one that unpark has written (it keeps a list of its files there)',
      `a folder with ${told}`,
      isOldReport
        ? 'if it is a report of an earlier version, remove it; or name another folder with --out'
        : 'name another folder with --out',
    );
  }
  const blocked = obstacle(place, owner, names);
  if (blocked !== undefined) {
    const found = `a ${blocked} that is not ours`;
    throw refusal(folder, owner, `a folder without a ${blocked} of somebody else`, found);
  }
}

/**
 * Writes the files of an owner; see `writeOwned`.
 * @throws InputError when the folder holds something else, or cannot be written.
 */
export function writeOwnedPlace(folder: string, owner: Owner, files: Files, on: Disk = disk): void {
  if (kindOf(resolve(folder)) !== 'nothing') checkOwnedPlace(folder, owner);
  onDisk(folder, owner, () => writeOwned(folder, owner, files, on));
}

function onDisk(folder: string, owner: Owner, action: () => void): void {
  try {
    action();
  } catch (error) {
    if (error instanceof FolderBusy) {
      throw refusal(
        folder,
        owner,
        'a folder that no other run writes to',
        'a run that has written there for ten seconds',
        `wait for it; if there is none, remove ${error.file}`,
      );
    }
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const found = code === OCCUPIED ? 'a file in its place that is not ours' : reasonOf(code);
    throw refusal(folder, owner, 'a folder that can be written', found);
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

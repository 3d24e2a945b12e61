import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../../errors.ts';
import {
  coded,
  codeOf,
  copyMode,
  type Disk,
  disk,
  draftOf,
  kindOf,
  realPlace,
  reasonOf,
  removeDraftsOf,
  startOf,
} from './disk.ts';
import { inMadeFolder, probeFolder } from './folders.ts';

/** What a file of ours is. */
export interface FileKind {
  /** For errors: `the baseline`. */
  readonly what: string;
  /** One that may be replaced: `a baseline`. */
  readonly one: string;
  /** Whether a file is one of these, by its first 4 KiB. */
  isOne(start: string): boolean;
}

/**
 * Writes a file as a whole: at any moment there is either what was there before or the new text. Missing folders are made; a link to a file stays a link. Only a file of the same kind
 * is replaced.
 * @throws InputError when it cannot be written; what was there is as it was.
 */
export function writeWhole(file: string, text: string | Uint8Array, kind: FileKind, on: Disk = disk): void {
  const place = realPlace(resolve(file));
  onDisk(file, kind, () => {
    if (kindOf(place) === 'dangling link') throw coded('dangling link');
    checkKind(file, kind);
    inMadeFolder(dirname(place), on, () => {
      const draft = draftOf(draftPath(place));
      try {
        removeDraftsOf(draftPath(place), on);
        on.write(draft, text, true);
        copyMode(place, draft);
        on.rename(draft, place);
      } catch (error) {
        on.remove(draft);
        throw error;
      }
    });
  });
}

/** Makes a new file, whole or not at all; what a killed run has left beside it is removed. @throws the system's error: EEXIST where it is there already. */
export function makeWhole(file: string, text: string, on: Disk = disk): void {
  const drafts = draftPath(resolve(file));
  removeDraftsOf(drafts, on);
  on.claim(file, text, draftOf(drafts));
}

/**
 * Refuses a place that no file can be written to, so that nobody simulates in vain, and one with a file of another kind. It leaves nothing there, no folder either.
 * @throws InputError
 */
export function checkPlace(file: string, kind: FileKind): void {
  const place = realPlace(resolve(file));
  onDisk(file, kind, () => {
    const found = kindOf(place);
    if (found === 'folder') throw coded('EISDIR');
    if (found !== 'nothing' && found !== 'file') throw coded(found);
    checkKind(file, kind);
    probeFolder(dirname(place), basename(draftPath(place)));
  });
}

function checkKind(file: string, { what, one, isOne }: FileKind): void {
  const start = startOf(file);
  if (start.trim() === '' || isOne(start)) return;
  throw new InputError({
    file,
    message: `${what} cannot be written there; nothing was changed`,
    expected: `no file, or ${one} to replace`,
    found: `a file that begins with ${JSON.stringify(start.slice(0, 30))}`,
    hint: 'name another place, or move the file',
  });
}

/** Where the drafts of a file are, beside it. */
export function draftPath(place: string): string {
  return join(dirname(place), `.${basename(place)}.unpark`);
}

/** Tells the errors of the system as those of a user. @throws InputError */
export function onDisk(file: string, { what }: FileKind, action: () => void): void {
  try {
    action();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new InputError({
      file,
      message: `${what} cannot be written; nothing was changed`,
      expected: 'a file in a folder that can be written',
      found: foundOf(code),
      hint: 'name another place, or make this one writable',
    });
  }
}

function foundOf(code: string): string {
  if (code === 'dangling link') return 'a link that leads nowhere';
  return code === 'something else' ? 'neither a file nor a folder' : reasonOf(code);
}

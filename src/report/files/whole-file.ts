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
} from './disk.ts';
import { inMadeFolder, probeFolder } from './folders.ts';

/**
 * Writes a file as a whole: at any moment there is either what was there before or the new text. Missing folders are made; a link to a file stays a link.
 * @param what the file is, for errors: `the baseline`.
 * @throws InputError when it cannot be written; what was there is as it was.
 */
export function writeWhole(file: string, text: string, what: string, on: Disk = disk): void {
  const place = realPlace(resolve(file));
  onDisk(file, what, () => {
    if (kindOf(place) === 'dangling link') throw coded('dangling link');
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

/**
 * Refuses a place that no file can be written to, so that nobody simulates in vain; it leaves nothing there, no folder either.
 * @param what the file is, for errors.
 * @throws InputError
 */
export function checkPlace(file: string, what: string): void {
  const place = realPlace(resolve(file));
  onDisk(file, what, () => {
    const kind = kindOf(place);
    if (kind === 'folder') throw coded('EISDIR');
    if (kind !== 'nothing' && kind !== 'file') throw coded(kind);
    probeFolder(dirname(place), basename(draftPath(place)));
  });
}

/** Where the drafts of a file are, beside it. */
export function draftPath(place: string): string {
  return join(dirname(place), `.${basename(place)}.unpark`);
}

/** Tells the errors of the system as those of a user. @throws InputError */
export function onDisk(file: string, what: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new InputError({
      file,
      message: `${what} cannot be written; nothing was changed`,
      expected: 'a file in a folder that can be written',
      found: code === 'dangling link' ? 'a link that leads nowhere' : reasonOf(code),
      hint: 'name another place, or make this one writable',
    });
  }
}

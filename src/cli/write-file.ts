import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../errors.ts';
import { makeFolder } from '../report/write.ts';

/**
 * Writes a file as a whole: at any moment there is either what was there before or the new text. Missing folders are made.
 * @param what the file is, for errors: `the baseline`.
 * @throws InputError when it cannot be written; what was there is as it was.
 */
export function writeWhole(file: string, text: string, what: string): void {
  const whole = resolve(file);
  const draft = draftIn(dirname(whole), whole);
  onDisk(file, what, () => {
    makeFolder(dirname(whole));
    writeFileSync(draft, text, { flag: 'wx' });
    try {
      renameSync(draft, whole);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  });
}

/**
 * Refuses a place that no file can be written to, so that nobody simulates in vain; it leaves nothing there, no folder either.
 * @param what the file is, for errors.
 * @throws InputError
 */
export function checkPlace(file: string, what: string): void {
  const whole = resolve(file);
  if (existsSync(whole) && statSync(whole).isDirectory()) throw refusal(file, what, 'EISDIR');
  let folder = dirname(whole);
  while (!existsSync(folder)) folder = dirname(folder);
  const draft = draftIn(folder, whole);
  onDisk(file, what, () => {
    writeFileSync(draft, '', { flag: 'wx' });
    rmSync(draft);
  });
}

/** A file of a name that nobody has. */
function draftIn(folder: string, whole: string): string {
  return join(folder, `.${basename(whole)}-${randomBytes(4).toString('hex')}`);
}

function onDisk(file: string, what: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw refusal(file, what, code);
  }
}

function refusal(file: string, what: string, code: string): InputError {
  return new InputError({
    file,
    message: `${what} cannot be written; nothing was changed`,
    expected: 'a file in a folder that can be written',
    found:
      code === 'EISDIR'
        ? 'a folder of that name'
        : code === 'ENOTDIR' || code === 'EEXIST'
          ? 'a file where a folder should be'
          : code,
    hint: 'name another place, or make this one writable',
  });
}

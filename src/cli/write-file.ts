import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../errors.ts';

/**
 * Writes a file as a whole: at any moment there is either what was there before or the new text. Missing folders are made.
 * @param what the file is, for errors: `the baseline`.
 * @throws InputError when it cannot be written; what was there is as it was.
 */
export function writeWhole(file: string, text: string, what: string): void {
  const whole = resolve(file);
  const draft = join(dirname(whole), `.${basename(whole)}-${randomBytes(4).toString('hex')}`);
  try {
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(draft, text, { flag: 'wx' });
    try {
      renameSync(draft, whole);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new InputError({
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
}

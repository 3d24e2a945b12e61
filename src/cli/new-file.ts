import { dirname, resolve } from 'node:path';
import { InputError } from '../errors.ts';
import { codeOf, reasonOf } from '../report/files/disk.ts';
import { makeWhole } from '../report/files/whole-file.ts';

/** Writes a file that was not there: an existing one is never overwritten, and a new one is there as a whole or not at all. @throws InputError */
export function writeNewFile(file: string, text: string): void {
  try {
    makeWhole(file, text);
  } catch (error) {
    const isThere = codeOf(error) === 'EEXIST';
    throw new InputError({
      file,
      message: 'the file cannot be written',
      expected: isThere ? 'a file that does not exist yet' : `a folder ${dirname(resolve(file))} to write in`,
      found: isThere ? 'a file of that name' : whyNot(error),
      hint: isThere ? 'give another name, or remove it first' : 'make the folder first, or name another',
    });
  }
}

function whyNot(error: unknown): string {
  const code = codeOf(error);
  return code === 'ENOENT' ? 'no such folder' : reasonOf(code ?? String(error));
}

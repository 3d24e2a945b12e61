import { dirname, resolve } from 'node:path';
import { InputError } from '../errors.ts';
import { codeOf, kindOf, reasonOf } from '../report/files/disk.ts';
import { makeWhole } from '../report/files/whole-file.ts';

/** Writes a file that was not there: an existing one is never overwritten, and a new one is there as a whole or not at all. @throws InputError */
export function writeNewFile(file: string, text: string): void {
  try {
    makeWhole(file, text);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw isThere(file);
    throw new InputError({
      file,
      message: 'the file cannot be written',
      expected: `a folder ${dirname(resolve(file))} to write in`,
      found: whyNot(error),
      hint: 'make the folder first, or name another',
    });
  }
}

/** The same, before there is anything to write. @throws InputError where something is there already, or no folder is there for it. */
export function checkNewFile(file: string): void {
  if (kindOf(file) !== 'nothing') throw isThere(file);
  const folder = dirname(resolve(file));
  if (kindOf(folder) === 'folder') return;
  throw new InputError({
    file,
    message: 'the file cannot be written',
    expected: `a folder ${folder} to write in`,
    found: kindOf(folder) === 'nothing' ? 'no such folder' : `a ${kindOf(folder)} of that name`,
    hint: 'make the folder first, or name another',
  });
}

function isThere(file: string): InputError {
  return new InputError({
    file,
    message: 'the file cannot be written',
    expected: 'a file that does not exist yet',
    found: 'a file of that name',
    hint: 'give another name, or remove it first',
  });
}

function whyNot(error: unknown): string {
  const code = codeOf(error);
  return code === 'ENOENT' ? 'no such folder' : reasonOf(code ?? String(error));
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { InputError } from '../errors.ts';
import { kindOf, namesIn } from '../report/files/disk.ts';
import { SAMPLE_FILE } from '../run/observe/saved-samples.ts';
import { STANDARD_INPUT } from '../run/text-file.ts';

const PATTERN = /[*?[\]{}]/;

/**
 * The files that arguments mean: files, all files of a folder, patterns that a shell has left as they are, and `-` for standard input. In the order of the arguments, those of a folder or
 * a pattern sorted by name, numbers by their value.
 * @throws InputError for a folder or a pattern without a file.
 */
export function dumpFiles(args: readonly string[], what = 'thread dumps'): string[] {
  return args.flatMap((argument) => {
    if (argument === STANDARD_INPUT) return [argument];
    const isFolder = kindOf(argument) === 'folder';
    if (!isFolder && (existsSync(argument) || !PATTERN.test(argument))) return [argument];
    const found = isFolder
      ? filesIn(argument)
      : globSync(argument.replaceAll('\\', '/'), { onlyFiles: true, expandDirectories: false });
    if (found.length > 0) return found.sort(byName.compare);
    throw new InputError({
      file: argument,
      message: isFolder ? 'the folder has no file' : 'no file matches this pattern',
      expected: `files with ${what}`,
      found: 'no file',
      hint: 'name files, folders or patterns such as *.txt',
    });
  });
}

/** What stands beside a dump that was kept belongs to it; alone it is a sample by itself. */
function filesIn(folder: string): string[] {
  const files = namesIn(folder)
    .map((name) => join(folder, name))
    .filter((file) => kindOf(file) === 'file');
  const all = new Set(files);
  return files.filter((file) => !file.endsWith(SAMPLE_FILE) || !all.has(`${file.slice(0, -SAMPLE_FILE.length)}.txt`));
}

const byName = new Intl.Collator('en', { numeric: true });

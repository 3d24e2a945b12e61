import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { InputError } from '../errors.ts';
import { STANDARD_INPUT } from '../run/observe/dump-files.ts';

const PATTERN = /[*?[\]{}]/;

/**
 * The files that arguments mean: files, all files of a folder, patterns that a shell has left as they are, and `-` for standard input. In the order of the arguments, those of a folder or
 * a pattern sorted by name, numbers by their value.
 * @throws InputError for a folder or a pattern without a file.
 */
export function dumpFiles(args: readonly string[]): string[] {
  return args.flatMap((argument) => {
    if (argument === STANDARD_INPUT) return [argument];
    const isFolder = existsSync(argument) && statSync(argument).isDirectory();
    if (!isFolder && (existsSync(argument) || !PATTERN.test(argument))) return [argument];
    const found = isFolder
      ? readdirSync(argument)
          .map((name) => join(argument, name))
          .filter((file) => statSync(file).isFile() && !file.endsWith('.kernel.tsv'))
      : globSync(argument.replaceAll('\\', '/'), { onlyFiles: true, expandDirectories: false });
    if (found.length > 0) return found.sort(byName.compare);
    throw new InputError({
      file: argument,
      message: isFolder ? 'the folder has no file' : 'no file matches this pattern',
      expected: 'files with thread dumps',
      found: 'no file',
      hint: 'name files, folders or patterns such as dumps/*.txt',
    });
  });
}

const byName = new Intl.Collator('en', { numeric: true });

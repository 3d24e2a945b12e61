import { existsSync, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../../errors.ts';
import { INSTALLED_SCHEMA, starterScenario } from '../../scenario/starter.ts';
import { print } from '../output.ts';

export function addInit(program: Command): void {
  program
    .command('init')
    .description('write a commented scenario to start from')
    .argument('[file]', 'the file to write', 'scenario.yaml')
    .action(init);
}

function init(file: string): void {
  const name = basename(file).replace(/\.ya?ml$/i, '');
  if (!/\.ya?ml$/i.test(file) || !/^[A-Za-z][\w-]*$/.test(name)) {
    throw new InputError({
      file,
      message: 'a scenario is named as its file',
      expected: 'a file name of a letter, then letters, digits, - or _, with the ending .yaml',
      found: basename(file),
      hint: 'unpark init my-service.yaml',
    });
  }
  try {
    // With the flag wx an existing file is never overwritten.
    writeFileSync(file, starterScenario(name, INSTALLED_SCHEMA), { flag: 'wx' });
  } catch (error) {
    throw new InputError({
      file,
      message: 'the file cannot be written',
      expected: existsSync(file) ? 'a file that does not exist yet' : `a folder ${dirname(resolve(file))} to write in`,
      found: existsSync(file) ? 'a file of that name' : reasonOf(error as NodeJS.ErrnoException),
      hint: existsSync(file) ? 'give another name, or remove it first' : 'make the folder first, or name another',
    });
  }
  print(`Wrote ${file}.\nCheck it:  unpark explain ${file}\nRun it:    unpark run ${file}\n`);
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'no such folder';
  return code === 'EACCES' || code === 'EPERM' ? 'writing there is not permitted' : (code ?? message);
}

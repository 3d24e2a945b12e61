import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { type Command, Option } from 'commander';
import { InputError } from '../../errors.ts';
import { oneLine } from '../../one-line.ts';
import { codeOf, reasonOf } from '../../report/files/disk.ts';
import { makeWhole } from '../../report/files/whole-file.ts';
import { shellWord } from '../../report/shell.ts';
import { PACKAGE_FOLDER } from '../../run/assets.ts';
import { starterScenario, type TemplateName, templates } from '../../scenario/templates/templates.ts';
import { path } from '../option-values.ts';
import { print } from '../output.ts';

export function addInit(program: Command): void {
  program
    .command('init')
    .description('write a commented scenario to start from')
    .argument('[file]', 'the file to write', path, 'scenario.yaml')
    .addOption(
      new Option('--template <name>', `what is near to your service: ${nearest()}`)
        .choices(Object.keys(templates))
        .default('deletion'),
    )
    .addHelpText(
      'after',
      `
Examples:
  npx unpark init my-service.yaml
  npx unpark init my-service.yaml --template api`,
    )
    .action(init);
}

const nearest = () =>
  Object.entries(templates)
    .map(([name, { says }]) => `${name} (${says})`)
    .join(', ');

function init(file: string, { template }: { readonly template: TemplateName }): void {
  const name = basename(file).replace(/\.ya?ml$/i, '');
  if (!/\.ya?ml$/i.test(file) || !/^[A-Za-z][\w-]*$/.test(name)) {
    throw new InputError({
      file,
      message: 'a scenario is named as its file',
      expected: 'a file name of a letter, then letters, digits, - or _, with the ending .yaml',
      found: basename(file),
      hint: 'npx unpark init my-service.yaml',
    });
  }
  try {
    // An existing file is never overwritten, and a new one is there as a whole or not at all.
    makeWhole(file, starterScenario(name, template, placesSeenFrom(dirname(resolve(file)))));
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
  print(
    `Wrote ${oneLine(file)}.\nCheck it:  npx unpark explain ${shellWord(file)}\nRun it:    npx unpark run ${shellWord(file)}\n`,
  );
}

/** Links of a written scenario lead to the program that wrote it, wherever that is installed. */
function placesSeenFrom(folder: string) {
  const seen = (...path: string[]) => {
    const place = relative(folder, join(PACKAGE_FOLDER, ...path))
      .split(sep)
      .join('/');
    return place.startsWith('.') || /^(\/|[A-Za-z]:)/.test(place) ? place : `./${place}`;
  };
  return { schema: seen('scenarios', 'scenario.schema.json'), reference: seen('docs', 'scenario-language.md') };
}

function whyNot(error: unknown): string {
  const code = codeOf(error);
  return code === 'ENOENT' ? 'no such folder' : reasonOf(code ?? String(error));
}

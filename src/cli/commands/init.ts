import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { type Command, Option } from 'commander';
import { InputError } from '../../errors.ts';
import { oneLine } from '../../one-line.ts';
import { shellWord } from '../../report/shell.ts';
import { PACKAGE_FOLDER } from '../../run/assets.ts';
import { starterScenario, type TemplateName, templates } from '../../scenario/templates/templates.ts';
import { writeNewFile } from '../new-file.ts';
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
  writeNewFile(file, starterScenario(name, template, placesSeenFrom(dirname(resolve(file)))));
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

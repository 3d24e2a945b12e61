import type { Command } from 'commander';
import { exitCode } from '../../errors.ts';
import { renderValidationJson } from '../../report/validation/validation-json.ts';
import { renderCases, renderValidationTerminal, validationMarkdown } from '../../report/validation/validation-words.ts';
import { version } from '../../run/assets.ts';
import { chooseCases } from '../../run/validation/choose-cases.ts';
import { checkPicturePlace, saveZPicture } from '../../run/validation/save-picture.ts';
import { validate as validateCases } from '../../run/validation/validate.ts';
import { Interruption, interruptible } from '../interruption.ts';
import { path, wholeNumber } from '../option-values.ts';
import { print, printedWidth, printJson, tell } from '../output.ts';
import { Progress } from '../progress.ts';

interface ValidateOptions {
  readonly list?: boolean;
  readonly replications?: number;
  readonly seed: number;
  readonly jobs?: number;
  readonly png?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly quiet?: boolean;
}

export function addValidate(program: Command): void {
  program
    .command('validate')
    .description('hold the simulator against closed forms of queueing theory')
    .argument('[cases...]', 'only these models: names, or what some names begin with (see --list)')
    .option('--list', 'list the models, and run nothing')
    .option(
      '--replications <n>',
      'how often each model is run (default: as often as it needs)',
      wholeNumber(2, 100_000),
    )
    .option('--seed <n>', 'another seed', wholeNumber(0, 2 ** 32 - 1), 1)
    .option('--jobs <n>', 'how many replications run at once (default: one for each core)', wholeNumber(1))
    .option('--png <file>', 'draw the z-scores', path)
    .option('--json', 'print the verdict as JSON, with each scenario that was run')
    .option('--markdown', 'print the table as Markdown')
    .option('--quiet', 'print nothing but errors')
    .addHelpText(
      'after',
      `
Exit code 1 when a |z| is over 4, when more rows lie beyond 2 than chance allows, or when what must be exact is not.

Examples:
  npx unpark validate
  npx unpark validate mmc janitor --replications 50 --seed 7
  npx unpark validate --json --png z-scores.png`,
    )
    .action(validate);
}

async function validate(words: readonly string[], options: ValidateOptions): Promise<void> {
  const cases = chooseCases(words);
  if (options.list === true) {
    if (options.json === true) {
      const list = cases.map(({ name, model, figures }) => ({ name, model, figures: figures.map((one) => one.name) }));
      printJson(`${JSON.stringify(list, null, 2)}\n`);
    } else print(renderCases(cases, { width: printedWidth() }));
    return;
  }
  if (options.png !== undefined) checkPicturePlace(options.png);
  const quiet = options.quiet === true;
  const progress = new Progress(process.stderr, 'validate', !quiet);
  const signal = interruptible();
  let done = 0;
  try {
    const validation = await validateCases(cases, {
      seed: options.seed,
      replications: options.replications,
      workers: options.jobs,
      signal,
      onProgress: (finished, total) => {
        done = finished;
        progress.show(finished, total);
      },
    });
    if (options.png !== undefined) await saveZPicture(options.png, validation, tell);
    progress.clear();
    if (options.json === true) printJson(renderValidationJson(validation, version));
    else if (options.markdown === true) print(`${validationMarkdown(validation)}\n`);
    else if (!quiet) print(renderValidationTerminal(validation, { width: printedWidth() }));
    process.exitCode = validation.passed ? exitCode.ok : exitCode.failed;
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Interruption(`interrupted: ${done} replications were simulated. Nothing was written.`);
  } finally {
    progress.clear();
  }
}

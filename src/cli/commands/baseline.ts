import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { InputError } from '../../errors.ts';
import { baselineOf } from '../../gate/baseline.ts';
import { oneLine } from '../../one-line.ts';
import { baselineFiles, checkBaselinePlace, writeBaseline } from '../baseline-file.ts';
import { resultsOf } from '../check-scenarios.ts';
import { interruptible } from '../interruption.ts';
import { path, paths, wholeNumber } from '../option-values.ts';
import { print } from '../output.ts';
import { scenarioOptions } from '../scenario-argument.ts';
import { loadScenarios, scenarioFiles } from '../scenario-files.ts';

interface BaselineOptions {
  readonly from?: string;
  readonly baselines?: string;
  readonly jobs?: number;
  readonly long?: boolean;
  readonly quiet?: boolean;
}

export function addBaseline(program: Command): void {
  program
    .command('baseline')
    .description('record the current results as the baselines that `npx unpark check --baseline` compares with')
    .argument(
      '[scenario...]',
      'scenario files, patterns such as scenarios/*.yaml, or names of shipped scenarios',
      paths,
    )
    .option('--from <result.json>', 'take this saved result, and run nothing; with one scenario', path)
    .option(
      '--baselines <folder>',
      'where the baselines are (default: the folder baselines beside each scenario)',
      path,
    )
    .option('--jobs <n>', 'how many replications run at once (default: one for each core)', wholeNumber(1))
    .option('--long', 'run it although it takes more than an hour')
    .option('--quiet', 'print nothing but errors')
    .action(baseline);
}

async function baseline(args: readonly string[], options: BaselineOptions): Promise<void> {
  const files = scenarioFiles(args);
  if (options.from !== undefined && files.length > 1) {
    throw new InputError({
      message: '--from is of one scenario',
      expected: 'one scenario beside --from',
      found: `${files.length} scenarios`,
      hint: 'take each result by itself',
    });
  }
  const places = baselineFiles(files, options.baselines);
  for (const place of places) checkBaselinePlace(place);
  const loaded = loadScenarios(files, scenarioOptions({}));
  const results = await resultsOf(loaded, {
    overrides: [],
    workers: options.jobs,
    long: options.long === true,
    result: options.from,
    progress: options.quiet !== true,
    signal: interruptible(),
  });
  for (const [i, result] of results.entries()) {
    const file = places[i] as string;
    const verb = existsSync(file) ? 'Replaced' : 'Wrote';
    writeBaseline(file, baselineOf(result));
    if (options.quiet !== true) print(`${verb} ${oneLine(file)}.\n`);
  }
}

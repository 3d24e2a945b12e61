import type { Command } from 'commander';
import { explainScenario } from '../../explain/explain.ts';
import { renderExplanation } from '../../report/explain.ts';
import { loadScenario } from '../../scenario/load.ts';
import { duration, path } from '../option-values.ts';
import { print, printedWidth, printJson } from '../output.ts';
import { type ScenarioOptions, scenarioFile, scenarioOptions } from '../scenario-argument.ts';

interface ExplainOptions extends ScenarioOptions {
  readonly json?: boolean;
}

export function addExplain(program: Command): void {
  program
    .command('explain')
    .description('check a scenario without running it, and say what arithmetic alone says of it')
    .argument('[scenario]', 'a scenario file, or the name of a shipped scenario (see `npx unpark list`)', path)
    .option('--duration <time>', 'another measured time, such as 6h', duration)
    .option('--design <name...>', 'only these designs')
    .option('--set <path=value...>', 'change values of the scenario, such as pools.storage.threads=64')
    .option('--json', 'print it as JSON')
    .action((argument: string | undefined, options: ExplainOptions) => {
      const scenario = loadScenario(scenarioFile(argument, options), scenarioOptions(options));
      const explanation = explainScenario(scenario);
      if (options.json === true) printJson(`${JSON.stringify(explanation, null, 2)}\n`);
      else print(`${renderExplanation(explanation, { width: printedWidth() })}\n`);
    });
}

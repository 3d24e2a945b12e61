import type { Command } from 'commander';
import pc from 'picocolors';
import { isColoured } from '../../report/colour.ts';
import { wrap } from '../../report/wrap.ts';
import { shippedFile, shippedScenarios } from '../../run/shipped-scenarios.ts';
import { loadScenario } from '../../scenario/load.ts';
import { print, printedWidth, printJson } from '../output.ts';

export function addList(program: Command): void {
  program
    .command('list')
    .description('list the shipped scenarios, each with the question it answers')
    .option('--json', 'print the list as JSON')
    .action((options: { readonly json?: boolean }) => {
      const scenarios = shippedScenarios().map((name) => {
        const { question, designs } = loadScenario(shippedFile(name));
        return { name, question, designs: designs.map((design) => design.name) };
      });
      if (options.json === true) {
        printJson(`${JSON.stringify(scenarios, null, 2)}\n`);
        return;
      }
      const paint = pc.createColors(isColoured());
      const width = Math.min(printedWidth(), 100) - 2;
      for (const { name, question, designs } of scenarios) {
        const below = [...wrap(question, width), ...wrap(`designs: ${designs.join(', ')}`, width).map(paint.dim)];
        print(`${paint.bold(name)}\n${below.map((line) => `  ${line}\n`).join('')}`);
      }
    });
}

import type { Command } from 'commander';
import pc from 'picocolors';
import { loadScenario } from '../../scenario/load.ts';
import { shippedFile, shippedScenarios } from '../scenario-argument.ts';

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
        process.stdout.write(`${JSON.stringify(scenarios, null, 2)}\n`);
        return;
      }
      for (const { name, question, designs } of scenarios) {
        process.stdout.write(`${pc.bold(name)}\n  ${question}\n  ${pc.dim(`designs: ${designs.join(', ')}`)}\n`);
      }
    });
}

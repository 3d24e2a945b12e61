import type { Result } from '../result/schema.ts';
import { oneLine } from './format.ts';
import { shellWord } from './shell.ts';

/** The command that gives the same result again. A scenario that is not shipped is named by its file there. */
export function reproduction(result: Result): string {
  const { scenario, seed, replications } = result;
  const words = ['npx unpark run', shellWord(scenario.name), `--seed ${seed}`, `--replications ${replications}`];
  for (const override of scenario.overrides) words.push(`--set ${shellWord(override)}`);
  words.push('--design', ...Object.keys(result.designs).map(shellWord));
  return words.join(' ');
}

/** What has to be the same for the same bytes. */
export function provenance(result: Result): string {
  const { scenario, engineVersion } = result;
  return `unpark ${oneLine(engineVersion)}, scenario ${oneLine(scenario.name)} (hash ${oneLine(scenario.hash)})`;
}

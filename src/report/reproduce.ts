import { oneLine } from '../one-line.ts';
import type { Result } from '../result/schema.ts';
import { shellWord } from './shell.ts';

/** The command that gives the same result again; of a live run, a run of the same load. A scenario that is not shipped is named by its file there. */
export function reproduction(result: Result): string {
  const { scenario, seed, replications, live } = result;
  const words =
    live === undefined
      ? ['npx unpark run', shellWord(scenario.name), `--seed ${seed}`, `--replications ${replications}`]
      : ['npx unpark live', shellWord(scenario.name), `--compress ${live.compress}`, `--seed ${seed}`];
  for (const override of scenario.overrides) words.push(`--set ${shellWord(override)}`);
  words.push('--design', ...Object.keys(result.designs).map(shellWord));
  return words.join(' ');
}

/** What has to be the same for the same bytes. */
export function provenance(result: Result): string {
  const { scenario, engineVersion } = result;
  return `unpark ${oneLine(engineVersion)}, scenario ${oneLine(scenario.name)} (hash ${oneLine(scenario.hash)})`;
}

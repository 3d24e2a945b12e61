import { oneLine } from '../one-line.ts';
import type { Result } from '../result/schema.ts';
import { shellWord } from './shell.ts';

/** The scenarios that come with the program and can be named without their file. */
export const SHIPPED: readonly string[] = [
  'janitor-death',
  'omi-double-volume',
  'omi-pool-history',
  'omi-sync',
  'precache-burst',
  'slow-downstream',
  'store-brownout',
  'voice-burst',
];

/** Stands for the file of a scenario that is not shipped: a result names no path. */
const FILE = 'your-file.yaml';

/** The command that gives the same result again; of a live run, a run of the same load. */
export function reproduction(result: Result): string {
  const { scenario, seed, replications, live, observed } = result;
  if (observed !== undefined)
    return `npx unpark observe ${observed.pid === null ? '<dumps>' : `--pid ${observed.pid}`}`;
  const which = scenarioWord(scenario.name);
  const words =
    live === undefined
      ? ['npx unpark run', which, `--seed ${seed}`, `--replications ${replications}`]
      : ['npx unpark live', which, `--compress ${live.compress}`, `--seed ${seed}`];
  for (const override of scenario.overrides) words.push(`--set ${shellWord(override)}`);
  words.push('--design', ...Object.keys(result.designs).map(shellWord));
  return words.join(' ');
}

/** A scenario in a command: its name where it is shipped, else what stands for its file. */
export function scenarioWord(name: string): string {
  return SHIPPED.includes(name) ? name : FILE;
}

/** What has to be the same for the same bytes. */
export function provenance(result: Result): string {
  const { scenario, engineVersion } = result;
  return `unpark ${oneLine(engineVersion)}, scenario ${oneLine(scenario.name)} (hash ${oneLine(scenario.hash)})`;
}

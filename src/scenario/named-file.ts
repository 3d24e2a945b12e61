/** The files that a scenario names, of arrivals and of durations: text files beside it. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { LARGEST, readInputFile, UnreadableFile } from './input-file.ts';

/**
 * Reads a file that a scenario names. Whoever runs a scenario of somebody else lets it read what lies beside it, and nothing else.
 * @param scenario the file of the scenario. @param named as the scenario names it: a path that stays in the folder of the scenario, or below it.
 * @throws UnreadableFile
 */
export function readNamedFile(scenario: string, named: string): string {
  const folder = dirname(scenario);
  const file = join(folder, named);
  if (isAbsolute(named) || leadsOut(folder, file)) throw outside('it is not in the folder of the scenario');
  if (existsSync(file) && leadsOut(realpathSync(folder), realpathSync(file))) {
    throw outside('a link leads out of the folder of the scenario');
  }
  return readInputFile(file, LARGEST.named);
}

function leadsOut(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return isAbsolute(way) || way.split(sep)[0] === '..';
}

function outside(reason: string): UnreadableFile {
  return new UnreadableFile(
    reason,
    'put the file beside the scenario, or in a folder below it, and name it from there',
  );
}

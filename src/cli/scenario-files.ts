import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { InputError, type Problem } from '../errors.ts';
import { type LoadOptions, loadScenario } from '../scenario/load.ts';
import type { Scenario } from '../scenario/model.ts';
import { type ScenarioOptions, scenarioFile } from './scenario-argument.ts';

export interface ScenarioFile {
  /** As the user named it. */
  readonly file: string;
  readonly scenario: Scenario;
}

const PATTERN = /[*?[\]{}]/;

/**
 * The files that arguments mean: files, names of shipped scenarios, and patterns such as `scenarios/*.yaml`, which a shell may have left as they are. Each file once, in the
 * order of the arguments, those of a pattern sorted.
 * @throws InputError when there is no argument, or one that means no file.
 */
export function scenarioFiles(args: readonly string[], options: ScenarioOptions = {}): string[] {
  if (args.length === 0) return [scenarioFile(undefined, options)];
  const files = args.flatMap((argument) => (isPattern(argument) ? matches(argument) : [scenarioFile(argument)]));
  // `a.yaml ./a.yaml` is one file; it is told as it was named first.
  const byPath = new Map<string, string>();
  for (const file of files) if (!byPath.has(resolve(file))) byPath.set(resolve(file), file);
  return [...byPath.values()];
}

/** Loads all files. @throws InputError with what is wrong with any of them. */
export function loadScenarios(files: readonly string[], options: LoadOptions): ScenarioFile[] {
  const problems: Problem[] = [];
  const loaded = files.flatMap((file) => {
    try {
      return [{ file, scenario: loadScenario(file, options) }];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new InputError(problems);
  return loaded;
}

function isPattern(argument: string): boolean {
  return PATTERN.test(argument) && !existsSync(argument);
}

function matches(pattern: string): string[] {
  const files = globSync(pattern.replaceAll('\\', '/'), { onlyFiles: true, expandDirectories: false }).sort();
  if (files.length > 0) return files;
  throw new InputError({
    file: pattern,
    message: 'no file matches this pattern',
    expected: 'a pattern of scenario files, such as scenarios/*.yaml',
    found: 'no file',
    hint: 'a check of nothing would pass for ever: correct the pattern, or leave it out',
  });
}

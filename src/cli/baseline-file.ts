import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { exitCode, formatProblem, InputError } from '../errors.ts';
import { type Baseline, baselineText, parseBaseline } from '../gate/baseline.ts';
import { writeWhole } from './write-file.ts';

/** The folder beside the scenarios in which their baselines are. */
const FOLDER = 'baselines';

/**
 * Where the baseline of a scenario is: in the folder `baselines` beside it, under the name of its file.
 * @param folder another folder than that, if any.
 */
export function baselineFile(scenarioFile: string, folder: string | undefined): string {
  const name = basename(scenarioFile).replace(/\.ya?ml$/i, '');
  return join(folder ?? join(dirname(scenarioFile), FOLDER), `${name}.json`);
}

/** A baseline, or why there is none that could be compared with. */
export type FoundBaseline =
  | { readonly baseline: Baseline }
  | { readonly status: 'missing' | 'not comparable'; readonly reason: string };

/** Reads a baseline. @throws InputError when the file is there and is no whole, unedited baseline. */
export function readBaseline(file: string): FoundBaseline {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { status: 'missing', reason: `There is no ${file}.` };
    throw new InputError({
      file,
      message: 'the baseline cannot be read',
      expected: 'a file that `unpark baseline` has written',
      found: code === 'EISDIR' ? 'a folder' : (code ?? String(error)),
    });
  }
  try {
    return { baseline: parseBaseline(text, file) };
  } catch (error) {
    // What a newer version has written is not wrong: it only cannot be compared with.
    if (!(error instanceof InputError) || error.code !== exitCode.notComparable) throw error;
    return {
      status: 'not comparable',
      reason: error.problems
        .map((problem) => formatProblem(problem))
        .join(' ')
        .replace(/\s+/g, ' '),
    };
  }
}

export function writeBaseline(file: string, baseline: Baseline): void {
  writeWhole(file, baselineText(baseline), 'the baseline');
}

import { basename, dirname, join, resolve } from 'node:path';
import { exitCode, InputError, type Problem } from '../errors.ts';
import { type Baseline, baselineText, parseBaseline } from '../gate/baseline.ts';
import { kindOf } from '../report/files/disk.ts';
import { checkPlace, type FileKind, writeWhole } from '../report/files/whole-file.ts';
import { LARGEST, readInputFile, unreadable } from '../scenario/input-file.ts';

/** The folder beside the scenarios in which their baselines are. */
const FOLDER = 'baselines';
/** A baseline, whole or cut off. */
const BASELINE: FileKind = {
  what: 'the baseline',
  one: 'a baseline',
  isOne: (start) => /^\s*\{\s*"baselineVersion"\s*:/.test(start),
};

/**
 * Where the baseline of a scenario is: in the folder `baselines` beside it, under the name of its file.
 * @param folder another folder than that, if any.
 */
function baselineFile(scenarioFile: string, folder: string | undefined): string {
  const name = basename(scenarioFile).replace(/\.ya?ml$/i, '');
  return join(folder ?? join(dirname(scenarioFile), FOLDER), `${name}.json`);
}

/**
 * Where the baselines of scenarios are, in their order.
 * @throws InputError when two of them would share a file: the one would be judged by what the other gave.
 */
export function baselineFiles(scenarioFiles: readonly string[], folder: string | undefined): string[] {
  const owners = new Map<string, string>();
  return scenarioFiles.map((scenarioFile) => {
    const file = baselineFile(scenarioFile, folder);
    const owner = owners.get(resolve(file));
    if (owner !== undefined) {
      throw new InputError({
        file: scenarioFile,
        message: `its baseline would be ${file}, which is that of ${owner}`,
        expected: 'scenarios whose baselines are files of their own',
        found: `${owner} and ${scenarioFile}`,
        hint: 'give the files other names, or name them in commands of their own with another --baselines each',
      });
    }
    owners.set(resolve(file), scenarioFile);
    return file;
  });
}

/** A baseline, or why there is none that could be compared with. */
export type FoundBaseline =
  | { readonly baseline: Baseline }
  | { readonly status: 'missing' | 'not comparable'; readonly reason: string };

/** Reads a baseline. @throws InputError when the file is there and is no whole, unedited baseline. */
export function readBaseline(file: string): FoundBaseline {
  let text: string;
  try {
    if (kindOf(file) === 'nothing') return { status: 'missing', reason: `There is no ${file}.` };
    text = readInputFile(file, LARGEST.baseline);
  } catch (error) {
    throw new InputError({
      file,
      message: 'the baseline cannot be read',
      expected: 'a file that `npx unpark baseline` has written',
      ...unreadable(
        error,
        'take the committed file again (git checkout), or move what is there and write a new one with `npx unpark baseline`',
      ),
    });
  }
  try {
    return { baseline: parseBaseline(text, file) };
  } catch (error) {
    // What a newer version has written is not wrong: it only cannot be compared with.
    if (!(error instanceof InputError) || error.code !== exitCode.notComparable) throw error;
    const [{ message, hint }] = error.problems as [Problem];
    return { status: 'not comparable', reason: `${message.replace(/^t/, 'T')}: ${hint}.` };
  }
}

/**
 * Refuses a place that no baseline can be written to, so that nobody simulates in vain: a file that is there has to be a baseline, whole or not.
 * @throws InputError
 */
export function checkBaselinePlace(file: string): void {
  checkPlace(file, BASELINE);
}

export function writeBaseline(file: string, baseline: Baseline): void {
  writeWhole(file, baselineText(baseline), BASELINE);
}

/** What GitHub's runner wants of a program: it says by environment variables that it is there. */
import { appendFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { InputError } from '../errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export function isOnGithub(env: Environment = process.env): boolean {
  return env.GITHUB_ACTIONS === 'true';
}

/** A file as seen from the root of the repository, as annotations name it. */
export function fromRepositoryRoot(file: string, env: Environment = process.env): string {
  const root = env.GITHUB_WORKSPACE ?? process.cwd();
  const absolute = resolve(file);
  const asNamed = relative(root, absolute);
  // Where a link leads to the workspace, the working folder is known by its real place and the workspace by the link.
  const path = asNamed.startsWith('..')
    ? relative(realFolder(root), join(realFolder(dirname(absolute)), basename(absolute)))
    : asNamed;
  return path.replaceAll('\\', '/');
}

/** A folder without links on the way to it, where it exists. */
function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

/** Adds Markdown to the summary of the step, where there is one. */
export function addStepSummary(markdown: string, env: Environment = process.env): void {
  const file = env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === '') return;
  try {
    appendFileSync(file, `${markdown}\n`);
  } catch (error) {
    throw new InputError({
      file,
      message: 'the summary of the step cannot be written',
      expected: 'the file that GITHUB_STEP_SUMMARY names, to be writable',
      found: (error as NodeJS.ErrnoException).code ?? String(error),
    });
  }
}

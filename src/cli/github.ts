/** What GitHub's runner wants of a program: it says by environment variables that it is there. */
import { appendFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { InputError } from '../errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export function isOnGithub(env: Environment = process.env): boolean {
  return env.GITHUB_ACTIONS === 'true';
}

/** A file as seen from the root of the repository, as annotations name it. */
export function fromRepositoryRoot(file: string, env: Environment = process.env): string {
  return relative(env.GITHUB_WORKSPACE ?? process.cwd(), resolve(file)).replaceAll('\\', '/');
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

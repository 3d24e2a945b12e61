import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withConditions } from '../gate/gated-scenario.ts';
import { BRIEF as SMALL } from '../scenario/small-scenario.ts';
import { type Outcome, unpark } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

const TIMEOUT_MS = 120_000;
const PASSING = ['janitor.pools.storage.parked.max = 0', 'janitor.semaphores.slots.limit = 4'];
/** None of what a runner of CI would have set, so that the tests are the same on one. */
const NOT_ON_CI = { GITHUB_ACTIONS: '', GITHUB_STEP_SUMMARY: '', GITHUB_WORKSPACE: '' };

function folderWith(items: readonly string[] = PASSING, text: string = `replications: 3\n${SMALL}`): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'small.yaml'), withConditions(items, text));
  return cwd;
}

function run(cwd: string, args: string, env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  // The pictures that are looked at are those of `diff`.
  const plain = args.startsWith('run ') ? `${args} --no-pictures` : args;
  return unpark(plain.trim().split(' '), { cwd, env: { ...NOT_ON_CI, ...env } });
}

describe('unpark diff', { timeout: TIMEOUT_MS }, () => {
  it('compares two results: a table, and a page, pictures and Markdown with both on the same charts', async () => {
    const cwd = folderWith();
    await run(cwd, 'run small.yaml --replications 2 --quiet --out a');
    await run(cwd, 'run small.yaml --replications 2 --quiet --out b --set pools.storage.threads=6');
    const outcome = await run(cwd, 'diff a/result.json b/result.json --out d');
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toMatch(
      /^(Better|Worse|Same|Better and worse): [\s\S]+?\n- Changed in the scenario: pools\.storage\.threads: 8 → 6\.\n- \d+ of \d+ figures differ/,
    );
    expect(outcome.stdout).toMatch(/pools\.storage\.threads +8 threads +6 threads +−2 threads \(−25 %\)/);
    const page = readFileSync(join(cwd, 'd/index.html'), 'utf8');
    for (const label of ['before-legacy', 'after-legacy', 'before-janitor', 'after-janitor'])
      expect(page).toContain(label);
    expect(page).toContain('npx unpark diff a/result.json b/result.json --out d');
    expect(readFileSync(join(cwd, 'd/summary.md'), 'utf8')).toContain(
      '| pools.storage.threads | 8 threads | 6 threads |',
    );
    expect(existsSync(join(cwd, 'd/charts/threads-storage.png'))).toBe(true);
  });

  it('finds nothing between a result and itself', async () => {
    const cwd = folderWith();
    await run(cwd, 'run small.yaml --replications 1 --quiet --out a');
    const outcome = await run(cwd, 'diff a/result.json a/result.json');
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toMatch(/^Same: all \d+ figures are equal\.\n$/);
    expect(JSON.parse((await run(cwd, 'diff a/result.json a/result.json --json')).stdout).figures).toEqual([]);
  });

  it('compares nothing of two scenarios, though their designs have the same names', async () => {
    const cwd = folderWith();
    writeFileSync(
      join(cwd, 'other.yaml'),
      withConditions(PASSING, `replications: 3\n${SMALL.replace('name: small', 'name: other')}`),
    );
    for (const name of ['small', 'other']) await run(cwd, `run ${name}.yaml --replications 1 --quiet --out ${name}`);
    const outcome = await run(cwd, 'diff small/result.json other/result.json --out d');
    expect(outcome).toMatchObject({ code: 3, stdout: '' });
    expect(outcome.stderr).toContain('results of two scenarios');
    expect(outcome.stderr).toContain('found:    a result of other');
    expect(existsSync(join(cwd, 'd'))).toBe(false);
  });

  it('refuses what is no result', async () => {
    const cwd = folderWith();
    appendFileSync(join(cwd, 'x.json'), '{');
    expect((await run(cwd, 'diff x.json x.json')).code).toBe(2);
  });
});

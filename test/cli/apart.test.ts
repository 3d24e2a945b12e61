import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDistinct, checkOutside } from '../../src/cli/apart.ts';
import { treeOf } from '../report/files/tree.ts';
import { SMALL } from '../scenario/small-scenario.ts';
import { unpark } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

function folder(): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'small.yaml'), SMALL);
  mkdirSync(join(cwd, 'real'));
  symlinkSync('real', join(cwd, 'linked'));
  writeFileSync(join(cwd, 'one'), '');
  linkSync(join(cwd, 'one'), join(cwd, 'two'));
  return cwd;
}

describe('a place that leads through a file, or nowhere', { timeout: 60_000 }, () => {
  it.each([
    'run small.yaml --out r --replications 1 --events small.yaml/e',
    'run small.yaml --out r --replications 1 --trace small.yaml/t',
    'run small.yaml --out r --replications 1 --openmetrics small.yaml/m',
    'live small.yaml --out r --log small.yaml/l',
    'run small.yaml --out r --replications 1 --events circle/e',
    'run small.yaml --out small.yaml/r --replications 1 --events e',
    'check small.yaml --out c --junit small.yaml/j',
  ])('is bad input and no bug: %s', async (line) => {
    const cwd = folder();
    symlinkSync('circle', join(cwd, 'circle'));
    const before = treeOf(cwd);
    const { code, stderr } = await unpark(line.split(' '), { cwd, env: { GITHUB_ACTIONS: '' } });
    expect(stderr).toMatch(/expected:.*\n.*found:/);
    expect(code).toBe(2);
    expect(treeOf(cwd)).toEqual(before);
  });
});

describe('the places that a command writes to', { timeout: 60_000 }, () => {
  it.each([
    'run small.yaml --out r --events e --trace ./x/../e',
    'run small.yaml --out r --events one --trace two',
    'run small.yaml --out r --events real/e --trace linked/e',
    'run small.yaml --out r --events r/e.jsonl',
    'run small.yaml --out r --trace r',
    'run small.yaml --out real/new --events linked/new/deep/e',
    'run small.yaml --out e/r --events e',
    'run small.yaml --events reports/out/small/e',
    'run small.yaml --out r --events real/.unpark-files.json',
    'check small.yaml --out c --junit c',
    'check small.yaml --out c/d --junit c',
    'check small.yaml --out real/c --junit linked/c',
  ])('%s', async (line) => {
    const cwd = folder();
    const before = treeOf(cwd);
    const outcome = await unpark(line.split(' '), { cwd, env: { GITHUB_ACTIONS: '' } });
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toContain('cannot be written there; nothing was changed');
    expect(treeOf(cwd)).toEqual(before);
  });

  it('are refused before anything runs where they are not apart', () => {
    const cwd = folder();
    const at = (option: string, path: string) => ({ option, path: join(cwd, path) });
    const out = at('--out', 'real/r');
    for (const path of ['real/r', 'linked/r', 'linked/r/new/e', 'real', 'real/.unpark-x']) {
      expect(() => checkOutside(at('--events', path), out), path).toThrow(/cannot be written there/);
    }
    for (const path of ['e', 'real/e', 'linked/r2', 'new/..e']) checkOutside(at('--events', path), out);
    expect(() => checkDistinct(at('--events', 'one'), at('--trace', 'two'))).toThrow(/the same place/);
    checkDistinct(at('--events', 'one'), at('--trace', 'real/one'));
  });
});

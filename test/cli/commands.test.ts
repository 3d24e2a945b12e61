import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { templates } from '../../src/scenario/templates/templates.ts';
import { treeOf } from '../report/files/tree.ts';
import { BRIEF, SMALL } from '../scenario/small-scenario.ts';
import { unpark } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

const TIMEOUT_MS = 60_000;

const SHIPPED = [
  'janitor-death',
  'omi-double-volume',
  'omi-pool-history',
  'omi-sync',
  'precache-burst',
  'slow-downstream',
  'store-brownout',
  'voice-burst',
];

describe('unpark list', { timeout: TIMEOUT_MS }, () => {
  it('names the shipped scenarios, each with its question', async () => {
    const { code, stdout } = await unpark(['list', '--json'], { cwd: temporaryFolder() });
    expect(code).toBe(0);
    const list = JSON.parse(stdout) as { name: string; question: string; designs: string[] }[];
    expect(list.map(({ name }) => name)).toEqual(SHIPPED);
    for (const { question } of list) expect(question).toMatch(/\?$/);
  });
});

describe('unpark explain', { timeout: TIMEOUT_MS }, () => {
  it('says the erlangs of a shipped scenario without running it', async () => {
    const { code, stdout, stderr } = await unpark(['explain', 'omi-sync'], { cwd: temporaryFolder() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // 10.6 blobs a minute, each asleep for 480 s.
    expect(stdout).toContain('84.8');
    expect(stdout).not.toContain('\u001b[');
  });

  it('colours where colour is asked for', async () => {
    const env = { NO_COLOR: '', FORCE_COLOR: '1' };
    expect((await unpark(['explain', 'omi-sync'], { cwd: temporaryFolder(), env })).stdout).toContain('\u001b[');
  });
});

describe('unpark init', { timeout: TIMEOUT_MS }, () => {
  it('writes a scenario that explain and run take, and never overwrites a file', async () => {
    const cwd = temporaryFolder();
    expect((await unpark(['init', 'mine.yaml'], { cwd })).code).toBe(0);
    expect((await unpark(['explain', 'mine.yaml'], { cwd })).code).toBe(0);
    expect((await unpark(['run', 'mine.yaml', '--replications', '2', '--no-pictures'], { cwd })).code).toBe(0);
    writeFileSync(join(cwd, 'mine.yaml'), 'mine');
    const again = await unpark(['init', 'mine.yaml'], { cwd });
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('mine.yaml');
    expect(readFileSync(join(cwd, 'mine.yaml'), 'utf8')).toBe('mine');
  });

  it.each(Object.keys(templates))(
    'has the template %s, whose own conditions hold and whose links lead somewhere',
    async (template) => {
      const cwd = temporaryFolder();
      const { code, stdout } = await unpark(['init', 'mine.yaml', '--template', template], { cwd });
      expect(code).toBe(0);
      for (const [, command = ''] of stdout.matchAll(/npx unpark (\w+) mine\.yaml/g)) {
        expect({ command, code: (await unpark([command, 'mine.yaml'], { cwd })).code }).toEqual({ command, code: 0 });
      }
      expect(await unpark(['check', 'mine.yaml'], { cwd })).toMatchObject({ code: 0 });
      const text = readFileSync(join(cwd, 'mine.yaml'), 'utf8');
      const links = [/\$schema=(\S+)/, /All keys: +(\S+)/].map((link) => link.exec(text)?.[1] as string);
      for (const link of links) expect(existsSync(resolve(cwd, link)), link).toBe(true);
    },
  );

  it('knows its templates by name', async () => {
    const { code, stderr } = await unpark(['init', 'mine.yaml', '--template', 'apis'], { cwd: temporaryFolder() });
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('deletion, api, worker') });
  });

  it('refuses a name that no scenario may have', async () => {
    const cwd = temporaryFolder();
    expect((await unpark(['init', '7up.yaml'], { cwd })).code).toBe(2);
    expect(existsSync(join(cwd, '7up.yaml'))).toBe(false);
  });
});

describe('unpark report', { timeout: TIMEOUT_MS }, () => {
  it('renders a saved result again, to the same bytes', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'small.yaml'), SMALL);
    await unpark(['run', 'small.yaml', '--replications', '2', '--out', 'first', '--quiet'], { cwd });
    const outcome = await unpark(['report', 'first/result.json', '--out', 'second', '--quiet'], { cwd });
    expect(outcome).toEqual({ code: 0, stdout: '', stderr: '' });
    for (const file of ['result.json', 'summary.md', 'index.html']) {
      expect(readFileSync(join(cwd, 'second', file), 'utf8')).toBe(readFileSync(join(cwd, 'first', file), 'utf8'));
    }
  });

  it('leaves the pictures out where that is asked for, as `run` does; the page is the same', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'small.yaml'), BRIEF);
    const plain = ['--no-pictures', '--quiet', '--out'];
    const outcome = { code: 0, stdout: '', stderr: '' };
    expect(await unpark(['run', 'small.yaml', '--replications', '2', ...plain, 'first'], { cwd })).toEqual(outcome);
    expect(await unpark(['report', 'first/result.json', ...plain, 'second'], { cwd })).toEqual(outcome);
    await unpark(['report', 'first/result.json', '--quiet', '--out', 'third'], { cwd });
    const treesOf = (name: string) => treeOf(join(cwd, name));
    const [first, second, third] = [treesOf('first'), treesOf('second'), treesOf('third')];
    expect(Object.keys(first).sort()).toEqual(['.unpark-files.json', 'index.html', 'result.json', 'summary.md']);
    expect(second).toEqual(first);
    expect(third['index.html']).toEqual(first['index.html']);
    const pictures = Object.keys(third).filter((name) => name.endsWith('.png'));
    expect(pictures.length).toBeGreaterThan(2);
    expect(String(third['summary.md'])).toContain('![');
    expect(String(first['summary.md'])).not.toContain('![');
  });

  it('refuses what is no result', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'other.json'), '{"schemaVersion": 1, "designs": {}}');
    const outcome = await unpark(['report', 'other.json'], { cwd });
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('other.json');
  });
});

describe('a command line that is wrong', { timeout: TIMEOUT_MS }, () => {
  it('is not answered with an option that nobody would have meant', async () => {
    const { stderr } = await unpark(['check', 'omi-sync', '--design', 'janitor'], { cwd: temporaryFolder() });
    expect(stderr).toContain("unknown option '--design'");
    expect(stderr).not.toContain('Did you mean');
  });

  it.each([
    ['an unknown command', ['rnu', 'omi-sync'], 'run'],
    ['an unknown option', ['run', 'omi-sync', '--replication', '2'], '--replications'],
    ['a scenario that does not exist', ['run', 'omi-snyc'], 'omi-sync'],
    ['a file that does not exist', ['run', './nowhere.yaml'], 'nowhere.yaml'],
    ['no scenario', ['run'], 'unpark list'],
    ['a number of replications that is none', ['run', 'omi-sync', '--replications', '0'], 'at least 1'],
    ['a duration without a unit', ['run', 'omi-sync', '--duration', '6'], '6h'],
    ['an unknown design', ['run', 'omi-sync', '--design', 'janitro'], 'janitor'],
    ['a value that is none', ['run', 'omi-sync', '--set', 'pools.storage.threads=many'], 'pools.storage.threads'],
    ['a path that does not exist', ['run', 'omi-sync', '--set', 'pools.storge.threads=3'], 'storage'],
  ])('ends with exit code 2 and a hint: %s', async (_what, args, hint) => {
    const cwd = temporaryFolder();
    const outcome = await unpark(args, { cwd });
    expect(outcome.code).toBe(2);
    expect(outcome.stdout).toBe('');
    expect(outcome.stderr).toContain(hint);
    expect(existsSync(join(cwd, 'reports'))).toBe(false);
  });
});

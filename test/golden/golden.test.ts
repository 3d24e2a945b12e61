import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { unpark } from '../cli/command.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';

const folder = dirname(fileURLToPath(import.meta.url));
const root = join(folder, '../..');

/** A short run of omi-sync; its seed stands in the scenario. */
const SHORT_RUN = ['run', 'omi-sync', '--replications', '3', '--duration', '4h', '--out', 'report'];

/** What a command prints, with the place of the checkout taken out. */
async function printed(args: readonly string[], cwd: string, code = 0, columns = ''): Promise<string> {
  const outcome = await unpark(args, { cwd, env: { COLUMNS: columns } });
  const { stdout, stderr } = outcome;
  expect({ code: outcome.code, wrongStream: code === 0 ? stderr : stdout }).toEqual({ code, wrongStream: '' });
  return `${stdout}${stderr}`.replaceAll(root, '.');
}

describe('what is printed', () => {
  it('by unpark run omi-sync, and its summary', async () => {
    const cwd = temporaryFolder();
    await expect(await printed(SHORT_RUN, cwd)).toMatchFileSnapshot('run-omi-sync.txt');
    await expect(readFileSync(join(cwd, 'report/summary.md'), 'utf8')).toMatchFileSnapshot('summary-omi-sync.md');
  });

  it('by unpark run omi-pool-history, whose six designs stand in rows', async () => {
    const args = ['run', 'omi-pool-history', '--replications', '2', '--duration', '2h', '--out', 'report', '--no-pictures'];
    await expect(await printed(args, temporaryFolder())).toMatchFileSnapshot('run-omi-pool-history.txt');
  });

  it('by unpark size omi-sync, on 80 columns', async () => {
    const args = ['size', 'omi-sync', '--set', 'deletion.delay=60s', 'warmUp=10m', '--replications', '3', '--duration', '40m'];
    await expect(await printed([...args, '--out', 'sized'], temporaryFolder(), 0, '80')).toMatchFileSnapshot('size-omi-sync.txt');
  });

  it('by unpark explain omi-sync', async () => {
    await expect(await printed(['explain', 'omi-sync'], temporaryFolder())).toMatchFileSnapshot('explain-omi-sync.txt');
  });

  it('by unpark list', async () => {
    await expect(await printed(['list'], temporaryFolder())).toMatchFileSnapshot('list.txt');
  });

  it('of a scenario with all the usual mistakes', async () => {
    await expect(await printed(['run', 'bad-scenario.yaml'], folder, 2)).toMatchFileSnapshot('bad-scenario.txt');
  });
});

describe('the reference report of omi-sync', () => {
  it('is what `unpark run omi-sync --out reports/omi-sync` writes', async () => {
    const cwd = temporaryFolder();
    await unpark(['run', 'omi-sync', '--quiet', '--out', 'report'], { cwd });
    for (const file of ['result.json', 'summary.md', 'index.html']) {
      const same = readFileSync(join(cwd, 'report', file)).equals(readFileSync(join(root, 'reports/omi-sync', file)));
      expect({ file, same }).toEqual({ file, same: true });
    }
  });
});

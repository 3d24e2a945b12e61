import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { OPENMETRICS_END, OPENMETRICS_START } from '../../src/metrics/openmetrics.ts';
import { treeOf } from '../report/files/tree.ts';
import { SMALL } from '../scenario/small-scenario.ts';
import { commandFile, unpark } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

function folderWithScenario(): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'small.yaml'), SMALL);
  return cwd;
}

const run = (cwd: string, args: string) =>
  unpark(`run small.yaml --quiet --no-pictures --replications 2 ${args}`.split(' '), { cwd });

describe('unpark run --openmetrics', { timeout: 120_000 }, () => {
  it('writes the metrics at the stated times, and nothing of them without it', async () => {
    const cwd = folderWithScenario();
    expect(await run(cwd, '--out plain')).toMatchObject({ code: 0 });
    const args = '--out r --openmetrics m.txt --metrics-every 5m --metrics-epoch 2026-03-01T12:00:00+01:00';
    expect(await run(cwd, args)).toMatchObject({ code: 0, stderr: '' });
    expect(await run(cwd, '--out r --openmetrics m.txt')).toMatchObject({ code: 0, stderr: '' });
    expect(await run(cwd, args)).toMatchObject({ code: 0, stderr: '' });
    const text = readFileSync(join(cwd, 'm.txt'), 'utf8');
    expect(text.startsWith(OPENMETRICS_START) && text.endsWith(OPENMETRICS_END)).toBe(true);
    const epoch = Date.UTC(2026, 2, 1, 11) / 1_000;
    const jobs = text
      .split('\n')
      .filter((line) => line.startsWith('unpark_jobs_running{scenario="small",design="janitor"}'));
    expect(jobs.map((line) => Number(line.split(' ')[2]))).toEqual(
      Array.from({ length: 14 }, (_, i) => epoch + 300 * i),
    );
    expect(readdirSync(cwd).toSorted()).toEqual(['m.txt', 'plain', 'r', 'small.yaml']);
    const result = (folder: string) => readFileSync(join(cwd, folder, 'result.json'), 'utf8');
    expect(result('r')).toBe(result('plain'));
  });

  it('refuses what is no option for it, before anything runs', async () => {
    const cwd = folderWithScenario();
    mkdirSync(join(cwd, 'folder'));
    writeFileSync(join(cwd, 'notes.txt'), 'mine');
    const before = treeOf(cwd);
    const refused: [string, string][] = [
      ['--metrics-every 15s', '--openmetrics FILE beside --metrics-every'],
      ['--metrics-epoch 2026-01-01T00:00:00Z', '--openmetrics FILE beside --metrics-epoch'],
      ['--openmetrics m.txt --metrics-every 0s', 'expected: a number with a unit'],
      ['--openmetrics m.txt --metrics-every 1ms', 'at most 20000 samples of each design'],
      ['--openmetrics m.txt --metrics-epoch 2026-01-01', 'expected: a moment with its time zone'],
      ['--openmetrics m.txt --metrics-epoch 2026-13-01T00:00:00Z', 'expected: a moment with its time zone'],
      ['--openmetrics m.txt --metrics-epoch 1969-12-31T00:00:00Z', 'from 1970 to 2199'],
      ['--openmetrics notes.txt', 'no file, or a file of metrics of ours to replace'],
      ['--openmetrics folder', 'a folder of that name'],
      ['--openmetrics r/m.txt --out r', 'a place apart from that of --out'],
      ['--openmetrics m.txt --events m.txt', 'a place apart from that of --'],
    ];
    for (const [args, message] of refused) {
      const outcome = await run(cwd, args);
      expect(outcome, args).toMatchObject({ code: 2, stdout: '' });
      expect(outcome.stderr, args).toContain(message);
      expect(treeOf(cwd)).toEqual(before);
    }
  });

  it.runIf(process.platform === 'linux')(
    'tells a disk that is full, writes the report, and leaves what was there',
    async () => {
      const cwd = folderWithScenario();
      await run(cwd, '--out r --openmetrics m.txt');
      const before = readFileSync(join(cwd, 'm.txt'), 'utf8');
      // The report has no file of this size, and the metrics of a sample a second have.
      const script =
        'ulimit -f 2000; exec "$0" "$1" run small.yaml --quiet --replications 1 --out r2 --openmetrics m.txt --metrics-every 1s';
      const outcome = await promisify(execFile)('bash', ['-c', script, process.execPath, commandFile], { cwd }).then(
        () => ({ code: 0, stderr: '' }),
        (error: { code: number; stderr: string }) => error,
      );
      expect(outcome).toMatchObject({ code: 2 });
      expect(outcome.stderr).toContain('the metrics could not be written; what was there before is as it was');
      expect(outcome.stderr).toContain('a limit on the size of files');
      expect(readFileSync(join(cwd, 'm.txt'), 'utf8')).toBe(before);
      expect(readdirSync(join(cwd, 'r2'))).toContain('result.json');
      expect(readdirSync(cwd).toSorted()).toEqual(['m.txt', 'r', 'r2', 'small.yaml']);
    },
  );
});

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readResult } from '../../src/report/read.ts';
import { resultSchema } from '../../src/result/schema.ts';
import { saveNewReport } from '../../src/run/save-report.ts';
import { treeOf } from '../report/files/tree.ts';
import { beforeAfter } from '../report/made-up-result.ts';
import { SMALL } from '../scenario/small-scenario.ts';
import { unpark } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

const TIMEOUT_MS = 120_000;

function folderWithScenario(text: string = SMALL): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'small.yaml'), text);
  return cwd;
}

describe('unpark run', { timeout: TIMEOUT_MS }, () => {
  it('writes the report to reports/out/<scenario>, prints the comparison and where the report is, and says nothing else', async () => {
    const cwd = folderWithScenario();
    const outcome = await unpark(['run', 'small.yaml', '--replications', '3'], { cwd });
    expect(outcome.stderr).toBe('');
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toContain('janitor');
    expect(outcome.stdout).toContain(`Report: ${join('reports', 'out', 'small', 'index.html')}`);
    const files = readdirSync(join(cwd, 'reports/out/small'), { recursive: true });
    expect(files).toEqual(expect.arrayContaining(['index.html', 'result.json', 'summary.md']));
    expect(files.filter((file) => String(file).endsWith('.png')).length).toBeGreaterThan(2);
    const result = JSON.parse(readFileSync(join(cwd, 'reports/out/small/result.json'), 'utf8'));
    expect(resultSchema.safeParse(result).error).toBeUndefined();
    expect(result.replications).toBe(3);
  });

  it('writes the same bytes twice in a row, with one replication at once or with several', async () => {
    const cwd = folderWithScenario();
    const written = [];
    for (const [out, jobs] of [
      ['one', '1'],
      ['again', '1'],
      ['three', '3'],
    ] as const) {
      const args = [
        'run',
        'small.yaml',
        '--replications',
        '6',
        '--jobs',
        jobs,
        '--out',
        out,
        '--quiet',
        '--no-pictures',
      ];
      expect(await unpark(args, { cwd })).toEqual({ code: 0, stdout: '', stderr: '' });
      written.push(readFileSync(join(cwd, out, 'result.json'), 'utf8'));
    }
    expect(written[1]).toBe(written[0]);
    expect(written[2]).toBe(written[0]);
  });

  it('changes what the options say: seed, replications, duration, designs and single values', async () => {
    const cwd = folderWithScenario();
    const args = [
      'run',
      'small.yaml',
      '--json',
      '--seed',
      '11',
      '--replications',
      '2',
      '--duration',
      '2h',
      '--no-pictures',
    ];
    const more = ['--design', 'janitor', '--set', 'pools.storage.threads=5', '--set', 'deletion.delay=30s'];
    const outcome = await unpark([...args, ...more], { cwd });
    expect(outcome.stderr).toBe('');
    const result = JSON.parse(outcome.stdout);
    expect(result).toMatchObject({ seed: 11, replications: 2, scenario: { durationSeconds: 7200 } });
    expect(Object.keys(result.designs)).toEqual(['janitor']);
    expect(result.designs.janitor.pools.storage.threads).toBe(5);
    expect(result.scenario.overrides).toEqual(['pools.storage.threads=5', 'deletion.delay=30s', 'duration=2h']);
    expect(readFileSync(join(cwd, 'reports/out/small/result.json'), 'utf8')).toBe(outcome.stdout);
  });

  it('leaves the earlier report whole when it is interrupted, and says what it had done', async () => {
    const cwd = folderWithScenario();
    await unpark(['run', 'small.yaml', '--replications', '1', '--quiet', '--no-pictures'], { cwd });
    const folder = join(cwd, 'reports/out/small');
    const before = readFileSync(join(folder, 'result.json'), 'utf8');
    const args = ['run', 'small.yaml', '--replications', '5000', '--duration', '1000d', '--long'];
    const outcome = await unpark(args, { cwd, interruptAfterMs: 500 });
    expect(outcome.stderr).toMatch(/interrupted: \d+ of 10000 replications/);
    expect(outcome.code).toBe(130);
    expect(readFileSync(join(folder, 'result.json'), 'utf8')).toBe(before);
    expect(readdirSync(join(cwd, 'reports/out'))).toEqual(['small']);
  });

  it('refuses a folder that is not a report of its own, and leaves it as it is', async () => {
    const cwd = folderWithScenario();
    mkdirSync(join(cwd, 'precious'));
    writeFileSync(join(cwd, 'precious', 'thesis.txt'), 'years of work');
    const outcome = await unpark(['run', 'small.yaml', '--replications', '1', '--out', 'precious'], { cwd });
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('precious');
    expect(readdirSync(join(cwd, 'precious'))).toEqual(['thesis.txt']);
  });

  it('never touches what is not its own: a lone result.json does not make a folder a report', async () => {
    const cwd = folderWithScenario();
    const run = (...args: string[]) =>
      unpark(['run', 'small.yaml', '--replications', '1', '--no-pictures', ...args], { cwd });
    mkdirSync(join(cwd, 'proj/src'), { recursive: true });
    writeFileSync(join(cwd, 'proj/src/main.ts'), 'code');
    writeFileSync(join(cwd, 'proj/result.json'), (await run('--json', '--out', 'elsewhere')).stdout);
    const before = treeOf(join(cwd, 'proj'));
    const outcome = await run('--out', 'proj');
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('found:    a folder with result.json, src');
    expect(treeOf(join(cwd, 'proj'))).toEqual(before);
  });

  it('and check keep their files in one folder side by side', async () => {
    const cwd = folderWithScenario(`${SMALL}\nexpect: [janitor.pools.storage.parked.mean = 0]\n`);
    const run = (...args: string[]) => unpark([...args, '--replications', '1', '--quiet', '--out', 'both'], { cwd });
    expect((await run('run', 'small.yaml')).stderr).toBe('');
    expect((await run('check', 'small.yaml')).stderr).toBe('');
    const report = readFileSync(join(cwd, 'both/summary.md'), 'utf8');
    expect((await run('run', 'small.yaml')).stderr).toBe('');
    expect(Object.keys(treeOf(join(cwd, 'both')))).toEqual(
      expect.arrayContaining(['check.json', 'check.md', 'summary.md']),
    );
    expect(readFileSync(join(cwd, 'both/summary.md'), 'utf8')).toBe(report);
  });

  it('keeps a result whose report cannot be written, in the temporary folder', async () => {
    const cwd = folderWithScenario();
    writeFileSync(join(cwd, 'taken'), '');
    vi.stubEnv('TMPDIR', cwd);
    const said: string[] = [];
    const saved = saveNewReport(join(cwd, 'taken'), beforeAfter(), (text) => said.push(text));
    await expect(saved).rejects.toThrow('a file');
    vi.unstubAllEnvs();
    const file = /the result is in (\S+)\.\n/.exec(said.join(''))![1]!;
    expect(readResult(file)).toEqual(beforeAfter());
  });

  it('says that a result is lost where it can be kept nowhere, and why its report could not be written', async () => {
    const cwd = folderWithScenario();
    writeFileSync(join(cwd, 'taken'), '');
    vi.stubEnv('TMPDIR', join(cwd, 'nowhere'));
    const said: string[] = [];
    const saved = saveNewReport(join(cwd, 'taken'), beforeAfter(), (text) => said.push(text));
    await expect(saved).rejects.toThrow('the report cannot be written');
    vi.unstubAllEnvs();
    expect(said.join('')).toContain('it is lost');
    expect(treeOf(cwd)).toEqual({ 'small.yaml': SMALL, taken: '' });
  });

  it('says before it simulates that it cannot write where the report should go', async () => {
    const cwd = folderWithScenario();
    const args = ['run', 'small.yaml', '--replications', '5000', '--duration', '1000d', '--out', 'small.yaml/report'];
    const outcome = await unpark(args, { cwd });
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('small.yaml');
    expect(readFileSync(join(cwd, 'small.yaml'), 'utf8')).toBe(SMALL);
  });

  it('tells all errors of a scenario at once, each with its line, and writes nothing', async () => {
    const cwd = folderWithScenario(SMALL.replace('threads: 8', 'threads: -8').replace('poisson: 6/min', 'poisson: 6'));
    const outcome = await unpark(['run', 'small.yaml'], { cwd });
    expect(outcome.code).toBe(2);
    expect(outcome.stdout).toBe('');
    expect(outcome.stderr).toContain('small.yaml:6:');
    expect(outcome.stderr).toContain('2 errors');
    expect(existsSync(join(cwd, 'reports'))).toBe(false);
  });
});

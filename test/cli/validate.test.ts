import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validationCases } from '../../src/validation/cases.ts';
import { unpark } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

const QUICK = ['validate', 'machine-repair', 'littles-law', '--replications', '3'];

describe('unpark validate', { timeout: 60_000 }, () => {
  it('prints the table, in any number of workers the same, draws it, and exits with 0', async () => {
    const cwd = temporaryFolder();
    const [one, two] = [
      await unpark([...QUICK, '--jobs', '1', '--png', 'z.png'], { cwd }),
      await unpark([...QUICK, '--jobs', '2'], { cwd }),
    ];
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(two.stdout).toBe(one.stdout);
    expect(one.stdout).toContain('The simulator agrees with theory: 7 figures of 2 models, seed 1.');
    expect(one.stdout).toMatch(/\d of 5 z-scores beyond ±2, where chance alone gives up to 5 \(99 %\)/);
    expect(one.stdout).toMatch(/queue wait, mean \(s\)\s+5\.89109\s+\S+\s+\S+\s+−?\d\.\d\d/);
    expect(one.stdout).toMatch(/∫ queue depth dt ÷ Σ queue waits\s+1\s+1\s+–\s+exact/);
    const png = readFileSync(join(cwd, 'z.png'));
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    // 1,000 CSS pixels at 1.5.
    expect(png.readUInt32BE(16)).toBe(1_500);
  });

  it('gives JSON with the scenario of each case, of which a run gives the same figures', async () => {
    const cwd = temporaryFolder();
    const { code, stdout } = await unpark([...QUICK, '--seed', '9', '--json'], { cwd });
    expect(code).toBe(0);
    const { passed, seed, cases } = JSON.parse(stdout);
    expect({ passed, seed }).toEqual({ passed: true, seed: 9 });
    const machine = cases.find((one: { name: string }) => one.name === 'machine-repair');
    writeFileSync(join(cwd, 'machine.yaml'), JSON.stringify(machine.scenario));
    const run = await unpark(['run', 'machine.yaml', '--json'], { cwd });
    const simulated = JSON.parse(run.stdout).designs.model.pools.pool.queueDepth.mean;
    const row = machine.rows.find(({ figure }: { figure: string }) => figure === 'queue depth, mean');
    expect(simulated / row.simulated).toBeCloseTo(1, 12);
  });

  it('prints the table as Markdown', async () => {
    const { stdout } = await unpark([...QUICK, '--markdown'], { cwd: temporaryFolder() });
    expect(stdout).toContain('| model | figure | theory | simulated | std. error | z |');
    expect(stdout.trim().split('\n')).toHaveLength(2 + 7);
  });

  it('lists the models without running one', async () => {
    const { code, stdout } = await unpark(['validate', '--list', '--json'], { cwd: temporaryFolder() });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).map(({ name }: { name: string }) => name)).toEqual(
      validationCases.map(({ name }) => name),
    );
    const some = await unpark(['validate', 'erlang-b-10-8', 'janitor', '--list'], { cwd: temporaryFolder() });
    expect(some.stdout.match(/^\S+$/gm)).toEqual([
      'erlang-b-10-8',
      'janitor-constant',
      'janitor-exponential',
      'janitor-lognormal',
      'janitor-4-lanes',
      'janitor-4-lanes-constant',
    ]);
  });

  it('refuses a model that is not there, one replication, and a picture in the place of something else', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'notes.txt'), 'mine');
    const results = [
      await unpark(['validate', 'machine-repear'], { cwd }),
      await unpark(['validate', '--replications', '1'], { cwd }),
      await unpark([...QUICK, '--png', 'notes.txt'], { cwd }),
    ];
    expect(results.map(({ code }) => code)).toEqual([2, 2, 2]);
    expect(results[0]?.stderr).toContain('did you mean `machine-repair`?');
    expect(results[1]?.stderr).toContain('from 2 to');
    expect(results[2]?.stderr).toContain('notes.txt');
    expect(readFileSync(join(cwd, 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('fits in 40 columns', async () => {
    const { stdout } = await unpark(QUICK, { cwd: temporaryFolder(), env: { COLUMNS: '40' } });
    expect(stdout.split('\n').filter((line) => [...line].length > 40)).toEqual([]);
  });
});

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commandFile, unpark } from '../cli/command.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';
import { SMALL } from '../scenario/small-scenario.ts';
import { SlurmCluster, slurmIsAtHand } from './slurm-cluster.ts';

const script = fileURLToPath(new URL('../../deploy/slurm-array.sh', import.meta.url));
const SWEEP = [
  '--set',
  'pools.storage.threads=4..32/4',
  '--replications',
  '2',
  '--measure',
  '*.pools.storage.active.mean',
];
const hasSlurm = slurmIsAtHand();
if (!hasSlurm) process.stderr.write('There is no Slurm here and none can be installed: its array is not run.\n');

/** Submits the script of the repository and waits for all tasks of its array. @returns the highest exit code of a task. */
function submitted(array: string, cwd: string, env: NodeJS.ProcessEnv): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const args = [
      '--wait',
      '--quiet',
      `--array=${array}`,
      '--output=task-%a.log',
      script,
      'small.yaml',
      ...SWEEP,
      '--out',
      'parts',
    ];
    const child = spawn('sbatch', args, {
      cwd,
      env: { ...env, UNPARK: `${process.execPath} ${commandFile}` },
      stdio: 'ignore',
    });
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

describe.skipIf(!hasSlurm)('a sweep as a Slurm array', () => {
  it('is merged to the bytes of the whole, and a task that is lost or run again is no harm', async () => {
    const cluster = await SlurmCluster.start(temporaryFolder());
    onTestFinished(() => cluster.close());
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'small.yaml'), SMALL);
    expect(await unpark(['sweep', 'small.yaml', ...SWEEP, '--out', 'whole', '--quiet'], { cwd })).toMatchObject({
      code: 0,
    });
    const whole = readFileSync(join(cwd, 'whole/sweep.jsonl'), 'utf8');
    const merged = async () => {
      const { code, stderr } = await unpark(['merge', 'parts', '--out', 'merged', '--quiet'], { cwd });
      return code === 0 ? readFileSync(join(cwd, 'merged/sweep.jsonl'), 'utf8') : stderr;
    };

    // An array with gaps says of no task which shard it is.
    expect(await submitted('0,2,5', cwd, cluster.env)).toBe(2);
    expect(readFileSync(join(cwd, 'task-2.log'), 'utf8')).toContain('an array without gaps');

    const code = await submitted('0-3', cwd, cluster.env);
    expect([code, readFileSync(join(cwd, 'task-0.log'), 'utf8')]).toEqual([0, expect.stringContaining('Part: ')]);
    const parts = readdirSync(join(cwd, 'parts'));
    expect(parts.sort()).toEqual([1, 2, 3, 4].map((index) => `part-${index}-of-4.jsonl`));
    expect(await merged()).toBe(whole);

    rmSync(join(cwd, 'parts/part-3-of-4.jsonl'));
    expect(await merged()).toContain('no shard 3');
    expect(await submitted('0-3', cwd, cluster.env)).toBe(0);
    expect(readFileSync(join(cwd, 'task-0.log'), 'utf8')).toContain('nothing to do');
    expect(await merged()).toBe(whole);
  });
});

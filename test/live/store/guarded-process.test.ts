import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { guardianFile } from '../../../src/live/built-files.ts';
import type { GuardianReport, GuardianTask } from '../../../src/live/guardian.ts';
import { GuardedProcess } from '../../../src/live/store/guarded-process.ts';
import { temporaryFolder } from '../../cli/temporary-folder.ts';
import { isAlive } from './processes.ts';

/** A program that says in its folder that it is there, and then does `then`. */
function task(then: string): GuardianTask {
  const program = `require('node:fs').writeFileSync(process.argv[1] + '/mark', ''); ${then}`;
  return { command: process.execPath, args: ['-e', program, '{folder}'], folderIn: tmpdir() };
}

const RUNS_ON = 'setInterval(() => {}, 1000)';
const MINDS_NO_SIGNAL = `for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {}); ${RUNS_ON}`;

async function start(then: string): Promise<GuardedProcess> {
  const guarded = await GuardedProcess.start(task(then), process.env);
  onTestFinished(() => guarded.close());
  return guarded;
}

const inItsFolder = (guarded: { folder: string }) => existsSync(`${guarded.folder}/mark`);

async function expectNothingLeft(pids: readonly number[], folder: string): Promise<void> {
  await expect.poll(() => pids.filter(isAlive), { timeout: 10_000 }).toEqual([]);
  await expect.poll(() => existsSync(folder)).toBe(false);
}

describe('a guarded process', () => {
  it.each([
    ['one that ends when it is asked to', RUNS_ON],
    ['one that minds no signal', MINDS_NO_SIGNAL],
  ])('ends with its folder and its guardian when it is closed: %s', async (_what, then) => {
    const guarded = await start(then);
    await expect.poll(() => inItsFolder(guarded)).toBe(true);
    await Promise.all([guarded.close(), guarded.close()]);
    await guarded.close();
    await expectNothingLeft([guarded.pid, guarded.guardianPid], guarded.folder);
  });

  it('tells why it ended by itself, and its folder is gone by then', async () => {
    const guarded = await start(`console.error('no room'); process.exit(3)`);
    expect(await guarded.ended).toEqual({ isWell: false, reason: 'it ended with exit code 3: no room' });
    expect(existsSync(guarded.folder)).toBe(false);
  });

  it('tells that it was killed', async () => {
    const guarded = await start(RUNS_ON);
    process.kill(guarded.pid, 'SIGKILL');
    expect(await guarded.ended).toEqual({ isWell: false, reason: 'it was ended by SIGKILL' });
    await expectNothingLeft([guarded.guardianPid], guarded.folder);
  });

  it('does not outlive its guardian', async () => {
    const guarded = await start(MINDS_NO_SIGNAL);
    process.kill(guarded.guardianPid, 'SIGKILL');
    expect(await guarded.ended).toEqual({ isWell: false, reason: 'its guardian was killed' });
    await expectNothingLeft([guarded.pid], guarded.folder);
  });

  it('that cannot be started says so and leaves nothing', async () => {
    const folderIn = temporaryFolder();
    const starting = GuardedProcess.start({ command: '/no/such/program', args: [], folderIn }, process.env);
    await expect(starting).rejects.toThrow('ENOENT');
    expect(readdirSync(folderIn)).toEqual([]);
  });
});

describe('the guardian', () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'ends everything when its owner dies of %s',
    async (signal) => {
      const { owner, report } = await startOwner(task(MINDS_NO_SIGNAL));
      await expect.poll(() => inItsFolder(report)).toBe(true);
      owner.kill(signal);
      await expectNothingLeft([report.pid, owner.pid as number], report.folder);
    },
  );

  it('minds neither Ctrl-C nor a closed terminal while its owner lives', async () => {
    const guarded = await start(RUNS_ON);
    for (const signal of ['SIGINT', 'SIGHUP'] as const) process.kill(guarded.guardianPid, signal);
    await expect.poll(() => inItsFolder(guarded)).toBe(true);
    expect([guarded.guardianPid, guarded.pid].filter(isAlive)).toHaveLength(2);
  });
});

/** A process that owns a guardian, as the command does, and can be killed in its place. */
async function startOwner(what: GuardianTask) {
  const args = [fileURLToPath(guardianFile), JSON.stringify(what)];
  const program = `
    const { spawn } = require('node:child_process');
    spawn(process.execPath, ${JSON.stringify(args)}, { stdio: ['pipe', 'inherit', 'ignore'], detached: true });
    ${RUNS_ON}`;
  const owner: ChildProcess = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    owner.kill('SIGKILL');
  });
  const report = await new Promise<GuardianReport>((resolve) => {
    createInterface({ input: owner.stdout as NonNullable<typeof owner.stdout> }).once('line', (line) =>
      resolve(JSON.parse(line) as GuardianReport),
    );
  });
  if (report.kind !== 'started') throw new Error(report.reason);
  return { owner, report };
}

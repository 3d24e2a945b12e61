import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { resultSchema } from '../../src/result/schema.ts';
import { unpark } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

const fixtures = fileURLToPath(new URL('../observed/fixtures/', import.meta.url));
const fixture = (name: string) => join(fixtures, name);
const TIMEOUT_MS = 60_000;

describe('unpark observe', { timeout: TIMEOUT_MS }, () => {
  it('reads dumps, writes the report, and a scenario that runs', async () => {
    const cwd = temporaryFolder();
    const { code, stdout } = await unpark(
      ['observe', fixture('sigquit-jdk17.txt'), '--out', 'seen', '--scenario', 'seen.yaml', '--rate', '60/min'],
      { cwd },
    );
    expect(code).toBe(0);
    expect(stdout).toContain('threads of pool storage');
    const result = resultSchema.parse(JSON.parse(readFileSync(join(cwd, 'seen/result.json'), 'utf8')));
    expect(result.observed?.samples).toBe(3);
    const explained = await unpark(['explain', 'seen.yaml'], { cwd });
    expect(explained).toMatchObject({ code: 0, stderr: '' });
    const again = await unpark(['report', 'seen/result.json', '--out', 'again'], { cwd });
    expect(again.code).toBe(0);
    expect(readFileSync(join(cwd, 'again/index.html'), 'utf8')).toBe(
      readFileSync(join(cwd, 'seen/index.html'), 'utf8'),
    );
  });

  it('is held to conditions by `check`, which needs no scenario for it', async () => {
    const cwd = temporaryFolder();
    await unpark(['observe', fixture('jstack-jdk17.txt'), '--out', 'seen', '--quiet'], { cwd });
    const held = (...conditions: readonly string[]) =>
      unpark(['check', '--result', 'seen/result.json', ...conditions.flatMap((one) => ['--expect', one])], { cwd });
    const parked = 'observed.pools.storage.parked.mean';
    const passed = await held(`${parked} <= 10`, 'observed.pools.storage.threads = 12');
    expect(passed).toMatchObject({ code: 0, stderr: '' });
    expect(passed.stdout).toMatch(/^observed: observed for 1 s\n {2}pass /);
    const failed = await held(`${parked} < 10`);
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain('found 10 threads');
    const wrong = await held('observed.pools.stroage.parked.mean < 10');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('did you mean `storage`?');
    expect((await held(`${parked} < 10`, '--baseline')).code).toBe(2);
    expect((await held()).code).toBe(2);
  });

  it('says of a single thread what it does, and of a pool that was always full that its scenario is unstable', async () => {
    const cwd = temporaryFolder();
    const dump = (second: number) => `2026-05-30 12:00:0${second}
Full thread dump OpenJDK 64-Bit Server VM (17):

"solo-1" #12 prio=5 tid=0x00007f nid=0x1 waiting on condition
   java.lang.Thread.State: TIMED_WAITING (sleeping)
\tat java.lang.Thread.sleep(java.base@17/Native Method)
\tat app.Main.go(Main.java:5)

JNI global refs: 1, weak refs: 0
`;
    writeFileSync(join(cwd, 'one.txt'), [1, 2, 3].map(dump).join('\n'));
    const { code, stdout } = await unpark(['observe', 'one.txt', '--scenario', 's.yaml'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^The only thread of pool solo sleeps on a timer\.\n/);
    const scenario = readFileSync(join(cwd, 's.yaml'), 'utf8');
    expect(scenario).toContain('# solo: always full, so that 5 % more is offered than the pool can carry.');
    expect(scenario).not.toContain('# Means come back');
  });

  it('is not replaced by the simulation of its scenario, nor by any other of its name', async () => {
    const cwd = temporaryFolder();
    const world = (name: string) =>
      JSON.parse(readFileSync(join(cwd, 'reports/out', name, 'result.json'), 'utf8')).world as string;
    const few = ['--quiet', '--replications', '1', '--set', 'duration=2m', 'warmUp=0s'];
    const seen = ['observe', fixture('jstack-jdk17.txt'), '--quiet'];
    expect((await unpark([...seen, '--scenario', 's.yaml'], { cwd })).code).toBe(0);
    expect((await unpark(['run', 's.yaml', ...few], { cwd })).code).toBe(0);
    expect([world('observed'), world('observed-simulated')]).toEqual(['observed', 'sim']);
    const text = readFileSync(join(cwd, 's.yaml'), 'utf8');
    writeFileSync(join(cwd, 'same.yaml'), text.replace(/^name: .*$/m, 'name: observed'));
    const refused = await unpark(['run', 'same.yaml', ...few], { cwd });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('the report would replace one of another kind');
    expect(refused.stderr).toContain('the report of what was observed');
    expect(world('observed')).toBe('observed');
    // Nor is a simulation replaced by what is rendered or observed later.
    expect((await unpark([...seen, '--name', 'observed-simulated'], { cwd })).code).toBe(2);
    const named = ['run', 'same.yaml', ...few, '--out', join('reports', 'out', 'observed')];
    expect((await unpark(named, { cwd })).code).toBe(0);
    expect(world('observed')).toBe('sim');
  });

  it('is no result where every dump is cut off: nobody knows which threads are missing', async () => {
    const cwd = temporaryFolder();
    const whole = readFileSync(fixture('jstack-jdk17.txt'), 'utf8');
    writeFileSync(join(cwd, 'cut.txt'), whole.slice(0, whole.length / 2));
    const { code, stdout, stderr } = await unpark(['observe', 'cut.txt', '--out', 'seen'], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^cut\.txt:\d+\n {2}the thread dump is cut off/);
    const sampled = await unpark(['observe', '--command', 'cat cut.txt', '--for', '100ms', '--out', 'seen'], { cwd });
    expect(sampled.code).toBe(2);
    expect(sampled.stderr).toContain('the thread dump is cut off');
    expect(existsSync(join(cwd, 'seen'))).toBe(false);
  });

  it('writes no scenario where no pool held a thread, nor with a time that no frame takes', async () => {
    const cwd = temporaryFolder();
    const observe = (...args: readonly string[]) =>
      unpark(['observe', fixture('jstack-jdk17.txt'), '--quiet', '--scenario', 'seen.yaml', ...args], { cwd });
    const parked = await observe('--out', 'a', '--park', 'nosuchframe=4s');
    expect(parked.code).toBe(2);
    expect(parked.stderr).toContain('no frame with this in its name parks a thread');
    expect(existsSync(join(cwd, 'seen.yaml'))).toBe(false);
    const names = ['mailer', 'syncer'];
    const dump = names.map(
      (name, i) =>
        `"${name}" #${i + 20} prio=5 os_prio=0 cpu=1.00ms tid=0x${i} nid=0x${i} x\n   java.lang.Thread.State: TIMED_WAITING (sleeping)\n\tat java.lang.Thread.sleep(Native Method)\n\tat a.B.c(B.java:1)\n`,
    );
    writeFileSync(
      join(cwd, 'single.txt'),
      `2026-11-27 10:00:00\nFull thread dump OpenJDK 64-Bit Server VM (17 mixed mode):\n\n${dump.join('\n')}\nJNI global refs: 1\n\n`,
    );
    const single = await unpark(['observe', 'single.txt', '--quiet', '--scenario', 'seen.yaml', '--out', 'b'], { cwd });
    expect(single.code).toBe(2);
    expect(single.stderr).toContain('none of them of a pool');
    expect(existsSync(join(cwd, 'seen.yaml'))).toBe(false);
  });

  it('ends soon where a command never answers, or never ends to', async () => {
    const cwd = temporaryFolder();
    const hanging = await unpark(['observe', '--command', 'sleep 100', '--for', '1s', '--out', 'a'], { cwd });
    expect(hanging.code).toBe(2);
    expect(hanging.stderr).toContain('no answer within 5 s');
    const endless = await unpark(['observe', '--command', 'yes', '--for', '1s', '--out', 'b'], { cwd });
    expect(endless.code).toBe(2);
  });

  it('reads what is packed, and whole folders in the order of their numbers', async () => {
    const cwd = temporaryFolder();
    for (const number of [2, 10, 1]) {
      writeFileSync(join(cwd, `dump-${number}.txt.gz`), gzipSync(readFileSync(fixture('jstack-jdk17.txt'))));
    }
    const { code, stdout } = await unpark(['observe', '.', '--json', '--out', 'seen'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).observed.samples).toBe(3);
  });

  it('runs a command at each sample, and keeps what it printed', async () => {
    const cwd = temporaryFolder();
    const args = ['observe', '--command', `cat ${fixture('go-debug2.txt')}`, '--every', '50ms', '--for', '120ms'];
    const { code, stdout } = await unpark([...args, '--save', 'kept', '--json', '--out', 'seen'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).designs.observed.pools['main-worker'].threads).toBe(12);
    // What is no file is no dump.
    symlinkSync('nowhere', join(cwd, 'kept/dangling.txt'));
    const again = await unpark(['observe', 'kept', '--json', '--out', 'again'], { cwd });
    const [first, second] = [stdout, again.stdout].map((json) => JSON.parse(json));
    expect(second.observed.samples).toBe(first.observed.samples);
    expect(second.designs.observed.pools['main-worker'].parked).toEqual(
      first.designs.observed.pools['main-worker'].parked,
    );
  });

  it.runIf(process.platform === 'linux')('sees in what was kept of a process what it saw of the process', async () => {
    const cwd = temporaryFolder();
    const pid = String(process.pid);
    const args = [
      'observe',
      '--pid',
      pid,
      '--every',
      '50ms',
      '--for',
      '400ms',
      '--save',
      'kept',
      '--json',
      '--out',
      'seen',
    ];
    const live = JSON.parse((await unpark(args, { cwd })).stdout);
    const again = JSON.parse((await unpark(['observe', 'kept', '--json', '--out', 'again'], { cwd })).stdout);
    expect(live.observed).toMatchObject({ runtime: 'native', pid: process.pid });
    expect(again.observed.samples).toBe(live.observed.samples);
    expect(again.designs.observed.pools).toEqual(live.designs.observed.pools);
  });

  it.each([
    ['nothing to observe', [], 'there is nothing to observe'],
    ['no such file', ['nowhere.txt'], 'there is no such file'],
    ['a file without a dump', [fixture('../programs/observed_pool.go')], 'there is no thread dump in it'],
    [
      'a pattern that no thread fits',
      [fixture('jstack-jdk17.txt'), '--pool', 'web=^http-'],
      'no thread fits this pattern',
    ],
    ['a process that is not there', ['--pid', '4194303', '--for', '1s'], 'nothing could be read'],
    [
      'a command that prints no dump',
      ['--command', 'echo hello', '--every', '10ms', '--for', '60ms'],
      'nothing could be read',
    ],
    ['a pool without a pattern', [fixture('jstack-jdk17.txt'), '--pool', 'web'], 'storage=^storage_'],
    [
      'a rate without a scenario',
      [fixture('jstack-jdk17.txt'), '--rate', '10/s'],
      '--rate has no effect without --scenario FILE',
    ],
    [
      'samples to keep, and none are taken',
      [fixture('jstack-jdk17.txt'), '--save', 'x'],
      '--save has no effect without',
    ],
    ['a name that is none', [fixture('jstack-jdk17.txt'), '--name', '../../x'], 'storage-noon'],
    [
      'a size of a pool that is not there',
      [fixture('jstack-jdk17.txt'), '--threads', 'none=4'],
      'no pool of that name was seen',
    ],
    [
      'a scenario in the folder of the report',
      [fixture('jstack-jdk17.txt'), '--out', 'r', '--scenario', 'r/s.yaml'],
      'cannot be written there',
    ],
    ['a rate that is none', [fixture('jstack-jdk17.txt'), '--rate', '10'], '10.6/min'],
  ])('ends with exit code 2 and says why: %s', async (_what, args, message) => {
    const cwd = temporaryFolder();
    const { code, stderr, stdout } = await unpark(['observe', ...args], { cwd });
    expect(readdirSync(cwd)).toEqual([]);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it('writes no scenario over a file', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'mine.yaml'), 'mine');
    const { code, stderr } = await unpark(['observe', fixture('jstack-jdk17.txt'), '--scenario', 'mine.yaml'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('a file of that name');
    expect(readFileSync(join(cwd, 'mine.yaml'), 'utf8')).toBe('mine');
    // Found before anything is written.
    expect(readdirSync(cwd)).toEqual(['mine.yaml']);
  });
});

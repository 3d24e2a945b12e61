import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Progress, timeLeft } from '../../src/cli/progress.ts';
import { checkRunSize, runSize } from '../../src/run/run-size.ts';
import { problemsThrownBy, SMALL } from '../scenario/small-scenario.ts';
import { scenarioOf } from '../sim/run-scenario.ts';
import { commandFile, unpark } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

const FAILING = 'expect: [legacy.pools.storage.parked.mean < 0.001]';
const ARGS = ['check', 'small.yaml', '--replications', '1'];

function folderWith(more: string): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'small.yaml'), `${SMALL}\n${more}\n`);
  return cwd;
}

/** Runs the command with a standard output that is closed at once, or that is a file of this name. */
function runInto(cwd: string, args: readonly string[], into: 'closed' | string) {
  return new Promise<{ code: number | null; stderr: string }>((resolve) => {
    const file = into === 'closed' ? undefined : openSync(into, 'w');
    const child = spawn(process.execPath, [commandFile, ...args], {
      cwd,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', file ?? 'pipe', 'pipe'],
    });
    child.stdout?.destroy();
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('close', (code) => {
      if (file !== undefined) closeSync(file);
      resolve({ code, stderr });
    });
  });
}

describe('the exit code', () => {
  it('is that of the verdict when the reader has closed its end', async () => {
    const cwd = folderWith(FAILING);
    expect((await runInto(cwd, ARGS, 'closed')).code).toBe(1);
    expect(await runInto(cwd, ['list'], 'closed')).toEqual({ code: 0, stderr: '' });
  });

  it.runIf(existsSync('/dev/full'))(
    'of a command that was done says that its output could not be written, and a verdict stays what it is',
    async () => {
      const cwd = folderWith(FAILING);
      const failed = await runInto(cwd, ARGS, '/dev/full');
      expect(failed.code).toBe(1);
      expect(failed.stderr).toContain('found:    a full disk');
      const listed = await runInto(cwd, ['list'], '/dev/full');
      expect(listed.code).toBe(74);
      expect(listed.stderr).toContain('standard output could not be written');
      expect(listed.stderr).not.toContain('bug');
    },
  );
});

describe('a signal to end', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends a run in order at the first time, and at once at the second: %s',
    async (signal) => {
      const cwd = folderWith('');
      const args = ['run', 'small.yaml', '--replications', '5000', '--duration', '1000d', '--long'];
      const ended = (times: number) =>
        new Promise<{ code: number | null; by: string | null; stderr: string }>((resolve) => {
          const child = spawn(process.execPath, [commandFile, ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
          let stderr = '';
          child.stderr.setEncoding('utf8').on('data', (text: string) => {
            // The note on the size of the run says that it has begun.
            if (stderr === '') {
              for (let i = 0; i < times; i += 1) setTimeout(() => child.kill(signal), 300 + i * 5);
            }
            stderr += text;
          });
          child.once('close', (code, by) => resolve({ code, by, stderr }));
        });
      const once = await ended(1);
      expect(once).toMatchObject({ code: 130, by: null });
      expect(once.stderr).toContain('interrupted');
      const twice = await ended(2);
      // Between the two it may have ended by itself.
      expect([signal, null]).toContain(twice.by);
      expect(existsSync(join(cwd, 'reports'))).toBe(false);
    },
  );
});

describe('a run that would be very large', () => {
  const day = (perSecond: number, replications: number) =>
    scenarioOf({
      duration: '24h',
      replications,
      pools: { web: 8 },
      jobs: {
        api: { arrivals: { poisson: `${perSecond}/s` }, steps: [{ task: { pool: 'web', steps: [{ work: '5ms' }] } }] },
      },
    });

  it.each([
    ['a million arrivals a second for a day', day(1_000_000, 1)],
    ['a hundred million replications', day(1, 100_000_000)],
  ])('is met with an estimate and a hint before it starts: %s', (_what, scenario) => {
    const [problem] = problemsThrownBy(() => checkRunSize([scenario], 2, false));
    expect(problem?.found).toMatch(/^about .+ on 2 cores, and about .+ GiB$/);
    expect(problem?.hint).toContain('--long');
    expect(checkRunSize([scenario], 2, true)).toMatch(/^This takes about/);
  });

  it('of many runs is as large as all of them', () => {
    const many = { runs: 100, what: 'sweep', hint: 'take larger steps' };
    const [problem] = problemsThrownBy(() => checkRunSize([day(1_000, 1)], 2, false, many));
    expect(problem).toMatchObject({ message: 'this sweep is very large', hint: expect.stringMatching(/^take larger/) });
    expect(problem?.hint).toContain('--long');
    expect(checkRunSize([day(1_000, 1)], 2, true, many)).toContain(' h ');
    expect(checkRunSize([day(1_000, 1)], 2, false)).toBeDefined();
  });

  it.each([
    ['sweep', ['sweep', 'small.yaml', '--set', 'pools.storage.threads=1..9000/1', '--replications', '5000']],
    ['search for a size', ['size', 'small.yaml', '--duration', '3000d']],
  ])('is refused by each command that would start it, and leaves nothing: a %s', async (what, args) => {
    const cwd = folderWith('');
    const { code, stderr } = await unpark(args, { cwd });
    expect(stderr).toContain(`this ${what} is very large`);
    expect(stderr).toContain('or add --long');
    expect(code).toBe(2);
    expect(readdirSync(cwd)).toEqual(['small.yaml']);
  });

  it('is told where it takes minutes, and not at all where it is quick', () => {
    expect(checkRunSize([day(1_000, 1)], 2, false)).toMatch(/^This takes about \d+ (s|min)/);
    expect(checkRunSize([day(1, 5)], 2, false)).toBeUndefined();
  });

  it('counts the tries of a step that fails', () => {
    const retry = { attempts: 1_000, backoff: '1s', steps: [{ wait: '1s' }, { fail: '100%' }] };
    const scenario = scenarioOf({
      duration: '24h',
      pools: { web: 8 },
      jobs: { api: { arrivals: { poisson: '30/s' }, steps: [{ retry }] } },
    });
    expect(problemsThrownBy(() => checkRunSize([scenario], 1, false))).toHaveLength(1);
  });

  it.each([
    ['tasks', { tasks: 1_000_000 }, 1, true],
    ['tasks through a window', { tasks: 1_000_000, window: 10 }, 1, false],
    ['tasks of every job of a batch', { tasks: 1_000 }, 1_000, true],
    [
      'tasks of tasks',
      { tasks: 1_000, steps: [{ fanOut: { pool: 'web', tasks: 1_000, steps: [{ work: '1us' }] } }] },
      1,
      true,
    ],
    ['few tasks', { tasks: 100 }, 1, false],
  ])('counts what a job starts at once: %s', (_what, parts, batch, isLarge) => {
    const fanOut = { pool: 'web', steps: [{ work: '1us' }], ...parts };
    const scenario = scenarioOf({
      duration: '1h',
      pools: { web: 8 },
      jobs: { api: { arrivals: { poisson: '1/h', batch }, steps: [{ fanOut }] } },
    });
    expect(runSize([scenario], 1).bytes > 2 ** 28).toBe(isLarge);
  });

  it('says the time left at the pace so far, once it is known', () => {
    expect(timeLeft(1_000_000, 5, 10)).toBe('');
    expect(timeLeft(10_000_000, 0, 10)).toBe('');
    expect(timeLeft(10_000_000, 5, 20)).toBe(', 30 s left');
    expect(timeLeft(10_000_000, 20, 20)).toBe('');
  });
});

describe('a command line', () => {
  it.each([
    [['run', '--design', 'legacy', 'janitor', 'omi-sync'], '`omi-sync` as a value of --design'],
    [['check', '--set', 'seed=2', 'small.yaml'], '`small.yaml` as a value of --set'],
  ])('whose option has swallowed the scenario says so: %j', async (args, found) => {
    const outcome = await unpark(args, { cwd: folderWith('') });
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(`found:    ${found}`);
  });
});

describe('progress of which nobody knows the end', () => {
  const shown = (action: (progress: Progress) => void) => {
    const written: string[] = [];
    const stream = { isTTY: true, columns: 200, write: (text: string) => written.push(text) };
    action(new Progress(stream as never, 'small', true));
    return written.join('');
  };

  it('is never a full bar, and says that there may be more', () => {
    const open = shown((progress) => progress.showAtLeast(213, 213));
    expect(open).toContain('░  213 of at least 213 replications');
    expect(shown((progress) => progress.show(213, 213))).toContain('█  213/213 replications');
  });
});

describe('a value of an option that does not fit', () => {
  it.each([
    [['run', 'small.yaml', '--replications', 'two'], '--replications two', 'a whole number of at least 1'],
    [['size', 'small.yaml', '--duration', '30'], '--duration 30', 'a number with a unit'],
  ])('is told with where, what, expected, found and a hint: %j', async (args, where, expected) => {
    const { code, stderr } = await unpark(args, { cwd: folderWith('') });
    const found = where.split(' ')[1];
    expect(stderr).toMatch(
      new RegExp(`^${where}\n  the value .*\n  expected: ${expected}.*\n  found:    ${found}\n  hint:     `),
    );
    expect(code).toBe(2);
  });
});

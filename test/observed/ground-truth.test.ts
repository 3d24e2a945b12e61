import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { pySpyPrograms } from '../../scripts/py-spy.mjs';
import { type PoolResult, resultSchema } from '../../src/result/schema.ts';
import { unpark } from '../cli/command.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';

/**
 * Real programs whose hundred threads keep their own books of what they do, observed while they run: what unpark says is held against what was true. Each is left out on a machine that
 * lacks its runtime.
 */
const programs = fileURLToPath(new URL('programs/', import.meta.url));
const THREADS = 100;
const RUNS_S = 22;
const isLinux = process.platform === 'linux' && ['x64', 'arm64'].includes(arch());
const has = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

type Book = Readonly<Record<'atMs' | 'idle' | 'sleep' | 'lock' | 'io' | 'cpu', number>>;

/** Starts a program. @returns its first line, and its books so far. */
async function start(command: string, ...args: string[]) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], cwd: programs });
  children.push(child);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const lines = () => text.split('\n').slice(0, -1);
  while (lines().length < 2) {
    if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const books = () =>
    lines()
      .slice(1)
      .map((line) => JSON.parse(line) as Book);
  return { head: JSON.parse(lines()[0] as string) as { pid: number; pprof?: string }, books };
}

/** Observes for eight seconds, and says what was true meanwhile: mean threads in each state by the program's own books. */
async function observe(
  running: Awaited<ReturnType<typeof start>>,
  args: readonly string[],
  env: Record<string, string> = {},
) {
  const cwd = temporaryFolder();
  // Until its threads have filled up with what they do.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const before = running.books().at(-1) as Book;
  const outcome = await unpark(['observe', ...args, '--every', '250ms', '--for', '8s', '--out', 'seen', '--quiet'], {
    cwd,
    env,
  });
  expect(outcome.stderr).toBe('');
  expect(outcome.code).toBe(0);
  await new Promise((resolve) => setTimeout(resolve, 150));
  const after = running.books().at(-1) as Book;
  const held = (state: keyof Book) => (after[state] - before[state]) / (after.atMs - before.atMs);
  const truth = { idle: held('idle'), parked: held('sleep'), blocked: held('lock'), io: held('io'), cpu: held('cpu') };
  return { truth, result: resultSchema.parse(JSON.parse(readFileSync(join(cwd, 'seen/result.json'), 'utf8'))) };
}

/** Within 3 threads of 100, or within its interval. */
function expectNear(seen: PoolResult['active'] | undefined, truth: number, what: string): void {
  const near = Math.max(3, seen?.meanHalfWidth95 ?? 0);
  expect(Math.abs((seen?.mean ?? Number.NaN) - truth), `${what}: ${seen?.mean} seen, ${truth} true`).toBeLessThan(near);
}

function expectTruth(pool: PoolResult | undefined, truth: Awaited<ReturnType<typeof observe>>['truth']): void {
  expect(pool?.threads).toBe(THREADS);
  expectNear(pool?.parked, truth.parked, 'parked');
  expectNear(pool?.io, truth.io, 'I/O');
  expectNear(pool?.working, truth.io + truth.cpu, 'working');
  expectNear(pool?.blocked, truth.blocked, 'blocked');
  expect(Math.abs(THREADS - (pool?.active.mean ?? 0) - (pool?.unknown?.mean ?? 0) - truth.idle)).toBeLessThan(5);
  expect(pool?.unknown?.mean ?? 0).toBeLessThan(1);
  // It is no test where the threads do nothing.
  expect(truth.parked).toBeGreaterThan(10);
  expect(truth.io).toBeGreaterThan(3);
}

describe('what unpark says of a real pool is what its threads have done', { timeout: 120_000 }, () => {
  it.runIf(isLinux && has('java', '--version') && has('jcmd', '-h'))(
    'Java, by the process: stacks of jcmd',
    async () => {
      const running = await start('java', 'ObservedPool.java', String(THREADS), String(RUNS_S));
      const { truth, result } = await observe(running, ['--pid', String(running.head.pid)]);
      expectTruth(result.designs.observed?.pools.storage, truth);
      expect(result.observed?.cost?.stoppedFraction).toBeGreaterThan(0);
      const frames = result.designs.observed?.pools.storage?.observed?.frames ?? [];
      expect(frames.find(({ state }) => state === 'parked')?.function).toBe('ObservedPool.sleepOnTimer');
    },
  );

  it.runIf(isLinux && pySpyPrograms() !== undefined)(
    'Python, by the process: the kernel and stacks of py-spy',
    async () => {
      const running = await start('python3', 'observed_pool.py', String(THREADS), String(RUNS_S));
      const PATH = [pySpyPrograms(), process.env.PATH].join(delimiter);
      const { truth, result } = await observe(running, ['--pid', String(running.head.pid)], { PATH });
      expectTruth(result.designs.observed?.pools.storage, truth);
    },
  );

  it.runIf(isLinux && has('go', 'version'))('Go, by a command that fetches its dump', async () => {
    const binary = join(temporaryFolder(), 'pool');
    execFileSync('go', ['build', '-o', binary, 'observed_pool.go'], {
      cwd: programs,
      env: { ...process.env, GO111MODULE: 'off' },
    });
    const running = await start(binary, String(THREADS), String(RUNS_S));
    const fetching = `fetch(${JSON.stringify(running.head.pprof)}).then((a) => a.text()).then((t) => process.stdout.write(t))`;
    const { truth, result } = await observe(running, ['--command', `'${process.execPath}' -e '${fetching}'`]);
    expectTruth(result.designs.observed?.pools['main-worker'], truth);
  });

  it.runIf(isLinux && has('python3', '--version'))(
    'the kernel alone: sleeps and I/O are told, and what a lock is for is not guessed',
    async () => {
      const running = await start('python3', 'observed_pool.py', String(THREADS), String(RUNS_S));
      const cwd = temporaryFolder();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      // Without py-spy on its path.
      const { code, stderr } = await unpark(
        ['observe', '--pid', String(running.head.pid), '--every', '100ms', '--for', '2s', '--out', 'seen', '--quiet'],
        { cwd, env: { PATH: '/nowhere' } },
      );
      expect(code).toBe(0);
      expect(stderr).toContain('it cannot tell an idle worker from a blocked one');
      const result = resultSchema.parse(JSON.parse(readFileSync(join(cwd, 'seen/result.json'), 'utf8')));
      const [pool] = Object.values(result.designs.observed?.pools ?? {});
      expect(pool?.parked.mean).toBeGreaterThan(10);
      expect(pool?.io?.mean).toBeGreaterThan(3);
      expect(pool?.unknown?.mean).toBeGreaterThan(3);
      expect(pool?.blocked.mean).toBe(0);
    },
  );
});

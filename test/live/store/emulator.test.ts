import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exitCode, InputError } from '../../../src/errors.ts';
import { type EmulatorOptions, openStoreServer, type StoreServer } from '../../../src/live/store/emulator.ts';
import { cachedEmulatorFile, findEmulator, PINNED_EMULATOR } from '../../../src/live/store/emulator-binary.ts';
import { placeForObjects } from '../../../src/live/store/folder-in-memory.ts';
import { OutsideClient, runBucketName } from '../../../src/live/store/outside-client.ts';
import { emulatorArgs, startEmulator } from '../../../src/live/store/started-emulator.ts';
import { temporaryFolder } from '../../cli/temporary-folder.ts';
import { FaultServer } from './fault-server.ts';
import { isAlive } from './processes.ts';
import { writeProgram } from './program.ts';
import { realEmulator } from './real-emulator.ts';

const found = findEmulator(process.env);
const program = found?.file;
const signal = new AbortController().signal;

/** Options of a machine that has nothing but what the test puts on its PATH and into its cache. */
function machine(options: Partial<EmulatorOptions> = {}) {
  const path = temporaryFolder();
  const said: string[] = [];
  const env = { PATH: path, UNPARK_CACHE: join(temporaryFolder(), 'cache'), ...options.env };
  return { path, said, options: { say: (text: string) => said.push(text), signal, ...options, env } };
}

async function open(options: EmulatorOptions): Promise<StoreServer> {
  const server = await openStoreServer(options);
  onTestFinished(() => server.close());
  return server;
}

async function failureOf(options: EmulatorOptions): Promise<InputError> {
  const failure = await openStoreServer(options).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(InputError);
  return failure as InputError;
}

describe('without any way to an object store', () => {
  it('the ways to get one are told, with exit code 4', async () => {
    const failure = await failureOf(machine().options);
    expect(failure.code).toBe(exitCode.noTarget);
    for (const way of ['--endpoint', 'STORAGE_EMULATOR_HOST', 'go install', 'releases', 'Docker']) {
      expect(failure.message).toContain(way);
    }
    expect(failure.message).toContain('go: it is not on the PATH; docker: it is not on the PATH');
  });

  it('what each way failed of is told: each is tried', async () => {
    const { path, options, said } = machine();
    writeProgram(path, 'go', `console.error('go: no network'); process.exit(1);`);
    writeProgram(path, 'docker', `console.error('no engine runs'); process.exit(1);`);
    const failure = await failureOf(options);
    expect(failure.code).toBe(exitCode.noTarget);
    expect(failure.message).toContain('go: no network');
    expect(failure.message).toContain('docker: no engine runs');
    expect(said.join('\n')).toContain('go: no network');
  });

  it('a program that does not start is no way either', async () => {
    const { path, options } = machine();
    writeProgram(path, 'fake-gcs-server', `console.error('wrong libc'); process.exit(127);`);
    expect((await failureOf(options)).message).toContain('it ended with exit code 127: wrong libc');
  });
});

describe('a named endpoint', () => {
  it('that does not answer is not replaced by another', async () => {
    for (const [named, options] of [
      ['--endpoint', machine({ endpoint: 'http://127.0.0.1:1' })],
      ['STORAGE_EMULATOR_HOST', machine({ env: { STORAGE_EMULATOR_HOST: '127.0.0.1:1' } })],
    ] as const) {
      const failure = await failureOf(options.options);
      expect(failure.code).toBe(exitCode.noTarget);
      expect(failure.problems[0]).toMatchObject({ path: named, message: expect.stringContaining('ECONNREFUSED') });
    }
  });

  it('on another machine is refused, wherever it is named, with exit code 2 and before a word is sent', async () => {
    for (const options of [
      machine({ endpoint: 'http://203.0.113.7:4443' }),
      machine({ env: { STORAGE_EMULATOR_HOST: 'http://203.0.113.7:4443' } }),
      machine({ endpoint: 'http://203.0.113.7:4443', allowRemote: '203.0.113.8' }),
    ]) {
      const failure = await failureOf(options.options);
      expect(failure.code).toBe(exitCode.badInput);
      expect(failure.message).toContain('--allow-remote 203.0.113.7');
    }
  });

  it('that fails in the middle is told with what it failed of', async () => {
    const server = await FaultServer.start();
    onTestFinished(() => server.close());
    server.fault = { kind: 'status', status: 503 };
    const failure = await failureOf(machine({ endpoint: server.url }).options);
    expect(failure.message).toMatch(/creating bucket unpark-\w+ at .*: it answered 503/);
  });
});

describe.skipIf(program === undefined)('with an emulator that runs already', () => {
  const running = realEmulator();

  it('the option comes before the variable, and the variable before anything else', async () => {
    const { url } = running();
    const variable = { STORAGE_EMULATOR_HOST: new URL(url).host };
    const byVariable = await open(machine({ env: variable }).options);
    expect(byVariable).toMatchObject({ url, origin: 'STORAGE_EMULATOR_HOST', version: null, pid: null });
    const both = machine({ endpoint: url, env: { STORAGE_EMULATOR_HOST: 'http://127.0.0.1:1' } });
    expect(await open(both.options)).toMatchObject({ url, origin: 'endpoint', pid: null });
  });

  it('it is left running, and nothing of the probe stays in it', async () => {
    const { url, pid } = running();
    const server = await openStoreServer(machine({ endpoint: url }).options);
    await server.close();
    expect(isAlive(pid as number)).toBe(true);
    const response = await fetch(`${url}/storage/v1/b`);
    expect(((await response.json()) as { items: unknown[] | null }).items ?? []).toEqual([]);
  });
});

describe.skipIf(program === undefined)('an emulator that is started', () => {
  const inCache = () => {
    const { options, ...rest } = machine();
    const cached = cachedEmulatorFile(options.env);
    mkdirSync(dirname(cached), { recursive: true });
    symlinkSync(program as string, cached);
    writeFileSync(`${cached}.sha256`, createHash('sha256').update(readFileSync(cached)).digest('hex'));
    return { options, ...rest };
  };

  it('answers on loopback, says what it honours, and is gone after its end', async () => {
    const server = await open(inCache().options);
    expect(server).toMatchObject({ origin: 'cache', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
    // The pinned version compares no generations, and the probe must have seen that; another may.
    if (found?.version === PINNED_EMULATOR) expect(server.honoursGenerationMatch).toBe(false);
    const client = new OutsideClient(server.url);
    await client.createBucket(runBucketName());
    await Promise.all([server.close(), server.close()]);
    expect(isAlive(server.pid as number)).toBe(false);
    await expect(client.health()).rejects.toThrow('ECONNREFUSED');
    client.close();
  });

  it('keeps its objects in a folder of its own, in memory where there is room, which is gone after its end', async () => {
    const task = (port: number) => ({
      command: program as string,
      args: emulatorArgs(port),
      folderIn: placeForObjects(),
    });
    const { url, process: guarded } = await startEmulator(task, process.env, signal);
    const client = new OutsideClient(url);
    const bucket = runBucketName();
    await client.createBucket(bucket);
    await client.upload(bucket, 'blob', Buffer.from('content'));
    expect(existsSync(join(guarded.folder, bucket, 'blob'))).toBe(true);
    client.close();
    await guarded.close();
    expect(existsSync(guarded.folder)).toBe(false);
  });

  it('tells of its death', async () => {
    const server = await open(inCache().options);
    process.kill(server.pid as number, 'SIGKILL');
    expect(await server.died).toBe('it was ended by SIGKILL');
    await server.close();
  });

  it('takes another port when its own was taken before it could bind', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      taken.close();
    });
    const { port: takenPort } = taken.address() as { port: number };
    const ports: number[] = [];
    const task = (port: number) => {
      ports.push(port);
      const args = emulatorArgs(ports.length === 1 ? takenPort : port);
      return { command: program as string, args, folderIn: placeForObjects() };
    };
    const { url, process: guarded } = await startEmulator(task, process.env, signal);
    expect(ports).toHaveLength(2);
    expect(url).toBe(`http://127.0.0.1:${ports[1]}`);
    await guarded.close();
  });

  it('on the PATH comes before the cache folder and is told when it is of another version', async () => {
    const { path, options, said } = inCache();
    // It does not say its version, being a script; the emulator that it starts is the real one.
    const args = 'process.argv.slice(2)';
    writeProgram(
      path,
      'fake-gcs-server',
      `require('node:child_process').spawn(${JSON.stringify(program)}, ${args}, { stdio: 'inherit' });
       for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});`,
    );
    const server = await open(options);
    expect(server).toMatchObject({ origin: 'installed', version: null });
    expect(said.join('\n')).toContain('of an unknown version, not v1.56.1');
  });

  it('by an interrupted run is not left behind', async () => {
    const controller = new AbortController();
    const { options, path } = machine({ signal: controller.signal });
    const mark = join(path, 'started');
    // It starts and never answers.
    writeProgram(
      path,
      'fake-gcs-server',
      `require('node:fs').writeFileSync(${JSON.stringify(mark)}, ''); setInterval(() => {}, 1000);`,
    );
    const opening = openStoreServer(options).catch((error: unknown) => error);
    await expect.poll(() => existsSync(mark)).toBe(true);
    controller.abort(new Error('Ctrl-C'));
    expect(await opening).toEqual(new Error('Ctrl-C'));
  });

  it('can be built with go and run where there is none', async () => {
    const { path, options } = machine();
    // The real go is what the test command runs; here it is enough that what it builds is used.
    writeProgram(
      path,
      'go',
      `require('node:fs').symlinkSync(${JSON.stringify(program)}, process.env.GOBIN + '/fake-gcs-server');`,
    );
    expect(await open(options)).toMatchObject({ origin: 'go', version: 'v1.56.1' });
    expect(
      await open({ ...options, env: { ...options.env, PATH: ['/none', '/nowhere'].join(delimiter) } }),
    ).toMatchObject({
      origin: 'cache',
    });
  });
});

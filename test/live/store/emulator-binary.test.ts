import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  cachedEmulatorFile,
  damagedEmulator,
  findEmulator,
  installEmulator,
  PINNED_EMULATOR,
} from '../../../src/live/store/emulator-binary.ts';
import { temporaryFolder } from '../../cli/temporary-folder.ts';
import { isAlive } from './processes.ts';
import { writeProgram } from './program.ts';

/** What Go writes into a program about its module. */
const built = (version: string) => `\n//\tmod\tgithub.com/fsouza/fake-gcs-server\t${version}\th1:hash=\n`;

function surroundings() {
  const cache = temporaryFolder();
  const path = temporaryFolder();
  const env = { PATH: path, UNPARK_CACHE: cache };
  return { cache, path, env, cached: cachedEmulatorFile(env) };
}

function putInCache(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const program = writeProgram(dirname(file), 'fake-gcs-server', '');
  writeFileSync(`${program}.sha256`, `${createHash('sha256').update(readFileSync(program)).digest('hex')}\n`);
}

/** A go that writes a program. */
const WRITES = `
    const { writeFileSync } = require('node:fs');
    const { GOBIN, GOOS } = process.env;
    writeFileSync(GOBIN + '/fake-gcs-server', JSON.stringify({ args: process.argv.slice(2), GOOS }), { mode: 0o755 });`;

describe('an emulator', () => {
  it('is looked for on the PATH first, then in the cache folder', () => {
    const { path, env, cached } = surroundings();
    expect(findEmulator(env)).toBeUndefined();
    putInCache(cached);
    expect(findEmulator(env)).toEqual({ file: cached, origin: 'cache', version: PINNED_EMULATOR });
    const file = writeProgram(path, 'fake-gcs-server', built('v1.50.2'));
    expect(findEmulator(env)).toEqual({ file, origin: 'installed', version: 'v1.50.2' });
  });

  it('in the cache that is not as it was built is found out, and is none', async () => {
    const surround = surroundings();
    const go = writeProgram(surround.path, 'go', WRITES);
    await installEmulator(go, surround.env, () => {}, new AbortController().signal);
    expect(findEmulator(surround.env)).toMatchObject({ origin: 'cache' });
    expect(damagedEmulator(surround.env)).toBeUndefined();
    for (const damage of ['', 'cut off', readFileSync(surround.cached, 'utf8').slice(0, -1)]) {
      writeFileSync(surround.cached, damage, { mode: 0o755 });
      expect(findEmulator(surround.env)).toBeUndefined();
      expect(damagedEmulator(surround.env)).toBe(surround.cached);
    }
  });

  it('whose version does not stand in it is used as one of an unknown version', () => {
    const { path, env } = surroundings();
    for (const text of ['', built('(devel)')]) {
      writeProgram(path, 'fake-gcs-server', text);
      expect(findEmulator(env)).toMatchObject({ origin: 'installed', version: null });
    }
  });

  it('that may not be run, or is a folder, is none', () => {
    const { path, env } = surroundings();
    chmodSync(writeProgram(path, 'fake-gcs-server', ''), 0o644);
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'fake-gcs-server'));
    expect(findEmulator({ ...env, PATH: `${path}:${folder}` })).toBeUndefined();
  });

  it('is kept in the cache folder of the user, one for each version', () => {
    const end = join('unpark', 'fake-gcs-server', PINNED_EMULATOR, 'fake-gcs-server');
    expect(cachedEmulatorFile({ XDG_CACHE_HOME: '/caches' })).toBe(join('/caches', end));
    expect(cachedEmulatorFile({})).toMatch(new RegExp(`/${end.replaceAll('.', '\\.')}$`));
    expect(cachedEmulatorFile({ UNPARK_CACHE: '/mine', XDG_CACHE_HOME: '/caches' })).toBe(
      `/mine/fake-gcs-server/${PINNED_EMULATOR}/fake-gcs-server`,
    );
  });
});

describe('an installation with go', () => {
  /** A go that does as it is told, for what the real one does stands in its own tests and takes a minute. */
  const install = (script: string, surround = surroundings(), signal = new AbortController().signal) => {
    const said: string[] = [];
    const go = writeProgram(surround.path, 'go', script);
    const installed = installEmulator(go, surround.env, (text) => said.push(text), signal);
    return { ...surround, said, installed };
  };
  it('asks for the pinned version, puts it in its place and leaves nothing else', async () => {
    const { cache, cached, installed, env, said } = install(WRITES);
    expect(await installed).toEqual({ file: cached, origin: 'go', version: PINNED_EMULATOR });
    const args = ['install', `github.com/fsouza/fake-gcs-server@${PINNED_EMULATOR}`];
    expect(JSON.parse(readFileSync(cached, 'utf8'))).toEqual({ args });
    expect(readdirSync(cache)).toEqual(['fake-gcs-server']);
    expect(findEmulator(env)?.origin).toBe('cache');
    expect(said[0]).toContain(`installing fake-gcs-server ${PINNED_EMULATOR} with go`);
  });

  it('is of this machine, whatever machine go is told to build for', async () => {
    const surround = surroundings();
    const { cached, installed } = install(WRITES, { ...surround, env: { ...surround.env, GOOS: 'plan9' } as never });
    await installed;
    expect(JSON.parse(readFileSync(cached, 'utf8'))).not.toHaveProperty('GOOS');
  });

  it('may be made by several processes at once', async () => {
    const surround = surroundings();
    const all = await Promise.all([1, 2, 3].map(() => install(WRITES, surround).installed));
    expect(new Set(all.map(({ file }) => file))).toEqual(new Set([surround.cached]));
    expect(readdirSync(surround.cache)).toEqual(['fake-gcs-server']);
    expect(readdirSync(dirname(surround.cached)).sort()).toEqual(['fake-gcs-server', 'fake-gcs-server.sha256']);
  });

  it('that fails tells the last lines of what go said, and leaves nothing', async () => {
    const { cache, installed } = install(`
      for (let i = 0; i < 50; i += 1) console.error('go: line ' + i);
      process.exit(1);`);
    await expect(installed).rejects.toThrow(/^go: line 44\n(.*\n)*go: line 49$/);
    expect(readdirSync(cache)).toEqual([]);
  });

  it('that is interrupted ends go and leaves nothing', async () => {
    const controller = new AbortController();
    const surround = surroundings();
    const mark = join(surround.path, 'pid');
    const { cache, installed } = install(
      `require('node:fs').writeFileSync(${JSON.stringify(mark)}, String(process.pid)); setInterval(() => {}, 1000);`,
      surround,
      controller.signal,
    );
    const failure = installed.catch((error: unknown) => error);
    await expect.poll(() => existsSync(mark) && readFileSync(mark, 'utf8') !== '').toBe(true);
    controller.abort(new Error('Ctrl-C'));
    expect(await failure).toEqual(new Error('Ctrl-C'));
    expect(isAlive(Number(readFileSync(mark, 'utf8')))).toBe(false);
    expect(readdirSync(cache)).toEqual([]);
  });
});

import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { orAborted } from '../or-aborted.ts';
import { GuardedProcess } from './guarded-process.ts';

/** The version of fake-gcs-server that runs are made against. */
export const PINNED_EMULATOR = 'v1.56.1';

/** Its Go module. */
export const EMULATOR_MODULE = 'github.com/fsouza/fake-gcs-server';

/** A fake-gcs-server that is there to be started. */
export interface EmulatorBinary {
  readonly file: string;
  readonly origin: 'installed' | 'cache' | 'go';
  /** As it was built, such as v1.56.1; null when it does not say. */
  readonly version: string | null;
}

const PROGRAM = process.platform === 'win32' ? 'fake-gcs-server.exe' : 'fake-gcs-server';

/** How often an installation says that it is still going on, ms. */
const PROGRESS_EVERY_MS = 10_000;

/** How many lines of what go said last are told when it fails. */
const LAST_LINES = 6;

/** Where this user's emulators are kept. `UNPARK_CACHE` names another folder for everything that unpark keeps. */
export function cachedEmulatorFile(env: NodeJS.ProcessEnv): string {
  return join(cacheFolder(env), 'fake-gcs-server', PINNED_EMULATOR, PROGRAM);
}

function cacheFolder(env: NodeJS.ProcessEnv): string {
  if (env.UNPARK_CACHE) return env.UNPARK_CACHE;
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'unpark');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'unpark');
  if (process.platform === 'win32' && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, 'unpark', 'cache');
  return join(homedir(), '.cache', 'unpark');
}

/** The emulator on the PATH, or else the one in the user's cache folder. */
export function findEmulator(env: NodeJS.ProcessEnv): EmulatorBinary | undefined {
  const installed = onPath('fake-gcs-server', env);
  if (installed !== undefined) return { file: installed, origin: 'installed', version: builtVersion(installed) };
  const cached = cachedEmulatorFile(env);
  return isProgram(cached) && isAsBuilt(cached)
    ? { file: cached, origin: 'cache', version: PINNED_EMULATOR }
    : undefined;
}

/** The emulator in the cache folder, where it is there and not as it was built: cut off, or replaced by something else. */
export function damagedEmulator(env: NodeJS.ProcessEnv): string | undefined {
  const cached = cachedEmulatorFile(env);
  return existsSync(cached) && !(isProgram(cached) && isAsBuilt(cached)) ? cached : undefined;
}

/** Beside the program stands the checksum of the build. */
function checksumFile(program: string): string {
  return `${program}.sha256`;
}

function isAsBuilt(program: string): boolean {
  try {
    return readFileSync(checksumFile(program), 'utf8').trim() === sha256Of(program);
  } catch {
    return false;
  }
}

function sha256Of(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** The file of a program on the PATH. */
export function onPath(program: string, env: NodeJS.ProcessEnv): string | undefined {
  const name = process.platform === 'win32' ? `${program}.exe` : program;
  return (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The program itself does not tell its version, but Go writes the module's into everything it builds. */
function builtVersion(file: string): string | null {
  const bytes = readFileSync(file);
  const mark = `\t${EMULATOR_MODULE}\t`;
  const at = bytes.indexOf(mark);
  if (at < 0) return null;
  const text = bytes.toString('latin1', at + mark.length, at + mark.length + 100);
  return /^v\S+/.exec(text)?.[0] ?? null;
}

/**
 * Builds the pinned emulator with Go into the user's cache folder. Several processes may do so at once: each builds in a folder of its own, and puts the program in its place
 * in one step.
 * @param say is told of the progress.
 * @throws Error with the last lines of what go said; the signal's reason when it is aborted. Nothing is left behind.
 */
export async function installEmulator(
  go: string,
  env: NodeJS.ProcessEnv,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<EmulatorBinary> {
  const file = cachedEmulatorFile(env);
  say(`installing fake-gcs-server ${PINNED_EMULATOR} with go, once: this may take some minutes`);
  // For another machine go would not install into a folder of our choice, and it would not run here.
  const { GOOS, GOARCH, ...variables } = env;
  const task = {
    command: go,
    args: ['install', `${EMULATOR_MODULE}@${PINNED_EMULATOR}`],
    env: { GOBIN: '{folder}' },
    folderIn: cacheFolder(env),
    keep: { file: PROGRAM, as: file },
  };
  const installation = await GuardedProcess.start(task, variables);
  const beganMs = performance.now();
  const timer = setInterval(() => {
    say(`installing fake-gcs-server: ${Math.round((performance.now() - beganMs) / 1_000)} s so far`);
  }, PROGRESS_EVERY_MS);
  try {
    const ending = await orAborted(installation.ended, signal);
    if (!ending.isWell) throw new Error(ending.reason.split('\n').slice(-LAST_LINES).join('\n'));
  } finally {
    clearInterval(timer);
    await installation.close();
  }
  writeFileSync(checksumFile(file), `${sha256Of(file)}\n`);
  return { file, origin: 'go', version: PINNED_EMULATOR };
}

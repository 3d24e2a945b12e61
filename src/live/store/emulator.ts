import { randomBytes } from 'node:crypto';
import { exitCode, InputError } from '../../errors.ts';
import { orAborted } from '../or-aborted.ts';
import { dockerTask, pullEmulator } from './docker-emulator.ts';
import {
  damagedEmulator,
  EMULATOR_MODULE,
  type EmulatorBinary,
  findEmulator,
  installEmulator,
  onPath,
  PINNED_EMULATOR,
} from './emulator-binary.ts';
import { checkedEndpoint, type NamedEndpoint } from './endpoint.ts';
import { placeForObjects } from './folder-in-memory.ts';
import { probeGenerationMatch } from './generation-match.ts';
import { OutsideClient, StoreError } from './outside-client.ts';
import { emulatorArgs, type StartedEmulator, startEmulator } from './started-emulator.ts';

export interface EmulatorOptions {
  /** The value of `--endpoint`: an object store that is there already. */
  readonly endpoint?: string;
  /** The value of `--allow-remote`: the one host beside this machine that may be written to. */
  readonly allowRemote?: string;
  /** STORAGE_EMULATOR_HOST, PATH and where caches are. */
  readonly env: NodeJS.ProcessEnv;
  /** Is told of what takes long, and of what is not as it should be: a line without its end. */
  say(text: string): void;
  readonly signal: AbortSignal;
}

export type StoreOrigin = 'endpoint' | 'STORAGE_EMULATOR_HOST' | 'installed' | 'cache' | 'go' | 'docker';

/** The object store of a live run, up and answering. */
export interface StoreServer {
  /** Without a path, such as http://127.0.0.1:41234. */
  readonly url: string;
  /** How it was found. */
  readonly origin: StoreOrigin;
  /** Of fake-gcs-server, such as v1.56.1; null when it is not known. */
  readonly version: string | null;
  /** Whether a deletion with `ifGenerationMatch` leaves a newer content alone; it was tried. */
  readonly honoursGenerationMatch: boolean;
  /** Resolves with the reason when a server that we started ends by itself; pending otherwise. */
  readonly died: Promise<string>;
  /** Of the server that we started; null when it was there already. */
  readonly pid: number | null;
  /** Ends a server that we started and removes its folder. It may be called again. */
  close(): Promise<void>;
}

/**
 * Finds an object store for a live run, or starts one: `--endpoint`, then STORAGE_EMULATOR_HOST, then fake-gcs-server on the PATH, then the one in the cache folder, then one
 * built with Go, then one in Docker. A server that the user names is never replaced by another.
 * @throws InputError with exit code 2 when a named endpoint is not a loopback address and not allowed; with exit code 4 when there is none to be had; the signal's reason
 * when it is aborted. Nothing is left running.
 */
export async function openStoreServer(options: EmulatorOptions): Promise<StoreServer> {
  const named = namedEndpoint(options);
  return named === undefined ? openOwn(options) : openNamed(named, options);
}

function namedEndpoint({ endpoint, env }: EmulatorOptions): NamedEndpoint | undefined {
  if (endpoint !== undefined) return { named: '--endpoint', text: endpoint };
  const { STORAGE_EMULATOR_HOST: host } = env;
  return host === undefined || host === '' ? undefined : { named: 'STORAGE_EMULATOR_HOST', text: host };
}

async function openNamed(endpoint: NamedEndpoint, { allowRemote, signal }: EmulatorOptions): Promise<StoreServer> {
  const url = checkedEndpoint(endpoint, allowRemote);
  const origin = endpoint.named === '--endpoint' ? 'endpoint' : 'STORAGE_EMULATOR_HOST';
  const honoursGenerationMatch = await orAborted(probed(url), signal).catch((error: unknown) => {
    if (!(error instanceof StoreError)) throw error;
    const hint = 'start it, or leave it out: unpark then finds or starts an emulator by itself';
    throw new InputError(
      { path: endpoint.named, message: error.message, found: endpoint.text, hint },
      exitCode.noTarget,
    );
  });
  return {
    url,
    origin,
    version: null,
    honoursGenerationMatch,
    died: new Promise(() => {}),
    pid: null,
    close: () => Promise.resolve(),
  };
}

/** Why each way to an emulator was no way. */
type Dismissals = string[];

async function openOwn(options: EmulatorOptions): Promise<StoreServer> {
  const dismissals: Dismissals = [];
  const binary = await emulatorProgram(options, dismissals);
  if (binary !== undefined) {
    const { file: command, origin, version } = binary;
    const task = (port: number) => ({ command, args: emulatorArgs(port), folderIn: placeForObjects() });
    const server = await started(options, dismissals, command, task, origin, version);
    if (server !== undefined) return server;
  }
  const docker = onPath('docker', options.env);
  if (docker === undefined) dismissals.push('docker: it is not on the PATH');
  else {
    const server = await startedInDocker(docker, options, dismissals);
    if (server !== undefined) return server;
  }
  throw noEmulator(dismissals);
}

async function emulatorProgram(options: EmulatorOptions, dismissals: Dismissals): Promise<EmulatorBinary | undefined> {
  const { env, say, signal } = options;
  const found = findEmulator(env);
  if (found !== undefined) {
    if (found.version !== PINNED_EMULATOR) {
      say(`${found.file} is fake-gcs-server ${found.version ?? 'of an unknown version'}, not ${PINNED_EMULATOR}`);
    }
    return found;
  }
  const damaged = damagedEmulator(env);
  if (damaged === undefined) dismissals.push('fake-gcs-server: it is neither on the PATH nor in the cache folder');
  else dismiss(dismissals, damaged, new Error('it is not as it was built, and is built again'), say);
  const go = onPath('go', env);
  if (go === undefined) {
    dismissals.push('go: it is not on the PATH');
    return undefined;
  }
  try {
    return await installEmulator(go, env, say, signal);
  } catch (error) {
    signal.throwIfAborted();
    dismiss(dismissals, `go install ${EMULATOR_MODULE}@${PINNED_EMULATOR}`, error, say);
    return undefined;
  }
}

async function startedInDocker(docker: string, options: EmulatorOptions, dismissals: Dismissals) {
  const { env, say, signal } = options;
  try {
    await pullEmulator(docker, env, say, signal);
  } catch (error) {
    signal.throwIfAborted();
    dismiss(dismissals, 'docker', error, say);
    return undefined;
  }
  const container = `unpark-${randomBytes(6).toString('hex')}`;
  const task = (port: number) => dockerTask(docker, port, container, placeForObjects());
  return started(options, dismissals, 'docker', task, 'docker', PINNED_EMULATOR);
}

async function started(
  { env, say, signal }: EmulatorOptions,
  dismissals: Dismissals,
  what: string,
  taskFor: Parameters<typeof startEmulator>[0],
  origin: StoreOrigin,
  version: string | null,
): Promise<StoreServer | undefined> {
  let emulator: StartedEmulator | undefined;
  try {
    emulator = await startEmulator(taskFor, env, signal);
    const { url, process } = emulator;
    const honoursGenerationMatch = await probed(url);
    signal.throwIfAborted();
    const died = process.ended.then(({ reason }) => reason);
    return { url, origin, version, honoursGenerationMatch, died, pid: process.pid, close: () => process.close() };
  } catch (error) {
    await emulator?.process.close();
    signal.throwIfAborted();
    dismiss(dismissals, what, error, say);
    return undefined;
  }
}

async function probed(url: string): Promise<boolean> {
  const client = new OutsideClient(url);
  try {
    return await probeGenerationMatch(client);
  } finally {
    client.close();
  }
}

function dismiss(dismissals: Dismissals, what: string, error: unknown, say: (text: string) => void): void {
  const dismissal = `${what}: ${error instanceof Error ? error.message : String(error)}`;
  say(dismissal);
  dismissals.push(dismissal);
}

function noEmulator(dismissals: Dismissals): InputError {
  return new InputError(
    {
      message: 'a live run needs an object store, and none could be had',
      expected: 'one of: --endpoint URL, STORAGE_EMULATOR_HOST, fake-gcs-server on the PATH, Go, Docker',
      found: dismissals.join('; '),
      hint:
        `any of these helps: go install ${EMULATOR_MODULE}@${PINNED_EMULATOR}; ` +
        `a program from https://${EMULATOR_MODULE}/releases on the PATH; Go from https://go.dev/dl; a running Docker; ` +
        'or an emulator of your own with --endpoint http://127.0.0.1:4443',
    },
    exitCode.noTarget,
  );
}

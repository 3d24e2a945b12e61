import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { GuardianTask } from '../guardian.ts';
import { PINNED_EMULATOR } from './emulator-binary.ts';

/** The image on Docker Hub; its tags are the versions without the v. */
export const EMULATOR_IMAGE = `fsouza/fake-gcs-server:${PINNED_EMULATOR.replace(/^v/, '')}`;

/** The port inside the container. */
const INNER_PORT = 4443;

/** How long an engine may take to say that it is there, ms. */
const ENGINE_ANSWERS_MS = 10_000;

const run = promisify(execFile);

/** Whether a Docker engine runs. */
export async function engineAnswers(docker: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    await askEngine(docker, env);
    return true;
  } catch {
    return false;
  }
}

/**
 * Gets the image, when there is an engine.
 * @throws Error with what docker said; the signal's reason when it is aborted.
 */
export async function pullEmulator(
  docker: string,
  env: NodeJS.ProcessEnv,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    await askEngine(docker, env, signal);
    say(`getting ${EMULATOR_IMAGE} with docker`);
    await run(docker, ['pull', '--quiet', EMULATOR_IMAGE], { env, signal });
  } catch (error) {
    signal.throwIfAborted();
    const { stderr, message } = error as { readonly stderr?: string; readonly message: string };
    throw new Error(stderr?.trim() || message);
  }
}

async function askEngine(docker: string, env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<void> {
  const args = ['version', '--format', '{{.Server.Version}}'];
  await run(docker, args, { env, timeout: ENGINE_ANSWERS_MS, ...(signal && { signal }) });
}

/** What the guardian does to run the emulator in a container: on a loopback port, with its objects in memory. */
export function dockerTask(docker: string, port: number, container: string, folderIn: string): GuardianTask {
  return {
    command: docker,
    args: [
      ...['run', '--rm', '--name', container, '-p', `127.0.0.1:${port}:${INNER_PORT}`, '--tmpfs', '/storage'],
      EMULATOR_IMAGE,
      ...['-backend', 'filesystem', '-filesystem-root', '/storage', '-scheme', 'http'],
      ...['-host', '0.0.0.0', '-port', String(INNER_PORT), '-log-level', 'warn'],
    ],
    folderIn,
    // The container belongs to the engine, and would outlive a client that is killed.
    afterwards: { command: docker, args: ['rm', '--force', container] },
  };
}

/** What the test command needs to know of emulators. It is built as a file of its own. */
import { engineAnswers } from './docker-emulator.ts';
import { findEmulator, installEmulator, onPath } from './emulator-binary.ts';

/** Whether an emulator can be started as things are: one that runs, a program that is there, or Docker. */
export async function emulatorIsAtHand(env: NodeJS.ProcessEnv): Promise<boolean> {
  if (env.STORAGE_EMULATOR_HOST || findEmulator(env) !== undefined) return true;
  const docker = onPath('docker', env);
  return docker !== undefined && (await engineAnswers(docker, env));
}

/**
 * Sees to it that an emulator is at hand, and builds one with Go where it must and can.
 * @param say is told of the progress.
 * @returns why there is none, a line for a person; undefined when there is one.
 */
export async function setUpEmulator(env: NodeJS.ProcessEnv, say: (text: string) => void): Promise<string | undefined> {
  if (await emulatorIsAtHand(env)) return undefined;
  const go = onPath('go', env);
  if (go === undefined) return 'there is no fake-gcs-server, no Go to build it with and no Docker that runs';
  try {
    await installEmulator(go, env, say, new AbortController().signal);
    return undefined;
  } catch (error) {
    return `go could not build fake-gcs-server: ${error instanceof Error ? error.message : String(error)}`;
  }
}

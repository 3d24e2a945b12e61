import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GuardianTask } from '../guardian.ts';
import { type Ending, GuardedProcess } from './guarded-process.ts';
import { OutsideClient } from './outside-client.ts';

/** How often another port is tried when one was taken between our choice and the emulator's start. */
const PORTS_TRIED = 5;

/** How long an emulator may take until it answers, ms. */
const ANSWERS_WITHIN_MS = 30_000;

const LOOK_EVERY_MS = 20;

export interface StartedEmulator {
  readonly url: string;
  readonly process: GuardedProcess;
}

/**
 * Starts an emulator on a free loopback port and waits until it answers.
 * @param taskFor what the guardian does for a port.
 * @throws Error with the reason when it does not answer; the signal's reason when it is aborted. Nothing is left running.
 */
export async function startEmulator(
  taskFor: (port: number) => GuardianTask,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<StartedEmulator> {
  for (let tried = 1; ; tried += 1) {
    const port = await freePort();
    signal.throwIfAborted();
    const process = await GuardedProcess.start(taskFor(port), env);
    const url = `http://127.0.0.1:${port}`;
    try {
      await untilHealthy(url, process, signal);
      return { url, process };
    } catch (error) {
      await process.close();
      const portWasTaken =
        error instanceof Error && /address already in use|port is already allocated/.test(error.message);
      if (!portWasTaken || tried === PORTS_TRIED) throw error;
    }
  }
}

/** The command line of the program itself; its objects are in the guarded folder. */
export function emulatorArgs(port: number): string[] {
  return [
    ...['-backend', 'filesystem', '-filesystem-root', '{folder}', '-scheme', 'http'],
    ...['-host', '127.0.0.1', '-port', String(port), '-log-level', 'warn'],
  ];
}

async function untilHealthy(url: string, process: GuardedProcess, signal: AbortSignal): Promise<void> {
  let ending: Ending | undefined;
  void process.ended.then((how) => {
    ending = how;
  });
  const client = new OutsideClient(url);
  const untilMs = performance.now() + ANSWERS_WITHIN_MS;
  try {
    for (;;) {
      signal.throwIfAborted();
      if (ending !== undefined) throw new Error(ending.reason);
      if (await isHealthy(client)) break;
      if (performance.now() > untilMs) throw new Error(`it does not answer within ${ANSWERS_WITHIN_MS / 1_000} s`);
      await sleep(LOOK_EVERY_MS);
    }
    await client.configure();
    // What answered may be another's server that took the port before ours; ours is ending then.
    await sleep(LOOK_EVERY_MS);
    if (ending !== undefined) throw new Error((ending as Ending).reason);
  } finally {
    client.close();
  }
}

async function isHealthy(client: OutsideClient): Promise<boolean> {
  try {
    await client.health();
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve((address as { port: number }).port));
    });
  });
}

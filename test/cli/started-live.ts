import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { checkPort } from '../../src/live/preflight.ts';
import type { Result } from '../../src/result/schema.ts';
import { descendantsOf } from '../live/descendants.ts';
import { SMALL_LIVE } from '../live/small-live.ts';
import { isAlive } from '../live/store/processes.ts';
import { commandFile } from './command.ts';

/** Linux tells what belongs to a process, so the tests can look for what is left of it. */
export const CAN_LOOK = process.platform === 'linux';

/** A live run of the small scenario. */
export interface Run {
  readonly child: ChildProcess;
  readonly port: number;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  /** When it has been measuring for a while. */
  busy(): Promise<void>;
  /** What belongs to it at the moment. */
  belongings(): { readonly processes: ReturnType<typeof descendantsOf>; readonly folders: readonly string[] };
}

/** Starts a live run as a process of its own. */
export function start(cwd: string, args: readonly string[]): Run {
  writeFileSync(join(cwd, 'small-live.yaml'), SMALL_LIVE);
  const port = 20_000 + (process.pid % 20_000);
  const words = [commandFile, 'live', 'small-live.yaml', '--out', 'out', '--port', String(port), ...args];
  const child = spawn(process.execPath, words, {
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Awaited<Run['ended']>>((resolve) =>
    child.once('close', (code) => resolve({ code, stdout, stderr })),
  );
  return {
    child,
    port,
    ended,
    async busy() {
      // The warm-up lasts 1.5 s; by then that many deletions have come together, and more than that.
      await expect
        .poll(() => deletionsOpen(port), { timeout: 60_000, interval: 100 })
        .toBeGreaterThan(2)
        .catch((error: unknown) => {
          throw new Error(`it never came to measure: ${stderr}`, { cause: error });
        });
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    },
    belongings() {
      const processes = CAN_LOOK ? descendantsOf(child.pid as number) : [];
      const folders = processes.flatMap(({ command }) => {
        const at = command.indexOf('-filesystem-root');
        return at < 0 ? [] : [command[at + 1] as string];
      });
      if (CAN_LOOK) expect(folders.length).toBeGreaterThan(0);
      return { processes, folders };
    },
  };
}

async function deletionsOpen(port: number): Promise<number> {
  try {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return Number(/^unpark_deletions_open (\d+)$/m.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** The result that it has saved. */
export function resultIn(folder: string): Result {
  return JSON.parse(readFileSync(join(folder, 'out', 'result.json'), 'utf8')) as Result;
}

/** Neither a process nor a folder nor a port is left of it. */
export async function expectNothingLeft(
  processes: ReturnType<typeof descendantsOf>,
  folders: readonly string[],
  port: number,
): Promise<void> {
  expect(processes.filter(({ pid }) => isAlive(pid))).toEqual([]);
  expect(folders.filter((one) => existsSync(one))).toEqual([]);
  await checkPort(port);
}

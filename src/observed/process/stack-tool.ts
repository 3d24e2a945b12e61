import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { programOf } from './kernel-view.ts';
import type { SamplingClock } from './sampling-clock.ts';

/** How the stacks of a process are taken. */
export interface StackTool {
  /** As a person would type it. */
  readonly shown: string;
  readonly file: string;
  readonly args: readonly string[];
  /** Whether the process stands still meanwhile. */
  readonly stops: boolean;
}

/** The longest that one dump may take, and the most that is read of it. */
const LONGEST_US = 20_000_000;
const MOST_BYTES = 64 * 2 ** 20;

/** The runtime's own tool for a process, where it is installed. */
export function stackTool(pid: number, runtime: 'java' | 'python' | 'native'): StackTool | undefined {
  if (runtime === 'java') {
    // The JDK that the process runs has the tool that understands it.
    const beside = dirname(programOf(pid) ?? '');
    const file = findProgram('jcmd', [beside]);
    return file === undefined
      ? undefined
      : { shown: `jcmd ${pid} Thread.print`, file, args: [String(pid), 'Thread.print'], stops: true };
  }
  if (runtime === 'python') {
    const file = findProgram('py-spy', []);
    const args = ['dump', '--json', '--nonblocking', '--pid', String(pid)];
    return file === undefined ? undefined : { shown: `py-spy ${args.join(' ')}`, file, args, stops: false };
  }
  return undefined;
}

/** A command of the user's own, by the shell. */
export function shellTool(command: string): StackTool {
  return { shown: command, file: '/bin/sh', args: ['-c', command], stops: false };
}

export interface ToolOutcome {
  readonly text: string;
  /** Why it failed; undefined where it did not. */
  readonly failure: string | undefined;
}

/**
 * Runs a tool once. It is ended where it takes too long, with what it has started.
 * @param signal ends it early. @param longestUs how long it may take, at most 20 s.
 */
export function runTool(
  tool: StackTool,
  clock: SamplingClock,
  signal: AbortSignal,
  longestUs = LONGEST_US,
): Promise<ToolOutcome> {
  const limitUs = Math.min(LONGEST_US, longestUs);
  return new Promise((resolve) => {
    const startUs = clock.nowUs();
    const child = spawn(tool.file, [...tool.args], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const parts: Buffer[] = [];
    let bytes = 0;
    let errors = '';
    let ended: string | undefined;
    const end = (why: string) => {
      ended ??= why;
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    const onAbort = () => end('interrupted');
    const stopTimer = clock.wakeAt(startUs + limitUs, () => end(`no answer within ${Math.round(limitUs / 1e6)} s`));
    signal.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes > MOST_BYTES) end(`more than ${MOST_BYTES / 2 ** 20} MiB`);
      else parts.push(part);
    });
    child.stderr.on('data', (part: Buffer) => {
      if (errors.length < 1_000) errors += part.toString('utf8');
    });
    const done = (failure: string | undefined) => {
      stopTimer();
      signal.removeEventListener('abort', onAbort);
      // What never ends is no dump.
      resolve({ text: bytes > MOST_BYTES ? '' : Buffer.concat(parts).toString('utf8'), failure });
    };
    child.on('error', (error) => done(error.message));
    child.on('close', (code, by) => {
      const said = errors.trim().split('\n').at(-1) ?? '';
      const failed = code === 0 ? undefined : said || (by === null ? `exit code ${code}` : `ended by ${by}`);
      done(ended ?? failed);
    });
  });
}

function findProgram(name: string, first: readonly string[]): string | undefined {
  const folders = [...first, ...(process.env.PATH ?? '').split(delimiter)].filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

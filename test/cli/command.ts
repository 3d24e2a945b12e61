import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The built command; `npm test` builds it first. */
export const commandFile = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** A third of the weight that the system gives to others. */
const NICENESS = 5;
/** A command that has not ended by then is killed, and the test fails with what it had said. */
const LONGEST_MS = 110_000;

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What stands on standard input; nothing by default. */
  readonly input?: string;
  /** Ctrl-C, that many ms after it has said the first thing on standard error, such as how large the run will be. */
  readonly interruptAfterMs?: number;
  /** When it is killed, ms after the start, where it may take longer than most. */
  readonly longestMs?: number;
}

/** Runs `unpark` as a process of its own. @throws when it does not end. */
export function unpark(args: readonly string[], options: CommandOptions): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NO_COLOR: '1', COLUMNS: '', ...options.env };
    const child = spawn(process.execPath, [commandFile, ...args], {
      cwd: options.cwd,
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // A live run is held to its moments, so all else makes way for it.
    if (child.pid !== undefined && args[0] !== 'live') makeWay(child.pid);
    // A command that reads nothing may be gone by then.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    let stdout = '';
    let stderr = '';
    const { interruptAfterMs, longestMs = LONGEST_MS } = options;
    let interrupt: NodeJS.Timeout | undefined;
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      reject(
        new Error(
          `unpark ${args.join(' ')} did not end within ${longestMs / 1_000} s. It had said:\n${stdout}${stderr}`,
        ),
      );
    }, longestMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (interruptAfterMs !== undefined) interrupt ??= setTimeout(() => child.kill('SIGINT'), interruptAfterMs);
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(interrupt);
      clearTimeout(limit);
      resolve({ code, stdout, stderr });
    });
  });
}

/** Lets a process have what others leave of the machine. */
function makeWay(pid: number): void {
  try {
    setPriority(pid, NICENESS);
  } catch {
    // It has ended by now.
  }
}

/**
 * A process of its own that holds another process and its temporary folder, and ends both when its standard input closes: when whoever started it says so, or has died, however.
 *
 * It is given one GuardianTask as JSON in its last argument, and writes one GuardianReport as JSON a line. It imports next to nothing, so that it is there at once.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface GuardianTask {
  readonly command: string;
  /** The text `{folder}` in them, and in the variables, becomes the folder's path. */
  readonly args: readonly string[];
  /** Variables beside those of the guardian. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where the temporary folder is made. */
  readonly folderIn: string;
  /** What is moved out of the folder, and where to, once the process has ended well. */
  readonly keep?: { readonly file: string; readonly as: string };
  /** What is run when the process has ended, to remove what outlives it; such as a container. */
  readonly afterwards?: { readonly command: string; readonly args: readonly string[] };
}

export type GuardianReport =
  | { readonly kind: 'started'; readonly pid: number; readonly folder: string }
  /** The process ended by itself, or did not start; its folder is gone. */
  | { readonly kind: 'ended'; readonly isWell: boolean; readonly reason: string };

/** How long the process has to end once it was asked to. */
const GRACE_MS = 2_000;

/** How much of what the process said last is kept to explain its end, in characters. */
const LAST_WORDS = 2_000;

const task = JSON.parse(process.argv.at(-1) as string) as GuardianTask;
const folder = mkdtempSync(join(task.folderIn, 'unpark-store-'));
const withFolder = (text: string) => text.replaceAll('{folder}', folder);
const variables = Object.entries(task.env ?? {}).map(([name, value]) => [name, withFolder(value)]);
const child = started();

let lastWords = '';
let isEnding = false;
child.stderr.setEncoding('utf8').on('data', (text: string) => {
  lastWords = (lastWords + text).slice(-LAST_WORDS);
});
child.once('spawn', () => report({ kind: 'started', pid: child.pid as number, folder }));
child.once('error', (error) => finish(false, error.message));
child.once('close', (code, signal) => {
  // It never was there, and the error has told why.
  if (child.pid === undefined) return;
  const how = signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`;
  finish(code === 0, lastWords.trim() === '' ? how : `${how}: ${lastWords.trim()}`);
});

process.stdin.resume().once('end', end).once('error', end);
process.on('SIGTERM', end);
// Ctrl-C and a closed terminal are the business of whoever started this, and it will close the input.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
// There is nobody left to read what is reported.
process.stdout.on('error', () => {});

/** Some failures come as events, and others at once: of a file that is no program, for example. */
function started() {
  try {
    return spawn(task.command, task.args.map(withFolder), {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...Object.fromEntries(variables) },
      windowsHide: true,
    });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    report({ kind: 'ended', isWell: false, reason: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  }
}

function end(): void {
  if (isEnding) return;
  isEnding = true;
  interrupt();
  setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
}

/** Asks the process and all that it has started to end. This process leads their group, and does not mind the signal itself. */
function interrupt(): void {
  if (process.platform === 'win32') child.kill();
  else process.kill(-process.pid, 'SIGINT');
}

function finish(isWell: boolean, reason: string): void {
  try {
    if (isWell && task.keep !== undefined) keep(task.keep.file, task.keep.as);
    if (task.afterwards !== undefined) {
      spawnSync(task.afterwards.command, task.afterwards.args, { stdio: 'ignore', windowsHide: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  if (!isEnding) report({ kind: 'ended', isWell, reason });
  // Standard input would keep this process alive.
  process.stdin.destroy();
}

/** In one step, so that nobody ever sees half of it. */
function keep(file: string, as: string): void {
  mkdirSync(dirname(as), { recursive: true });
  renameSync(join(folder, file), as);
}

function report(what: GuardianReport): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

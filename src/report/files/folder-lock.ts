import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { codeOf, type Disk, draftOf, textOf } from './disk.ts';
import { isAlive } from './process-alive.ts';

/** One run's writing takes a fraction of this. */
const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 25;

/** Another program writes into the folder, and does not end. */
export class FolderBusy extends Error {
  readonly file: string;

  constructor(file: string) {
    super(`${file} is held by another run`);
    this.file = file;
  }
}

export function lockOf(folder: string): string {
  return join(folder, '.unpark-lock');
}

/**
 * Lets one run at a time write into a folder: the others wait for their turn, however many there are. The lock of a run that was killed on this machine is taken over.
 * @param patienceMs how long it waits for one and the same run. @throws FolderBusy after that.
 */
export function withFolderLock<T>(folder: string, disk: Disk, action: () => T, patienceMs = PATIENCE_MS): T {
  const file = lockOf(folder);
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), id: randomBytes(8).toString('hex') });
  let holder: string | undefined;
  for (let waitedMs = 0; !acquire(file, mine, disk); waitedMs += LOOK_EVERY_MS) {
    const found = textOf(file);
    if (found !== holder) waitedMs = 0;
    holder = found;
    if (waitedMs >= patienceMs) throw new FolderBusy(file);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_EVERY_MS);
  }
  try {
    return action();
  } finally {
    if (textOf(file) === mine) disk.remove(file);
  }
}

function acquire(file: string, mine: string, disk: Disk): boolean {
  try {
    disk.claim(file, mine);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  const theirs = textOf(file);
  if (theirs === undefined || !isAbandoned(theirs)) return false;
  // Whoever renames it has it alone: two that find the same dead lock do not both take it.
  const taken = draftOf(file);
  try {
    disk.rename(file, taken);
  } catch {
    return false;
  }
  // In between another may have put its own there: that one gets it back.
  if (textOf(taken) === theirs) disk.remove(taken);
  else disk.rename(taken, file);
  return false;
}

function isAbandoned(lock: string): boolean {
  try {
    const { pid, host } = JSON.parse(lock) as { pid: unknown; host: unknown };
    return host === hostname() && Number.isInteger(pid) && !isAlive(pid as number);
  } catch {
    // Not whole yet, where it could not be claimed at one moment; or somebody else's.
    return false;
  }
}

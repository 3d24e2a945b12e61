import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, type Disk, draftOf, isLink, kindOf, textOf } from './disk.ts';
import { isThere, readHolder, thisProcess } from './lock-holder.ts';
import { Occupied } from './occupied.ts';

/** One run's writing takes a fraction of this. */
const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 25;
/** A lock of this age was left behind, where nothing else tells. It is compared with a new file of the same folder: the clock is the file system's. */
const ABANDONED_MS = 30_000;
const AGE_EVERY_MS = 1_000;
const LOCK = '.unpark-lock';

/** Another program writes into the folder, and does not end. */
export class FolderBusy extends Error {
  readonly file: string;

  constructor(file: string) {
    super(`${file} is held by another run`);
    this.file = file;
  }
}

export function lockOf(folder: string): string {
  return join(folder, LOCK);
}

/**
 * Lets one run at a time write into a folder: the others wait for their turn, however many there are. The lock of a run that was killed is taken over: at once where its process can be
 * looked for from here, and after half a minute otherwise.
 * @param patienceMs how long it waits for one and the same run. @throws FolderBusy after that. @throws Occupied where something else has the name of the lock.
 */
export function withFolderLock<T>(folder: string, disk: Disk, action: () => T, patienceMs = PATIENCE_MS): T {
  const file = lockOf(folder);
  const mine = JSON.stringify({ ...thisProcess(), id: randomBytes(8).toString('hex') });
  let holder: string | undefined;
  for (let waitedMs = 0; !claim(file, mine, disk); waitedMs += LOOK_EVERY_MS) {
    checkLock(file);
    const found = textOf(file);
    if (found !== holder) waitedMs = 0;
    holder = found;
    if (found !== undefined && isAbandoned(file, found, disk, waitedMs)) {
      takeAway(file, found, disk);
      continue;
    }
    if (waitedMs >= patienceMs) throw new FolderBusy(file);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_EVERY_MS);
  }
  try {
    return action();
  } finally {
    if (textOf(file) === mine) disk.remove(file);
  }
}

function claim(file: string, mine: string, disk: Disk): boolean {
  try {
    disk.claim(file, mine);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return false;
  }
}

/** @throws Occupied where what has the name of the lock can be no run's. */
function checkLock(file: string): void {
  const kind = isLink(file) ? 'link' : kindOf(file);
  if (kind === 'nothing') return;
  const text = kind === 'file' ? textOf(file) : undefined;
  // It is empty for a moment where a file system has no links.
  if (kind === 'file' && (text === undefined || text === '' || readHolder(text) !== undefined)) return;
  throw new Occupied(
    `a folder whose ${LOCK} is as unpark has written it`,
    kind === 'file'
      ? `a ${LOCK} that says something else`
      : `${kind === 'something else' ? kind : `a ${kind}`} of that name`,
    `look at what it is, then remove ${LOCK}, or name another folder with --out`,
  );
}

function isAbandoned(file: string, text: string, disk: Disk, waitedMs: number): boolean {
  const holder = readHolder(text);
  const isKnown = holder === undefined ? undefined : isThere(holder);
  return isKnown === undefined ? waitedMs % AGE_EVERY_MS === 0 && ageMs(file, disk) > ABANDONED_MS : !isKnown;
}

/** How long ago a file was written, by the clock of its file system. */
function ageMs(file: string, disk: Disk): number {
  const probe = draftOf(file);
  try {
    disk.write(probe, '', true);
    const written = statSync(file, { throwIfNoEntry: false });
    return written === undefined ? 0 : statSync(probe).mtimeMs - written.mtimeMs;
  } finally {
    disk.remove(probe);
  }
}

/** Whoever renames it has it alone: two that find the same dead lock do not both take it. */
function takeAway(file: string, theirs: string, disk: Disk): void {
  // It may have ended in order since it was looked at, and another have begun.
  if (textOf(file) !== theirs) return;
  const taken = draftOf(file);
  try {
    disk.rename(file, taken);
  } catch {
    return;
  }
  // In between another may have put its own there: that one gets it back.
  if (textOf(taken) === theirs) disk.remove(taken);
  else disk.rename(taken, file);
}

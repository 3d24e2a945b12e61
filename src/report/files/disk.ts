import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isAlive } from './process-alive.ts';

/** What is done to files, in the place of which a test puts a disk that fails or a program that dies. Errors carry the `code` of the system. */
export interface Disk {
  /** Makes one folder, whose parent exists. */
  makeFolder(path: string): void;
  /** @param isNew refuses a file that is there already (EEXIST). */
  write(path: string, content: string | Uint8Array, isNew: boolean): void;
  /** Makes a new file with its whole content at one moment, where the file system can (EEXIST where it is there already). @param draft where it is written before that. */
  claim(path: string, content: string, draft?: string): void;
  /** Takes the place of what is there, at one moment. */
  rename(from: string, to: string): void;
  /** Removes a file; none is no error. */
  remove(path: string): void;
  /** Removes an empty folder. */
  removeFolder(path: string): void;
}

export const disk: Disk = {
  makeFolder: (path) => mkdirSync(path),
  write: (path, content, isNew) => writeFileSync(path, content, { flag: isNew ? 'wx' : 'w' }),
  claim: (path, content, draft = draftOf(path)) => {
    try {
      writeFileSync(draft, content, { flag: 'wx' });
      try {
        linkSync(draft, path);
      } catch (error) {
        if (codeOf(error) === 'EEXIST') throw error;
        writeNew(path, content);
      }
    } finally {
      rmSync(draft, { force: true });
    }
  },
  rename: (from, to) => renameSync(from, to),
  remove: (path) => rmSync(path, { force: true }),
  removeFolder: (path) => rmdirSync(path),
};

/** Where a file system has no links: what could be written of a new file is not left behind when the disk is full. */
function writeNew(path: string, content: string): void {
  const descriptor = openSync(path, 'wx');
  try {
    writeFileSync(descriptor, content);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** The system's code of an error, such as ENOENT. */
export function codeOf(error: unknown): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : undefined;
}

/** An error with a code, as the system throws them. */
export function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** A name beside a path that nobody else has, and that says whose it is. */
export function draftOf(path: string): string {
  return `${path}-${process.pid}-${randomBytes(4).toString('hex')}`;
}

/** Removes the drafts beside a path whose processes were killed. */
export function removeDraftsOf(path: string, on: Disk): void {
  const start = `${basename(path)}-`;
  for (const name of namesIn(dirname(path))) {
    const pid = name.startsWith(start) ? /^(\d+)-[0-9a-f]{8}$/.exec(name.slice(start.length))?.[1] : undefined;
    const draft = join(dirname(path), name);
    if (pid !== undefined && !isAlive(Number(pid)) && isPlainFile(draft)) on.remove(draft);
  }
}

/** What is at a place, links followed. */
export type Kind = 'nothing' | 'file' | 'folder' | 'dangling link' | 'something else';

export function kindOf(path: string): Kind {
  const stats = ifThere(() => statSync(path));
  if (stats === undefined) return isLink(path) ? 'dangling link' : 'nothing';
  if (stats.isDirectory()) return 'folder';
  return stats.isFile() ? 'file' : 'something else';
}

/** What a look at a path gives; undefined where it leads nowhere, also when another run has just removed what was there. */
function ifThere<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

export function isLink(path: string): boolean {
  return ifThere(() => lstatSync(path).isSymbolicLink()) === true;
}

/** Whether it is a file itself, and not a link to one. */
export function isPlainFile(path: string): boolean {
  return !isLink(path) && kindOf(path) === 'file';
}

/** A folder's names; none where there is no folder. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(codeOf(error) ?? '')) return [];
    throw error;
  }
}

export function textOf(path: string): string | undefined {
  return kindOf(path) === 'file' ? ifThere(() => readFileSync(path, 'utf8')) : undefined;
}

/** Whether two paths lead to one file; one that leads nowhere, through a file or in a circle leads to none. */
export function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => ifThere(() => statSync(path, { bigint: true })));
  return a !== undefined && a.ino === b?.ino && a.dev === b.dev;
}

/** How a file begins, as far as it tells what it is; nothing where there is no file. */
export function startOf(path: string): string {
  if (kindOf(path) !== 'file') return '';
  const descriptor = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(4_096);
    return bytes.toString('utf8', 0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}

/** The place that a path leads to when its links are followed; itself where nothing is there. */
export function realPlace(path: string): string {
  return ifThere(() => realpathSync(path)) ?? path;
}

/** Gives a draft the permissions of the file whose place it takes. */
export function copyMode(from: string, to: string): void {
  if (kindOf(from) === 'file') chmodSync(to, statSync(from).mode & 0o7777);
}

/** Bytes that a user may still write at a place; undefined where the system does not say. */
export function freeBytes(path: string): number | undefined {
  return ifThere(() => {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  });
}

/** What the system's code of an error means, for people. */
export function reasonOf(code: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'writing there is not permitted';
    case 'EROFS':
      return 'a file system that is read-only';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'a full disk';
    case 'EFBIG':
      return 'a limit on the size of files';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a file where a folder should be';
    case 'EISDIR':
      return 'a folder of that name';
    case 'ENOENT':
      return 'a place where no folder can be made';
    case 'ENAMETOOLONG':
      return 'a name that is too long';
    case 'ELOOP':
      return 'links that lead in a circle';
    default:
      return code;
  }
}

/** Reads files that users name: of a kind that has an end, and of a size that fits. */
import { closeSync, constants, openSync, readSync, statSync } from 'node:fs';

const MIB = 2 ** 20;

/** The largest file of each kind, in bytes. */
export const LARGEST = { scenario: MIB, trace: 64 * MIB, result: 256 * MIB, baseline: 16 * MIB } as const;

/**
 * The text of a regular file.
 * @param mostBytes a larger one is refused, and at most one byte more than that is read, whatever the system says of its size.
 * @throws Error whose message says what was found there, as the end of a sentence: `there is no such file`.
 */
export function readInputFile(file: string, mostBytes: number): string {
  try {
    const stats = statSync(file);
    if (stats.isDirectory()) throw new Error('it is a folder');
    if (!stats.isFile()) throw new Error(`it is ${stats.isFIFO() ? 'a pipe' : 'a device'}, and not a file`);
    if (stats.size > mostBytes) throw tooLarge(stats.size, mostBytes);
    return readAtMost(file, mostBytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : new Error(reasonOf(code));
  }
}

function readAtMost(file: string, mostBytes: number): string {
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const parts: Buffer[] = [];
    let length = 0;
    for (;;) {
      const part = Buffer.allocUnsafe(64 * 1024);
      const read = readSync(descriptor, part);
      if (read === 0) return Buffer.concat(parts).toString('utf8');
      parts.push(part.subarray(0, read));
      length += read;
      if (length > mostBytes) throw tooLarge(length, mostBytes);
    }
  } finally {
    closeSync(descriptor);
  }
}

function tooLarge(bytes: number, mostBytes: number): Error {
  return new Error(`it has ${Math.ceil(bytes / 1_024)} KiB, and at most ${mostBytes / 1_024} KiB are read`);
}

function reasonOf(code: string): string {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'ENOTDIR') return 'a file stands where a folder should be';
  if (code === 'EACCES' || code === 'EPERM') return 'reading it is not permitted';
  if (code === 'ELOOP') return 'its links lead in a circle';
  return code;
}

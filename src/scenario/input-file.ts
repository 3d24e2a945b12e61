/** Reads files that users name: of a kind that has an end, and of a size that fits. */
import { isUtf8 } from 'node:buffer';
import { closeSync, constants, openSync, readSync, type Stats, statSync } from 'node:fs';
import { InputError } from '../errors.ts';

const MIB = 2 ** 20;

/** The largest file of each kind, in bytes. */
export const LARGEST = { scenario: MIB, named: 64 * MIB, result: 256 * MIB, baseline: 16 * MIB } as const;

/** Thrown where a file cannot be read; its message says what was found there, as the end of a sentence: `there is no such file`. */
export class UnreadableFile extends Error {
  /** The line from which on it cannot be read, from 1. */
  readonly line: number | undefined;
  readonly hint: string | undefined;

  constructor(message: string, hint?: string, line?: number) {
    super(message);
    this.name = 'UnreadableFile';
    this.hint = hint;
    this.line = line;
  }
}

/**
 * The text of a regular file, which is UTF-8.
 * @param mostBytes a larger one is refused, and at most one byte more than that is read, whatever the system says of its size.
 * @throws UnreadableFile
 */
export function readInputFile(file: string, mostBytes: number): string {
  try {
    const stats = regularFile(file);
    if (stats.size > mostBytes) throw tooLarge(stats.size, mostBytes);
    return textOf(readAtMost(file, mostBytes));
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : new UnreadableFile(reasonOf(code));
  }
}

/**
 * The same for a file that a command cannot do without.
 * @param hint what to do where the error itself has nothing to say; called only then.
 * @throws InputError
 */
export function requireInputFile(file: string, mostBytes: number, expected: string, hint: () => string): string {
  try {
    return readInputFile(file, mostBytes);
  } catch (error) {
    throw new InputError({ file, message: 'the file cannot be read', expected, ...unreadable(error, hint()) });
  }
}

/** Refuses what has no end of its own. @throws UnreadableFile where it is no regular file, or the system's error. */
export function regularFile(file: string): Stats {
  const stats = statSync(file);
  if (stats.isDirectory()) throw new UnreadableFile('it is a folder');
  if (!stats.isFile()) throw new UnreadableFile(`it is ${stats.isFIFO() ? 'a pipe' : 'a device'}, and not a file`);
  return stats;
}

/** The fields of a problem that say why a file cannot be read. @param hint for what the error itself has none. */
export function unreadable(error: unknown, hint: string): { found: string; hint: string; line?: number } {
  if (!(error instanceof UnreadableFile)) throw error;
  const { message: found, line } = error;
  return { found, hint: error.hint ?? hint, ...(line === undefined ? {} : { line }) };
}

function readAtMost(file: string, mostBytes: number): Buffer {
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const parts: Buffer[] = [];
    let length = 0;
    for (;;) {
      const part = Buffer.allocUnsafe(64 * 1024);
      const read = readSync(descriptor, part);
      if (read === 0) return Buffer.concat(parts);
      parts.push(part.subarray(0, read));
      length += read;
      if (length > mostBytes) throw tooLarge(length, mostBytes);
    }
  } finally {
    closeSync(descriptor);
  }
}

const SAVE_AS_UTF8 = 'save it as UTF-8';
const NEWLINE = 0x0a;

function textOf(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  if (['fffe', 'feff'].includes(bytes.toString('hex', 0, 2)))
    throw new UnreadableFile('it is UTF-16, and not UTF-8', SAVE_AS_UTF8);
  let start = 0;
  let line = 1;
  for (;;) {
    const end = bytes.indexOf(NEWLINE, start);
    const one = bytes.subarray(start, end < 0 ? bytes.length : end);
    if (!isUtf8(one)) {
      const at = firstStrangeByte(one);
      const byte = `byte ${at + 1} of line ${line} is 0x${(one[at] as number).toString(16)}`;
      throw new UnreadableFile(`it is not UTF-8: ${byte}`, SAVE_AS_UTF8, line);
    }
    start = end + 1;
    line += 1;
  }
}

/** Where the first character begins that is not UTF-8. */
function firstStrangeByte(bytes: Buffer): number {
  let at = 0;
  for (;;) {
    const first = bytes[at] as number;
    const size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (size > 1 && !isUtf8(bytes.subarray(at, at + size))) return at;
    at += size;
  }
}

function tooLarge(bytes: number, mostBytes: number): UnreadableFile {
  return new UnreadableFile(`it has ${Math.ceil(bytes / 1_024)} KiB, and at most ${mostBytes / 1_024} KiB are read`);
}

export const NO_SUCH_FILE = 'there is no such file';

/** What the system's code of an error says of a file that is read; a code that is not known is its own word. */
export function reasonOf(code: string): string {
  if (code === 'ENOENT') return NO_SUCH_FILE;
  if (code === 'ENOTDIR') return 'a file stands where a folder should be';
  if (code === 'EACCES' || code === 'EPERM') return 'reading it is not permitted';
  if (code === 'ELOOP') return 'its links lead in a circle';
  return code;
}

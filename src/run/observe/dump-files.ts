import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../../errors.ts';
import type { Dump } from '../../observed/dumps/dump.ts';
import { DumpReader, type ReadingNotes } from '../../observed/dumps/dump-reader.ts';
import { reasonOf, regularFile, UnreadableFile } from '../../scenario/input-file.ts';

/** What stands for standard input. */
export const STANDARD_INPUT = '-';

export interface FileNotes extends ReadingNotes {
  readonly file: string;
  readonly dumps: number;
  /** Why it could not be read to its end; undefined where it was. */
  readonly failure: string | undefined;
}

/**
 * Reads the dumps of a file, piece by piece; what a gzip file holds is unpacked.
 * @throws InputError where there is no such file, or it may not be read.
 */
export async function readDumps(
  file: string,
  standardInput: Readable,
  onDump: (dump: Dump) => void,
): Promise<FileNotes> {
  let dumps = 0;
  const reader = new DumpReader((dump) => {
    dumps += 1;
    onDump(dump);
  });
  const decoder = new TextDecoder('utf-8');
  let failure: string | undefined;
  try {
    if (file !== STANDARD_INPUT) regularFile(file);
    const bytes = file === STANDARD_INPUT ? standardInput : createReadStream(file, { highWaterMark: 1 << 18 });
    for await (const chunk of unpacked(bytes)) reader.push(decoder.decode(chunk, { stream: true }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof UnreadableFile || code === undefined) throw notReadable(file, error);
    // A gzip file that was cut off has given what it had.
    if (!code.startsWith('Z_') && code !== 'ERR_BUFFER_TOO_LARGE') throw notReadable(file, error);
    failure = `its gzip data ends early or is damaged (${code})`;
  }
  reader.push(decoder.decode());
  return { file, dumps, failure, ...reader.end() };
}

/** Unpacks what begins as gzip files do. */
async function* unpacked(bytes: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer> {
  const parts = bytes[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>;
  const first = await parts.next();
  if (first.done) return;
  const head = Buffer.from(first.value);
  const rest = async function* (): AsyncGenerator<Buffer> {
    yield head;
    for (let next = await parts.next(); !next.done; next = await parts.next()) yield Buffer.from(next.value);
  };
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* rest();
    return;
  }
  const { Readable: Stream } = await import('node:stream');
  yield* Stream.from(rest()).pipe(createGunzip()) as AsyncIterable<Buffer>;
}

function notReadable(file: string, error: unknown): InputError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new InputError({
    file,
    message: 'the file cannot be read',
    expected: 'thread dumps, as jstack, py-spy or Go print them',
    found: code === undefined ? message : reasonOf(code),
    hint: 'name files, folders or patterns; - reads standard input',
  });
}

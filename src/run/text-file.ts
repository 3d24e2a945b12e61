import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../errors.ts';
import { reasonOf, regularFile, UnreadableFile } from '../scenario/input-file.ts';

/** What stands for standard input. */
export const STANDARD_INPUT = '-';

/**
 * Reads a text of any length, piece by piece; what a gzip file holds is unpacked.
 * @param take is given the pieces. @param expected what a readable file would hold, for the error.
 * @returns why it could not be read to its end; undefined where it was. @throws InputError where there is no such file, or it may not be read.
 */
export async function readText(
  file: string,
  standardInput: Readable,
  take: (text: string) => void,
  expected: string,
): Promise<string | undefined> {
  const decoder = new TextDecoder('utf-8');
  let failure: string | undefined;
  const bytes = bytesOf(file, standardInput, expected, (why) => {
    failure = why;
  });
  for await (const chunk of bytes) take(decoder.decode(chunk, { stream: true }));
  take(decoder.decode());
  return failure;
}

/** The unpacked bytes of a file. Only its own errors are those of reading it: what the reader of the bytes throws goes through as it is. @param onDamage is told why a gzip file ended early. */
async function* bytesOf(
  file: string,
  standardInput: Readable,
  expected: string,
  onDamage: (why: string) => void,
): AsyncGenerator<Buffer> {
  try {
    if (file !== STANDARD_INPUT) regularFile(file);
    const bytes = file === STANDARD_INPUT ? standardInput : createReadStream(file, { highWaterMark: 1 << 18 });
    yield* unpacked(bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof UnreadableFile || code === undefined) throw notReadable(file, error, expected);
    // A gzip file that was cut off has given what it had.
    if (!code.startsWith('Z_') && code !== 'ERR_BUFFER_TOO_LARGE') throw notReadable(file, error, expected);
    onDamage(`its gzip data ends early or is damaged (${code})`);
  }
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

function notReadable(file: string, error: unknown, expected: string): InputError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new InputError({
    file,
    message: 'the file cannot be read',
    expected,
    found: code === undefined ? message : reasonOf(code),
    hint: 'name files, folders or patterns; - reads standard input',
  });
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { InputError } from '../errors.ts';
import type { EventFault } from '../events/event-reader.ts';
import { closeSchema } from '../events/stream.ts';
import { checkedResult } from '../report/read.ts';
import type { Result } from '../result/schema.ts';
import { reasonOf, regularFile, UnreadableFile } from '../scenario/input-file.ts';
import { StreamReplay } from './stream-replay.ts';

/** The longest line: the head holds the whole scenario with its arrival times. */
const LONGEST_LINE = 128 * 2 ** 20;
const HINT = 'give a file that `npx unpark run --events FILE` has written';

/**
 * Makes the result of a run again from the file of its events, in memory that does not grow with it.
 * @throws InputError for what is no stream of events, one of another version, and one that is cut off or was edited.
 */
export async function replayFile(file: string): Promise<Result> {
  const replay = new StreamReplay();
  const hash = createHash('sha256');
  let line = 0;
  const fail = ({ message, expected, found }: EventFault, hint = HINT): never => {
    throw new InputError({ file, ...(line === 0 ? {} : { line }), message, expected, found, hint });
  };
  try {
    regularFile(file);
    for await (const { bytes, isWhole } of linesOf(file)) {
      if (!isWhole && line > 0 && !isJson(bytes)) break;
      line += 1;
      if (replay.isClosed) {
        fail({ message: 'something follows the end of the stream', expected: 'nothing', found: 'another line' });
      }
      const text = bytes.toString('utf8');
      if (text.startsWith('{"close":')) checkDigest(text, hash.digest('hex'), fail);
      else hash.update(bytes).update('\n');
      const fault = replay.line(text);
      if (fault !== undefined) fail(fault);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isUnreadable = error instanceof UnreadableFile;
    if (!isUnreadable && (code === undefined || error instanceof InputError)) throw error;
    throw new InputError({
      file,
      message: 'the file cannot be read',
      expected: 'a stream of events',
      found: isUnreadable ? error.message : reasonOf(code as string),
      hint: HINT,
    });
  }
  if (line === 0) fail({ message: 'this is no stream of events', expected: 'its head', found: 'an empty file' });
  if (!replay.isClosed) {
    fail(
      { message: 'the stream is cut off', expected: 'a last line that closes it', found: `${line} lines without one` },
      'run it again: the run was stopped, or its disk was full',
    );
  }
  const result = replay.result();
  // What is read has the order of the schema; the result that was written has its own.
  checkedResult(file, result, HINT);
  return result;
}

function checkDigest(text: string, found: string, fail: (fault: EventFault, hint?: string) => never): void {
  let expected: string | undefined;
  try {
    expected = closeSchema.safeParse(JSON.parse(text)).data?.sha256;
  } catch {
    // It is told as a line that is no JSON.
  }
  if (expected === undefined || expected === found) return;
  fail(
    { message: 'the stream was edited: it is not what was written', expected: `SHA-256 ${expected}`, found },
    'take the file as it was written, or run it again',
  );
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}

/** Lines; the last is not whole where the file ends within it. */
async function* linesOf(file: string): AsyncGenerator<{ bytes: Buffer; isWhole: boolean }> {
  let rest: Buffer[] = [];
  let restLength = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
      const part = chunk.subarray(from, end);
      yield { bytes: rest.length === 0 ? part : Buffer.concat([...rest, part]), isWhole: true };
      rest = [];
      restLength = 0;
      from = end + 1;
    }
    if (from === chunk.length) continue;
    rest.push(chunk.subarray(from));
    restLength += chunk.length - from;
    if (restLength > LONGEST_LINE) throw Object.assign(new Error('too long'), { code: 'a line of over 128 MiB' });
  }
  if (rest.length > 0) yield { bytes: Buffer.concat(rest), isWhole: false };
}

import type { Readable } from 'node:stream';
import type { Dump } from '../../observed/dumps/dump.ts';
import { DumpReader, type ReadingNotes } from '../../observed/dumps/dump-reader.ts';
import { readText } from '../text-file.ts';

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
  const failure = await readText(
    file,
    standardInput,
    (text) => reader.push(text),
    'thread dumps, as jstack, py-spy or Go print them',
  );
  return { file, dumps, failure, ...reader.end() };
}

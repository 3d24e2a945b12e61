import type { Readable } from 'node:stream';
import type { Dump } from '../../observed/dumps/dump.ts';
import { DumpReader, type ReadingNotes } from '../../observed/dumps/dump-reader.ts';
import { readText } from '../text-file.ts';

export interface FileNotes extends ReadingNotes {
  readonly file: string;
  readonly dumps: number;
  /** The line of the first dump that ends before its end; null where none does. */
  readonly firstCut: number | null;
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
  let firstCut: number | null = null;
  const reader = new DumpReader((dump) => {
    dumps += 1;
    if (dump.isCut) firstCut ??= dump.line;
    onDump(dump);
  });
  const failure = await readText(
    file,
    standardInput,
    (text) => reader.push(text),
    'thread dumps, as jstack, py-spy or Go print them',
  );
  // The last dump is handed on by it.
  const notes = reader.end();
  return { file, dumps, firstCut, failure, ...notes };
}

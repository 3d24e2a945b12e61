import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import { type KeptSample, parseSample, type SampleFile } from '../../observed/kept-sample.ts';
import type { Sample } from '../../observed/process/sample-process.ts';
import { LARGEST, readInputFile, reasonOf, unreadable } from '../../scenario/input-file.ts';

/** What stands beside a dump that was kept: when it was taken, and what the kernel said. Without a dump it is the sample. */
export const SAMPLE_FILE = '.sample.json';

/** Keeps samples as files of a new folder, each as its tool printed it. A disk that fails ends nothing; `failure` says why samples are missing. */
export class SavedSamples {
  /** The system's code of the error, such as ENOSPC. */
  failure: string | undefined;
  /** Samples that there were, and those that were kept. */
  count = 0;
  kept = 0;
  readonly #folder: string;

  /** @throws InputError where the folder is there already or cannot be made: nothing is written over. */
  constructor(folder: string) {
    this.#folder = folder;
    try {
      mkdirSync(folder);
    } catch (error) {
      const { code = String(error) } = error as NodeJS.ErrnoException;
      throw new InputError({
        file: folder,
        message: 'samples cannot be kept there',
        expected: 'a new folder in one that is there',
        found: code === 'EEXIST' ? 'there is something of that name' : reasonOf(code),
        hint: 'give --save a folder that is not there yet',
      });
    }
  }

  add({ dumps, kernel, names, atUs, pid, text }: Sample): void {
    this.count += 1;
    if (this.failure !== undefined) return;
    const path = join(this.#folder, String(this.count).padStart(6, '0'));
    const threads = [...kernel].map(([tid, { waitsIn = null, switches }]) => ({
      tid,
      name: names.get(tid) ?? '',
      waitsIn,
      switches,
    }));
    try {
      if (text !== '') writeFileSync(`${path}.txt`, text);
      // Several dumps of one look have times of their own.
      if (dumps.length === 1)
        writeFileSync(`${path}${SAMPLE_FILE}`, JSON.stringify({ atUs, pid, threads } satisfies SampleFile));
      this.kept += 1;
    } catch (error) {
      this.failure = (error as NodeJS.ErrnoException).code ?? String(error);
      // A part of a sample would be read as one that was cut off.
      for (const ending of ['.txt', SAMPLE_FILE]) rmSync(`${path}${ending}`, { force: true });
    }
  }
}

/** Reads what SavedSamples has written. @throws InputError where it is something else. */
export function readSample(file: string): KeptSample {
  let read: KeptSample | string;
  try {
    read = parseSample(readInputFile(file, LARGEST.named));
  } catch (error) {
    read = unreadable(error, '').found;
  }
  if (typeof read !== 'string') return read;
  throw new InputError({
    file,
    message: 'this is no sample of ours',
    expected: 'what `npx unpark observe --save` has written',
    found: read,
    hint: 'name the dumps themselves, or take the folder as it was written',
  });
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import type { Dump } from '../../observed/dumps/dump.ts';
import type { KernelSight } from '../../observed/observation.ts';
import { reasonOf } from '../../scenario/input-file.ts';

/** Keeps samples as files of a new folder, each dump as its tool printed it; what the kernel said stands beside it. */
export class SavedSamples {
  readonly #folder: string;
  #count = 0;

  /** @throws InputError where the folder is there already or cannot be made: nothing is written over. */
  constructor(folder: string) {
    this.#folder = folder;
    try {
      mkdirSync(folder);
    } catch (error) {
      throw this.#cannotWrite(error);
    }
  }

  add(dump: Dump, kernel: ReadonlyMap<number, KernelSight>, text: string): void {
    this.#count += 1;
    const name = String(this.#count).padStart(6, '0');
    try {
      if (text !== '') writeFileSync(join(this.#folder, `${name}.txt`), text);
      if (kernel.size === 0) return;
      const names = new Map(dump.threads.map(({ osId, name: thread }) => [osId, thread]));
      const lines = [...kernel].map(
        ([tid, { waitsIn = '', switches }]) => `${tid}\t${waitsIn}\t${switches ?? ''}\t${names.get(tid) ?? ''}\n`,
      );
      writeFileSync(join(this.#folder, `${name}.kernel.tsv`), lines.join(''));
    } catch (error) {
      throw this.#cannotWrite(error);
    }
  }

  #cannotWrite(error: unknown): InputError {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    return new InputError({
      file: this.#folder,
      message: 'samples cannot be kept there',
      expected: 'a new folder in one that is there',
      found: code === 'EEXIST' ? 'there is something of that name' : code === 'ENOSPC' ? 'a full disk' : reasonOf(code),
      hint: 'give --save a folder that is not there yet',
    });
  }
}

import { dirname, resolve } from 'node:path';
import { copyMode, disk, draftOf, realPlace, removeDraftsOf } from './disk.ts';
import { makeFolders, removeIfEmpty } from './folders.ts';
import { checkPlace, draftPath, type FileKind, onDisk } from './whole-file.ts';

/**
 * A file that is written while something runs, and takes its place when that has ended: until then what was there before is there. It is written at `path`, by whoever does that.
 */
export class DraftFile {
  /** Where it is written. */
  readonly path: string;
  readonly #file: string;
  readonly #place: string;
  readonly #kind: FileKind;
  #made: readonly string[] = [];

  /** @throws InputError where no file can be written, or one of another kind stands. */
  constructor(file: string, kind: FileKind) {
    checkPlace(file, kind);
    this.#file = file;
    this.#kind = kind;
    this.#place = realPlace(resolve(file));
    this.path = draftOf(draftPath(this.#place));
    onDisk(file, kind, () => {
      this.#made = makeFolders(dirname(this.#place), disk);
      removeDraftsOf(draftPath(this.#place), disk);
    });
  }

  /** It is whole. @throws InputError when it cannot take its place. */
  commit(): void {
    onDisk(this.#file, this.#kind, () => {
      copyMode(this.#place, this.path);
      disk.rename(this.path, this.#place);
    });
  }

  /** It will never be: nothing of it stays. After `commit` it does nothing. */
  abandon(): void {
    disk.remove(this.path);
    for (const folder of [...this.#made].reverse()) removeIfEmpty(folder, disk);
  }
}

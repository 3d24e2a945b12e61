import type { Layout } from '../service/layout.ts';
import type { RunObserver } from '../service/observer.ts';
import { silent } from './silent.ts';

/** Keeps the end of the signed URL of each blob that someone still means to delete. */
export class OpenBlobs {
  readonly listener: RunObserver;
  readonly #urlEndsUs = new Map<number, number>();

  constructor({ system }: Layout) {
    const validityUs = system.jobs.map(({ deletion }) => deletion.urlValidityUs);
    const ended = (blob: number): void => {
      this.#urlEndsUs.delete(blob);
    };
    this.listener = {
      ...silent(),
      blobUploaded: (blob, kind, _serial, _item, atUs) => {
        this.#urlEndsUs.set(blob, atUs + (validityUs[kind] as number));
      },
      blobDeletedAtOnce: ended,
      blobAbandoned: ended,
      deletionRejected: ended,
      deletionSettled: ended,
    };
  }

  /** In µs since the start of the run; Infinity for a URL without an end. */
  get urlEndsUs(): Iterable<number> {
    return this.#urlEndsUs.values();
  }
}

import type { DeletionOutcome } from '../janitor/janitor-event.ts';

/** What the janitor needs of an object store. An adapter maps the errors of its client to outcomes here. */
export interface ObjectStore<Ref> {
  /**
   * Deletes a blob. What may succeed later is answered with `retry`; a rejection counts as `failed`.
   * It may be asked for the same blob twice, and then answers `gone`.
   */
  delete(ref: Ref): Promise<DeletionOutcome>;
}

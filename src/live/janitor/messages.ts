import type { JanitorEvent } from '../../janitor/janitor-event.ts';
import type { Deletion, Fault, Store } from '../../scenario/model.ts';
import type { RecordedStep } from '../../workload/recording.ts';
import type { BucketAccess } from '../io/messages.ts';
import type { BlobRef } from '../store-operation.ts';

/** What a janitor's thread is started with. */
export interface JanitorThreadData {
  readonly access: BucketAccess;
  readonly deletion: Deletion;
  readonly store: Store;
  readonly faults: readonly Fault[];
  readonly jobNames: readonly string[];
  readonly seed: number;
}

/** A blob as the janitor holds it. */
export interface JanitorBlob extends BlobRef {
  /** The number of its job kind. */
  readonly jobKind: number;
  readonly job: number;
  readonly item: number;
}

/** What the service tells the janitor's thread. */
export type ToJanitor =
  /** The run begins, at a time on the common clock. */
  | { readonly do: 'begin'; readonly startUs: number }
  /** @see JanitorDriver.schedule; the delay is in µs. */
  | { readonly do: 'schedule'; readonly blob: JanitorBlob; readonly delayUs: number }
  /** The driver dies outright; the next schedule replaces it. */
  | { readonly do: 'kill' };

/** What the janitor's thread tells the service, in batches: a turn of its event loop each. */
export interface FromJanitor {
  readonly events: readonly JanitorEvent<string>[];
  readonly steps: readonly RecordedStep[];
}

import { storeOutcome } from '../../workload/outcomes.ts';
import { type Clock, systemClock } from '../clock.ts';
import { type DeletionAnswer, GcsStore, type OperationAnswer } from '../store/gcs-store.ts';
import { BLOB_BYTES, type OperationReply, type OperationRequest, SOURCE_BLOB } from '../store-operation.ts';
import type { BucketAccess } from './messages.ts';

const BYTES = Buffer.alloc(BLOB_BYTES, 'unpark');

const OUTCOMES: Readonly<Record<(DeletionAnswer | OperationAnswer)['outcome'], number>> = {
  done: storeOutcome.done,
  deleted: storeOutcome.done,
  superseded: storeOutcome.done,
  gone: storeOutcome.gone,
  retry: storeOutcome.retry,
  failed: storeOutcome.failed,
};

/** How long the store may leave an operation unanswered before it counts as one to try again. */
const TIMEOUT_MS = 10_000;

/** The client of a thread that reaches the bucket. */
export function openStore(access: BucketAccess): GcsStore {
  return new GcsStore({ ...access, timeoutMs: TIMEOUT_MS });
}

/** What is done on the real store. */
export type OperatedStore = Pick<GcsStore, 'upload' | 'download' | 'delete' | 'tryDelete'>;

/** Does an operation on the real store, after what the scenario puts before it. It never rejects. */
export async function operate(
  store: OperatedStore,
  request: OperationRequest,
  clock: Clock = systemClock,
): Promise<OperationReply> {
  const { operation, blob, holdUs, forced } = request;
  if (holdUs > 0) await new Promise<void>((resolve) => clock.wakeAt(clock.nowUs() + holdUs, resolve, true));
  if (forced === storeOutcome.retry || forced === storeOutcome.failed) {
    // A failure takes its time too: as much as it takes to reach the store and to come back.
    await store.download(SOURCE_BLOB.name);
    return { outcome: forced, cause: `the scenario lets this ${operation} fail` };
  }
  // Somebody else is quicker: the store itself then says that the blob is gone.
  if (forced === storeOutcome.gone) await store.delete(blob);
  if (operation === 'delete') return replyOf(await store.tryDelete(blob));
  return replyOf(await (operation === 'upload' ? store.upload(blob.name, BYTES) : store.download(blob.name)));
}

function replyOf({ outcome, cause, ...rest }: DeletionAnswer | OperationAnswer): OperationReply {
  const generation = 'generation' in rest ? rest.generation : undefined;
  return {
    outcome: OUTCOMES[outcome],
    ...(generation === undefined ? {} : { generation }),
    ...(cause === undefined ? {} : { cause }),
  };
}

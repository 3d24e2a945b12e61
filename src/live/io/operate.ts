import { setTimeout as sleep } from 'node:timers/promises';
import { storeOutcome } from '../../workload/outcomes.ts';
import { type DeletionAnswer, GcsStore, type OperationAnswer } from '../store/gcs-store.ts';
import { BLOB_BYTES, type OperationReply, type OperationRequest } from '../store-operation.ts';
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

/** Does an operation on the real store, after what the scenario puts before it. It never rejects. */
export async function operate(store: GcsStore, request: OperationRequest): Promise<OperationReply> {
  const { operation, blob, holdUs, forced } = request;
  if (holdUs > 0) await sleep(holdUs / 1_000);
  if (forced === storeOutcome.retry || forced === storeOutcome.failed) {
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

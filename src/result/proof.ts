import type { ProofResult } from './live-schema.ts';

/** Whether the looks at the bucket failed to such a degree that none found a blob alive: then that none is left early or missing says nothing. */
export function provesNothing({ blobs, failedLooks, provedAlive }: ProofResult): boolean {
  return blobs > 0 && failedLooks > 0 && provedAlive === 0;
}

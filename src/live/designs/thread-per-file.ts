import type { LiveDesignFactory } from './design.ts';

/** The design before the pools: each deletion starts a thread of its own, which sleeps for the delay, deletes and ends. Nothing bounds their number. */
export const threadPerFile: LiveDesignFactory = ({ blobs, nowUs, ownThreads, submitDeletion }) => {
  const sleepers = ownThreads();
  return {
    defer(blob) {
      const atUs = nowUs();
      submitDeletion(sleepers, blob);
      blobs.scheduled(blob, atUs, atUs + blob.delayUs);
    },
  };
};

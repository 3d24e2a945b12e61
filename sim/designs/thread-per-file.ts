import type { DesignFactory } from '../design-context.ts';

/** The design before the pools: each deletion starts a thread of its own, which sleeps for the delay, deletes and ends. Nothing bounds their number. */
export const threadPerFile: DesignFactory = ({ blobs, sleepersInOwnThreads }) => {
  const sleepers = sleepersInOwnThreads();
  return {
    defer(blob) {
      sleepers[blobs.jobKind(blob)]?.(blob);
    },
  };
};

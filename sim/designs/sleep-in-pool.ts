import type { DesignFactory } from '../design-context.ts';

/** The legacy design: each deletion is a task of a pool that sleeps for the delay and then deletes. The sleep starts when the task gets its thread, not when it is scheduled. */
export const sleepInPool: DesignFactory = ({ blobs, deletion, sleepersIn }) => {
  const sleepers = sleepersIn(deletion.pool);
  return {
    defer(blob) {
      const accepted = sleepers[blobs.jobKind(blob)]?.(blob);
      if (accepted !== true) blobs.rejectDeletion(blob);
    },
  };
};

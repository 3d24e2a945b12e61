import type { LiveDesignFactory } from './design.ts';

/** The legacy design: each deletion is a task of a pool that sleeps for the delay and then deletes. The sleep starts when the task gets its thread, not when it is scheduled. */
export const sleepInPool: LiveDesignFactory = ({ blobs, deletion, nowUs, pool, submitDeletion }) => {
  const sleepers = pool(deletion.pool);
  return {
    defer(blob) {
      const atUs = nowUs();
      const dueUs = atUs + blob.delayUs;
      if (submitDeletion(sleepers, blob)) blobs.scheduled(blob, atUs, dueUs);
      else blobs.rejected(blob, atUs, dueUs);
    },
  };
};

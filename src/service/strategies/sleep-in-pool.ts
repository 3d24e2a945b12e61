import type { StrategyKind } from './strategy-kind.ts';

/** The legacy strategy: each deletion is a task of a pool that sleeps for the delay and then deletes. The sleep starts when the task gets its thread, not when it is scheduled. */
export const sleepInPool: StrategyKind = {
  sleepersPool: ({ pool }, pools) => pools.findIndex(({ name }) => name === pool),
  make: ({ blobs, submitSleeper }) => ({
    defer(blob) {
      if (!submitSleeper(blob)) blobs.rejectDeletion(blob);
    },
  }),
};

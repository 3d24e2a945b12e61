import type { StrategyKind } from './strategy-kind.ts';

/** The strategy before the pools: each deletion starts a thread of its own, which sleeps for the delay, deletes and ends. Nothing bounds their number. */
export const threadPerFile: StrategyKind = {
  sleepersPool: (_deletion, pools) => {
    const name = 'ownThreads';
    return pools.push({ name, path: name, threads: Number.POSITIVE_INFINITY, queueBound: 0 }) - 1;
  },
  make: ({ submitSleeper }) => ({ defer: submitSleeper }),
};

import * as processState from './process-state.ts';
import type { ProcessTable } from './process-table.ts';
import type { Program } from './program.ts';
import type { ThreadPool } from './thread-pool.ts';

/**
 * Finds out whether anything that runs can still free a thread of a pool whose threads are all blocked.
 *
 * A process is live when it works, sleeps or waits for time to pass; when it waits for tasks of which one is live; when it waits for a semaphore of which a holder is live; or
 * when it waits in the queue of a pool of which a holder of a thread is live. Whatever is not live will never run again: nothing that arrives later can give it what it waits
 * for. The search is a fixed point over all processes; it is run only while a pool is stuck.
 */
export function isStarved(
  pool: number,
  table: ProcessTable,
  programs: readonly Program[],
  semaphoreOf: (row: number) => number,
  semaphores: number,
  pools: readonly ThreadPool[],
): boolean {
  const live = new Uint8Array(table.highest);
  const hasLiveTask = new Uint8Array(table.highest);
  const livePool = pools.map(({ active, threads }) => active < threads);
  const liveSemaphore = new Array<boolean>(semaphores).fill(false);
  for (let changed = true; changed; ) {
    changed = false;
    for (let row = 0; row < table.highest; row += 1) {
      if (live[row] === 1 || !isLive(row)) continue;
      changed = true;
      live[row] = 1;
      markWhatItHolds(row);
    }
  }
  return livePool[pool] === false;

  function isLive(row: number): boolean {
    const state = table.state[row] as number;
    if (state === processState.working || state === processState.parked || state === processState.away) return true;
    if (state === processState.queued) return livePool[poolOf(row)] as boolean;
    if (state !== processState.blocked && state !== processState.fresh) return false;
    const semaphore = semaphoreOf(row);
    if (semaphore >= 0) return liveSemaphore[semaphore] as boolean;
    return hasLiveTask[row] === 1;
  }

  function markWhatItHolds(row: number): void {
    const parent = table.parent[row] as number;
    if (parent >= 0) hasLiveTask[parent] = 1;
    const own = poolOf(row);
    const holdsThread = (table.thread[row] as number) >= 0;
    if (own >= 0 && holdsThread) livePool[own] = true;
    for (let i = 0; i < semaphores; i += 1) if (table.heldBy(row, i) > 0) liveSemaphore[i] = true;
  }

  function poolOf(row: number): number {
    return (programs[table.program[row] as number] as Program).pool;
  }
}

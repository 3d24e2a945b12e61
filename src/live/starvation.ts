import type { Process, WatchedPool } from './process.ts';
import type { Semaphore } from './semaphore.ts';

/**
 * The pools that have starved themselves: nothing that is under way can ever free a thread of theirs, and nothing that arrives later can either.
 *
 * A process is live when it waits for nothing, or for tasks of which one is live, or for a semaphore of which a permit is free or a holder is live; a task without a thread
 * only when its pool has a thread that is idle, or held by a live task. What is not live never runs again. It is the simulated world's rule (sim/starvation.ts).
 */
export function starvedPools<Pool extends WatchedPool>(
  pools: readonly Pool[],
  processes: ReadonlySet<Process>,
): Pool[] {
  const stuck = pools.filter((pool) => pool.queueLength > 0 && pool.sample().blocked === pool.threads);
  if (stuck.length === 0) return [];
  const live = new Set<Process>();
  const livePools = new Set<WatchedPool>(pools.filter((pool) => !stuck.includes(pool) && hasIdleThread(pool)));
  const liveSemaphores = new Set<Semaphore>();
  for (let changed = true; changed; ) {
    changed = false;
    for (const process of processes) {
      if (live.has(process) || !isLive(process)) continue;
      changed = true;
      live.add(process);
      if (process.pool !== undefined && process.hasThread) livePools.add(process.pool);
      for (const [semaphore, permits] of process.held) if (permits > 0) liveSemaphores.add(semaphore);
    }
  }
  return stuck.filter((pool) => !livePools.has(pool));

  function isLive({ pool, hasThread, waitsFor }: Process): boolean {
    if (waitsFor === undefined) return pool === undefined || hasThread || livePools.has(pool);
    if (waitsFor instanceof Set) return [...waitsFor].some((task) => live.has(task));
    const semaphore = waitsFor as Semaphore;
    return semaphore.hasFree || liveSemaphores.has(semaphore);
  }
}

function hasIdleThread(pool: WatchedPool): boolean {
  return pool.sample().active < pool.threads;
}

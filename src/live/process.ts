import type { Semaphore } from './semaphore.ts';

/** A pool, as far as its starvation goes. */
export interface WatchedPool {
  readonly threads: number;
  /** How many tasks wait for a thread. */
  readonly queueLength: number;
  /** How many threads are in a state at the moment. */
  sample(): { readonly blocked: number; readonly active: number };
}

/** What a task or a job's coordinator has, and what it waits for: enough to see whether a pool has starved itself. */
export class Process {
  /** The pool of its thread; undefined for a coordinator, which has none. */
  readonly pool: WatchedPool | undefined;
  /** Whether a task has its thread. */
  hasThread = false;
  /** The permits that it waits for, or the tasks; undefined while it runs, sleeps, or waits for the store or its thread. */
  waitsFor: Semaphore | ReadonlySet<Process> | undefined;
  /** The permits that it holds. */
  readonly held = new Map<Semaphore, number>();

  constructor(pool?: WatchedPool) {
    this.pool = pool;
  }

  /** Waits for permits, and then has them. */
  acquire(semaphore: Semaphore, permits: number, granted: () => void): void {
    this.waitsFor = semaphore;
    semaphore.acquire(permits, () => {
      this.waitsFor = undefined;
      this.held.set(semaphore, (this.held.get(semaphore) ?? 0) + permits);
      granted();
    });
  }

  release(semaphore: Semaphore, permits: number): void {
    this.held.set(semaphore, (this.held.get(semaphore) ?? 0) - permits);
    semaphore.release(permits);
  }

  /** Gives back whatever it still holds. */
  releaseAll(): void {
    for (const [semaphore, permits] of this.held) if (permits > 0) semaphore.release(permits);
    this.held.clear();
  }
}

import type { Blobs } from './blobs.ts';
import type { Port } from './port.ts';
import type { ProcessTable } from './process-table.ts';
import type { Program } from './program.ts';
import type { Semaphore } from './semaphore.ts';
import type { ThreadPool } from './thread-pool.ts';

/** What the interpreter works on. */
export interface Parts {
  readonly port: Port;
  readonly table: ProcessTable;
  readonly blobs: Blobs;
  readonly pools: readonly ThreadPool[];
  readonly semaphores: readonly Semaphore[];
  readonly programs: readonly Program[];
}

/** What happens outside of programs. */
export interface Hooks {
  /** A coordinator has ended. */
  jobEnded(row: number): void;
  /** A pool may have starved itself: asked whenever nothing runs at the present instant any more. */
  stuck(pool: ThreadPool): void;
}

import type { ProcessTable } from './process-table.ts';
import type { Semaphore } from './semaphore.ts';

/** The permits that processes hold. */
export class HeldPermits {
  readonly #semaphores: readonly Semaphore[];
  readonly #table: ProcessTable;
  /** The semaphores by name, so that the order in the file makes no difference. */
  readonly #order: readonly number[];

  constructor(semaphores: readonly Semaphore[], table: ProcessTable) {
    this.#semaphores = semaphores;
    this.#table = table;
    this.#order = semaphores
      .map((_, i) => i)
      .sort((a, b) => ((semaphores[a] as Semaphore).name < (semaphores[b] as Semaphore).name ? -1 : 1));
  }

  /** Gives back what a process holds. @param kept the permits that stay, by the number of the semaphore; none without it. */
  release(row: number, kept?: readonly number[]): void {
    for (const i of this.#order) {
      const permits = this.#table.heldBy(row, i) - (kept?.[i] ?? 0);
      if (permits > 0) (this.#semaphores[i] as Semaphore).release(row, permits);
    }
  }
}

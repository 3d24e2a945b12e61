import type { FailureCount } from '../result/live-schema.ts';

/** What failed in a live service, and how often. */
export class FailureCounts {
  readonly #counts = new Map<string, number>();

  add(cause: string): void {
    this.#counts.set(cause, (this.#counts.get(cause) ?? 0) + 1);
  }

  /** Most often first. */
  list(): FailureCount[] {
    return [...this.#counts].map(([cause, count]) => ({ cause, count })).sort((a, b) => b.count - a.count);
  }
}

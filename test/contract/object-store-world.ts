import type { DeletionOutcome } from '../../src/janitor/janitor.ts';

/** What the store behind the world does to every operation until it is told otherwise. */
export type Weather = 'fair' | 'brown-out' | 'refusing';

/** An object store to be held to the contract, as a task or a janitor sees it. */
export interface ObjectStoreWorld {
  /** Whether a deletion that names a generation leaves a newer content alone. */
  readonly honoursGenerationMatch: boolean;
  weather(weather: Weather): void;
  upload(name: string): Promise<{ readonly outcome: 'done' | 'retry' | 'failed'; readonly generation?: string }>;
  download(name: string): Promise<{ readonly outcome: 'done' | 'retry' | 'failed' }>;
  delete(ref: { readonly name: string; readonly generation?: string }): Promise<DeletionOutcome>;
  /** What is in it, seen from outside, in order. */
  names(): Promise<readonly string[]>;
  close(): Promise<void>;
}

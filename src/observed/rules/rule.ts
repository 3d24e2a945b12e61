import type { Runtime } from '../dumps/dump.ts';

/** What an observed thread does: `io` is the part of *working* that waits for an answer from outside; `unknown` is what no rule knows, and is never guessed. */
export const OBSERVED_STATES = ['working', 'io', 'parked', 'blocked', 'idle', 'unknown'] as const;
export type ObservedState = (typeof OBSERVED_STATES)[number];

/**
 * How a state is told from what a runtime prints. The first rule that fits decides. A pattern is looked for in the runtime's own frames on top of the first frame of the application:
 * what the application has called, and not what has called it.
 */
export interface Rule {
  readonly runtime: Runtime | 'any';
  /** The runtime's word for the state. */
  readonly state?: RegExp;
  /** The innermost frame, as `function place`. */
  readonly top?: RegExp;
  /** One of those frames, as `function place`. */
  readonly frame?: RegExp;
  /** None of those frames. */
  readonly without?: RegExp;
  /** The first frame of the application is also the outermost of its stack: it has called nothing of the application's. */
  readonly inEntry?: true;
  /** What the kernel says that the thread waits in, where it was asked: `system call/wait channel`. */
  readonly kernel?: RegExp;
  /** The line of the source at the first frame of the application, where it can be read. */
  readonly source?: RegExp;
  readonly is: ObservedState;
  readonly because: string;
}

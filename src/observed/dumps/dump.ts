/** What a runtime prints of its threads at one moment, whatever the runtime and its format. */

/** `native`: what only the kernel was asked about. */
export type Runtime = 'java' | 'python' | 'go' | 'native';

/** One call on a thread's stack. */
export interface Frame {
  /** With its class, package or module: `java.lang.Thread.sleep`, `main.worker`, `recv`. */
  readonly function: string;
  /** File and line, `Native Method`, or a library such as `libc.so.6`. */
  readonly place: string;
}

export interface DumpThread {
  /** Tells a thread from others, and is the same in the next dump of the process. */
  readonly id: string;
  /** The number that the operating system knows it by, where the dump tells it. */
  readonly osId: number | null;
  /** As the runtime names it; empty where it does not. */
  readonly name: string;
  /** The state in the runtime's own words: `TIMED_WAITING (sleeping)`, `idle`, `chan receive`. */
  readonly state: string;
  /** The innermost call first. */
  readonly frames: readonly Frame[];
  /** A thread of the language and not of the system: it holds no thread while it waits. */
  readonly isVirtual: boolean;
  /** Something that moves whenever the thread has run, such as its processor time; null where the dump does not tell it. */
  readonly ran: number | null;
}

export interface Dump {
  readonly runtime: Runtime;
  /** What printed it, such as `HotSpot text`. */
  readonly format: string;
  readonly pid: number | null;
  /** When it was made, in µs of a clock whose zone need not be known; null where the dump does not say. */
  readonly atUs: number | null;
  readonly threads: readonly DumpThread[];
  /** Threads that the runtime reports to wait for one another for ever, by name. */
  readonly deadlocks: readonly (readonly string[])[];
  /** The line that it begins at, from 1. */
  readonly line: number;
  /** It ends before its end: threads may be missing. */
  readonly isCut: boolean;
}

/** Reads one dump, line by line. */
export interface DumpParser {
  /**
   * Takes a line of the dump.
   * @returns `taken`; `foreign`: the line is of somebody else and the dump goes on; `over`: the dump ended before this line; `last`: it ends with it.
   */
  take(line: string): 'taken' | 'foreign' | 'over' | 'last';
  /** The dump, or undefined where it holds no thread. */
  finish(): Dump | undefined;
}

/** One way to print dumps. */
export interface DumpFormat {
  /** A parser if a dump of this format begins with this line, which it is then given first. @param number of the line, from 1. */
  begin(line: string, number: number): DumpParser | undefined;
}

import type { Layout } from '../service/layout.ts';
import type { RunObserver } from '../service/observer.ts';

/** A replication of a design, as an output is told of it. */
export interface OutputReplication {
  readonly design: string;
  readonly replication: number;
  readonly layout: Layout;
  /** When the run ends, µs since its start. */
  readonly endUs: number;
}

/** Something that is written while replications run, one after the other: the events, a timeline, metrics. */
export interface RunOutput {
  /** What it writes, for errors: `the events`. */
  readonly what: string;
  /** A replication begins. @returns what listens to it; undefined where this output leaves it out. */
  begin(replication: OutputReplication): RunObserver | undefined;
  /** It has ended. @param atUs when. @param engineEvents how many events the engine ran; 0 for a live run. */
  end(atUs: number, engineEvents: number): void;
  /** There is no other. @returns the system's code of the error where the file could not be written. */
  close(): string | undefined;
}

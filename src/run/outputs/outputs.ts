import { toAll } from '../../events/to-all.ts';
import type { Scenario } from '../../scenario/model.ts';
import type { RunObserver } from '../../service/observer.ts';
import { EventsOutput } from './events-output.ts';
import type { OutputReplication, RunOutput } from './run-output.ts';
import { TraceOutput, type TraceWindow } from './trace-output.ts';

/** What is to be written while a run goes on, and into which files: plain data, so that it passes between threads and processes. */
export interface OutputPlan {
  /** What the command line set, as it was written. */
  readonly overrides: readonly string[];
  readonly events?: string;
  readonly trace?: { readonly file: string; readonly window: TraceWindow | undefined };
}

/** A file that could not be written whole. */
export interface OutputFailure {
  readonly what: string;
  /** The system's code of the error. */
  readonly code: string;
}

/** All that is written while replications run, one after the other. */
export class Outputs {
  readonly #outputs: readonly RunOutput[];
  /** Those that listen to the replication that runs. */
  #listening: readonly RunOutput[] = [];

  constructor({ overrides, events, trace }: OutputPlan, scenario: Scenario, world: 'sim' | 'live') {
    this.#outputs = [
      ...(events === undefined ? [] : [new EventsOutput(events, world, scenario, overrides)]),
      ...(trace === undefined ? [] : [new TraceOutput(trace.file, trace.window)]),
    ];
  }

  begin(replication: OutputReplication): RunObserver | undefined {
    const listeners: RunObserver[] = [];
    this.#listening = this.#outputs.filter((output) => {
      const listener = output.begin(replication);
      if (listener !== undefined) listeners.push(listener);
      return listener !== undefined;
    });
    return listeners.length === 0 ? undefined : toAll(listeners);
  }

  end(atUs: number, engineEvents: number): void {
    for (const output of this.#listening) output.end(atUs, engineEvents);
  }

  /** Ends all files. @returns what went wrong. */
  close(): OutputFailure[] {
    return this.#outputs.flatMap((output) => {
      const code = output.close();
      return code === undefined ? [] : [{ what: output.what, code }];
    });
  }
}

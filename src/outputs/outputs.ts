import { toAll } from '../events/to-all.ts';
import type { Scenario } from '../scenario/model.ts';
import type { RunObserver } from '../service/observer.ts';
import { EventsOutput } from './events-output.ts';
import { OpenMetricsOutput, type OpenMetricsPlan } from './openmetrics-output.ts';
import type { OutputReplication, RunOutput } from './run-output.ts';
import { TraceOutput, type TracePlan } from './trace-output.ts';

/** The files that are written while a run goes on: plain data, so that it passes between threads and processes. */
export interface OutputFiles {
  readonly events?: string;
  readonly trace?: TracePlan;
}

/** What is to be written of a whole run. */
export interface OutputPlan extends OutputFiles {
  /** Of a simulated one. */
  readonly openmetrics?: OpenMetricsPlan;
  /** What the command line set, as it was written. */
  readonly overrides: readonly string[];
  /** The version of unpark. */
  readonly engineVersion: string;
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

  constructor(outputs: readonly RunOutput[]) {
    this.#outputs = outputs;
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

/** What is written of a simulated run. */
export function outputsOf({ events, trace, openmetrics, ...plan }: OutputPlan, scenario: Scenario): Outputs {
  return new Outputs([
    ...(events === undefined ? [] : [new EventsOutput(events, { world: 'sim', scenario, ...plan })]),
    ...(trace === undefined ? [] : [new TraceOutput(trace)]),
    ...(openmetrics === undefined ? [] : [new OpenMetricsOutput(openmetrics, scenario.name)]),
  ]);
}

/** What a live service writes: the part of its design. @param design its number. */
export function partsOf({ events, trace }: OutputFiles, design: number): Outputs {
  return new Outputs([
    ...(events === undefined ? [] : [new EventsOutput(events, undefined)]),
    ...(trace === undefined ? [] : [new TraceOutput(trace, design)]),
  ]);
}

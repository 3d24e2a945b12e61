import { eventWriter } from '../events/event-writer.ts';
import { STREAM_VERSION, type StreamHead, storable } from '../events/stream.ts';
import { scenarioHash } from '../scenario/hash.ts';
import type { Scenario } from '../scenario/model.ts';
import type { RunObserver } from '../service/observer.ts';
import { LineSink } from './line-sink.ts';
import type { OutputReplication, RunOutput } from './run-output.ts';

/** What was run, for the head of a stream. */
export interface StreamOrigin {
  readonly world: StreamHead['world'];
  readonly scenario: Scenario;
  /** What the command line set, as it was written. */
  readonly overrides: readonly string[];
  /** The version of unpark. */
  readonly engineVersion: string;
}

/** Writes everything that happens, as lines of JSON: the stream from which `unpark replay` makes the result again. */
export class EventsOutput implements RunOutput {
  readonly what = 'the events';
  readonly #sink: LineSink;
  readonly #isPart: boolean;
  #current: OutputReplication | undefined;
  #events = 0;
  #replications = 0;

  /** @param file a file of its own, which is emptied. @param origin undefined: the replications alone, a part of a stream. */
  constructor(file: string, origin: StreamOrigin | undefined) {
    this.#sink = new LineSink(file);
    this.#isPart = origin === undefined;
    if (origin !== undefined) this.#line(headLine(origin));
  }

  begin(current: OutputReplication): RunObserver {
    const { design, replication, layout } = current;
    this.#current = current;
    this.#events = 0;
    this.#line(JSON.stringify({ begin: design, replication }));
    return eventWriter(layout, (line) => {
      // What still happens in a live service when the measured time is over is no part of the run.
      if (this.#current !== current) return;
      this.#events += 1;
      this.#line(line);
    });
  }

  end(atUs: number, engineEvents: number): void {
    if (this.#current === undefined) return;
    const { design, replication } = this.#current;
    this.#current = undefined;
    this.#replications += 1;
    this.#line(JSON.stringify({ end: design, replication, atUs, events: this.#events, engineEvents }));
  }

  close(): string | undefined {
    if (!this.#isPart) this.#line(closeLine(this.#replications, this.#sink.sha256()));
    this.#sink.close();
    return this.#sink.failure;
  }

  #line(line: string): void {
    this.#sink.write(line);
    this.#sink.write('\n');
  }
}

/** The first line of a stream. */
export function headLine({ world, scenario, overrides, engineVersion }: StreamOrigin): string {
  const head: StreamHead = {
    stream: 'unpark-events',
    version: STREAM_VERSION,
    engineVersion,
    world,
    overrides: [...overrides],
    scenarioHash: scenarioHash(scenario),
    scenario: storable(scenario) as Record<string, unknown>,
  };
  return JSON.stringify(head);
}

/** Its last line. @param sha256 of all before it. */
export function closeLine(replications: number, sha256: string): string {
  return JSON.stringify({ close: 'unpark-events', replications, sha256 });
}

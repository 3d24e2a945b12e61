import { eventWriter } from '../../events/event-writer.ts';
import { STREAM_VERSION, type StreamHead, storable } from '../../events/stream.ts';
import { scenarioHash } from '../../scenario/hash.ts';
import type { Scenario } from '../../scenario/model.ts';
import type { RunObserver } from '../../service/observer.ts';
import { version } from '../assets.ts';
import { LineSink } from './line-sink.ts';
import type { OutputReplication, RunOutput } from './run-output.ts';

/** Writes everything that happens, as lines of JSON: the stream from which `unpark replay` makes the result again. */
export class EventsOutput implements RunOutput {
  readonly what = 'the events';
  readonly #sink: LineSink;
  #current: OutputReplication | undefined;
  #events = 0;
  #replications = 0;

  /** @param file a file of its own, which is emptied. @param overrides what the command line set, as it was written. */
  constructor(file: string, world: StreamHead['world'], scenario: Scenario, overrides: readonly string[]) {
    this.#sink = new LineSink(file);
    const head: StreamHead = {
      stream: 'unpark-events',
      version: STREAM_VERSION,
      engineVersion: version,
      world,
      overrides: [...overrides],
      scenarioHash: scenarioHash(scenario),
      scenario: storable(scenario) as Record<string, unknown>,
    };
    this.#line(JSON.stringify(head));
  }

  begin(current: OutputReplication): RunObserver {
    const { design, replication, layout } = current;
    this.#current = current;
    this.#events = 0;
    this.#line(JSON.stringify({ begin: design, replication }));
    return eventWriter(layout, (line) => {
      this.#events += 1;
      this.#line(line);
    });
  }

  end(atUs: number, engineEvents: number): void {
    const { design, replication } = this.#current as OutputReplication;
    this.#replications += 1;
    this.#line(JSON.stringify({ end: design, replication, atUs, events: this.#events, engineEvents }));
  }

  close(): string | undefined {
    const sha256 = this.#sink.sha256();
    this.#line(JSON.stringify({ close: 'unpark-events', replications: this.#replications, sha256 }));
    this.#sink.close();
    return this.#sink.failure;
  }

  #line(line: string): void {
    this.#sink.write(line);
    this.#sink.write('\n');
  }
}

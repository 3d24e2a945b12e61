import { EventReader } from '../events/event-reader.ts';
import { OpenBlobs } from '../events/open-blobs.ts';
import type { ReplicationEnd, StreamHead } from '../events/stream.ts';
import { toAll } from '../events/to-all.ts';
import { ServiceRecorder } from '../record/service-recorder.ts';
import { ResultBuilder } from '../result/build-result.ts';
import type { Result } from '../result/schema.ts';
import type { Scenario } from '../scenario/model.ts';
import { layOut } from '../service/lay-out.ts';
import { Draws } from '../workload/draws.ts';
import { Streams } from '../workload/streams.ts';

/** Makes the result of a run again from its events alone: what measures hears the same as it did then. */
export class Replay {
  readonly #scenario: Scenario;
  readonly #head: StreamHead;
  readonly #builder: ResultBuilder;

  constructor(head: StreamHead, scenario: Scenario) {
    this.#head = head;
    this.#scenario = scenario;
    this.#builder = new ResultBuilder(scenario);
  }

  /** @param design its number. @returns what is told the events of the replication, and its end. */
  begin(design: number, replication: number): { readonly reader: EventReader; end(end: ReplicationEnd): void } {
    const { designs, seed, warmUpUs, durationUs } = this.#scenario;
    const { system } = designs[design] as Scenario['designs'][number];
    const layout = layOut(system, new Draws(new Streams(seed, replication)));
    const recorder = new ServiceRecorder(layout, warmUpUs, warmUpUs + durationUs, replication);
    const blobs = new OpenBlobs(layout);
    return {
      reader: new EventReader(layout, toAll([recorder, blobs.listener])),
      end: ({ atUs, engineEvents }) => {
        this.#builder.add(design, { ...recorder.record(atUs, blobs.urlEndsUs), events: engineEvents });
      },
    };
  }

  /** @returns the result; of a live run what was measured of it. */
  result(): Result {
    const { world, engineVersion, overrides } = this.#head;
    return this.#builder.build(world, engineVersion, overrides);
  }
}

import { vi } from 'vitest';
import { simulateReplication } from '../../sim/replication.ts';
import type { Telemetry } from '../../src/live/otlp/telemetry.ts';
import { World } from '../../src/live/service/world.ts';
import type { ReplicationRecord } from '../../src/record/replication-record.ts';
import { ServiceRecorder } from '../../src/record/service-recorder.ts';
import type { Design, Scenario } from '../../src/scenario/model.ts';
import { layOut } from '../../src/service/lay-out.ts';
import { Draws } from '../../src/workload/draws.ts';
import { Streams } from '../../src/workload/streams.ts';
import { arrivalsOf } from './simulated-service.ts';
import { type Line, Trace } from './trace.ts';
import { VirtualClock } from './virtual-clock.ts';
import { virtualMachinery } from './virtual-machinery.ts';

/** What a world's recorder heard up to the end of the run, and what it made of it. */
export interface Heard {
  readonly lines: readonly Line[];
  readonly record: ReplicationRecord;
}

/** The simulated world, as it is. */
export function simulated(scenario: Scenario): Promise<Heard> {
  return hearing(scenario, async () => simulateReplication(scenario, scenario.designs[0] as Design, 0));
}

/** The live world in virtual time: it begins a while after the zero of its clock. @param telemetry makes spans of it. */
export function live(scenario: Scenario, telemetry?: Pick<Telemetry, 'spansOf'>): Promise<Heard> {
  const startUs = 1_000_000;
  return hearing(scenario, async () => {
    const clock = new VirtualClock(startUs / 2);
    const { system } = scenario.designs[0] as Design;
    const failures: unknown[] = [];
    const access = { url: '', bucket: '', honoursGenerationMatch: false };
    const setup = { scenario, design: 0, access, port: 0 };
    const machinery = virtualMachinery(clock, system.store);
    const world = new World(setup, (error) => failures.push(error), machinery, telemetry);
    let record: ReplicationRecord | undefined;
    await world.open();
    for (const { kind, atUs } of arrivalsOf(scenario)) clock.wakeAt(startUs + atUs, () => world.arrive(kind, ''));
    clock.wakeAt(startUs, () => {
      world.begin(startUs, (measured) => {
        record = measured;
      });
    });
    await clock.runUntil(() => record !== undefined || failures.length > 0);
    await world.close();
    if (failures.length > 0) throw failures[0];
    if (world.lostTransitions > 0) throw new Error('changes of state were lost');
    return record as ReplicationRecord;
  });
}

/** Runs a world of a scenario's first design and writes down what its recorder hears. */
export async function hearing(scenario: Scenario, run: () => Promise<ReplicationRecord>): Promise<Heard> {
  const trace = new Trace(layOut((scenario.designs[0] as Design).system, new Draws(new Streams(scenario.seed, 0))));
  const recorder = ServiceRecorder.prototype as unknown as Record<string, (...event: unknown[]) => void>;
  const listener = trace as unknown as typeof recorder;
  const events = Object.getOwnPropertyNames(Trace.prototype).filter((name) => name !== 'constructor');
  const spies = events.map((name) => {
    const original = recorder[name] as (...event: unknown[]) => void;
    return vi.spyOn(recorder, name).mockImplementation(function (this: unknown, ...event) {
      listener[name]?.(...event);
      original.apply(this, event);
    });
  });
  try {
    const record = await run();
    const endUs = scenario.warmUpUs + scenario.durationUs;
    return { lines: trace.lines.filter(({ atUs }) => atUs <= endUs), record };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

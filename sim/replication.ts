import { toAll } from '../src/events/to-all.ts';
import type { ReplicationRecord } from '../src/record/replication-record.ts';
import { ServiceRecorder } from '../src/record/service-recorder.ts';
import type { Design, Scenario } from '../src/scenario/model.ts';
import type { Layout } from '../src/service/layout.ts';
import type { RunObserver } from '../src/service/observer.ts';
import type { Recording } from '../src/workload/recording.ts';
import { World } from './world.ts';

/**
 * Runs one replication of one design: a pure function of (scenario, design, replication).
 * @param replication from 0; it and the scenario's seed address every random number.
 * @param listen gives a listener to everything that happens, beside what measures; without one nothing is told twice.
 * @param recording what a live run has recorded, to be replayed: its durations and outcomes take the place of the drawn ones.
 * @param pause is called now and then between two events, with the virtual time in µs.
 */
export function simulateReplication(
  scenario: Scenario,
  design: Design,
  replication: number,
  recording?: Recording,
  listen?: (layout: Layout) => RunObserver | undefined,
  pause?: (nowUs: number) => void,
): ReplicationRecord {
  const world = new World(design.system, scenario, replication, recording);
  const { layout, endUs } = world;
  const recorder = new ServiceRecorder(layout, scenario.warmUpUs, endUs, replication);
  const listener = listen?.(layout);
  world.run(listener === undefined ? recorder : toAll([recorder, listener]), pause);
  return { ...recorder.record(endUs, world.openUrlEndsUs()), events: world.events };
}

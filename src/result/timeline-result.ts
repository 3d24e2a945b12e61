import type { ReplicationRecord } from '../record/replication-record.ts';
import type { ThreadTimeline, TimelineRecord } from '../record/timeline-record.ts';
import type { System } from '../scenario/model.ts';
import { toSeconds } from '../units.ts';
import type { Timeline } from './schema.ts';

/** What each thread did, as a result has it: pools and kinds of tasks by name. */
export function timelineResult(
  { fromUs, untilUs, isCut, pools }: TimelineRecord,
  taskKinds: ReplicationRecord['taskKinds'],
  system: System,
): Timeline {
  // The order of jobs in a file is in no result.
  const kinds = taskKinds.map(({ name }) => name).sort();
  const placeOf = taskKinds.map(({ name }) => kinds.indexOf(name));
  const names = new Map(system.pools.map(({ name }) => [`pools.${name}`, name]));
  return {
    fromSeconds: toSeconds(fromUs),
    untilSeconds: toSeconds(untilUs),
    isCut,
    taskKinds: kinds,
    pools: Object.fromEntries([...names].map(([path, name]) => [name, named(pools[path] ?? [], placeOf)])),
    ownThreads: Object.entries(pools).flatMap(([path, threads]) => (names.has(path) ? [] : named(threads, placeOf))),
  };
}

function named(threads: readonly ThreadTimeline[], placeOf: readonly number[]): Timeline['ownThreads'] {
  return threads.map(({ thread, lengthsUs, states, tasks }) => ({
    thread,
    lengthsUs: [...lengthsUs],
    states,
    tasks: tasks.map((kind) => placeOf[kind] as number),
  }));
}

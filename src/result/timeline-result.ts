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
  const names = new Map(system.pools.map(({ name }) => [`pools.${name}`, name]));
  return {
    fromSeconds: toSeconds(fromUs),
    untilSeconds: toSeconds(untilUs),
    isCut,
    taskKinds: taskKinds.map(({ name }) => name),
    pools: Object.fromEntries([...names].map(([path, name]) => [name, copied(pools[path] ?? [])])),
    ownThreads: Object.entries(pools).flatMap(([path, threads]) => (names.has(path) ? [] : copied(threads))),
  };
}

function copied(threads: readonly ThreadTimeline[]): Timeline['ownThreads'] {
  return threads.map(({ thread, lengthsUs, states, tasks }) => ({
    thread,
    lengthsUs: [...lengthsUs],
    states,
    tasks: [...tasks],
  }));
}

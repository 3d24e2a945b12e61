import type { ReplicationRecord } from '../record/replication-record.ts';
import type { TimelineRecord } from '../record/timeline-record.ts';
import { toSeconds } from '../units.ts';
import type { Timeline } from './schema.ts';

/** What each thread did, as a result has it. */
export function timelineResult(
  { fromUs, untilUs, isCut, pools }: TimelineRecord,
  taskKinds: ReplicationRecord['taskKinds'],
): Timeline {
  return {
    fromSeconds: toSeconds(fromUs),
    untilSeconds: toSeconds(untilUs),
    isCut,
    taskKinds: taskKinds.map(({ name }) => name),
    pools: Object.fromEntries(
      Object.entries(pools).map(([name, threads]) => [
        name,
        threads.map(({ thread, lengthsUs, states, tasks }) => ({
          thread,
          lengthsUs: [...lengthsUs],
          states,
          tasks: [...tasks],
        })),
      ]),
    ),
  };
}

import type { TaskKind } from '../service/program.ts';
import type { HealthRecord } from './health-record.ts';
import type { Records } from './recorder.ts';
import type { TimelineRecord } from './timeline-record.ts';

/** A pool that its own tasks have starved: no thread of it can ever become free again. */
export interface StarvationRecord {
  readonly pool: string;
  readonly atUs: number;
  readonly reason: string;
}

/** Everything that one replication of one design leaves behind. Plain data, so that it passes between threads; the merge makes the result of many. */
export interface ReplicationRecord extends Records {
  /** How long was measured, in µs: less than planned where a live run was cut short. */
  readonly measuredUs: number;
  /** By pool. */
  readonly health: Readonly<Record<string, HealthRecord>>;
  readonly taskKinds: readonly TaskKind[];
  /** The largest lateness in each bin of the run, in µs; −1 where no deletion ended. */
  readonly latenessMaxima: Float64Array;
  readonly starved: readonly StarvationRecord[];
  /** What each thread did; of the first replication alone. */
  readonly timeline: TimelineRecord | undefined;
  /** How many events the engine ran. */
  readonly events: number;
}

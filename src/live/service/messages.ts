import type { ReplicationRecord } from '../../record/replication-record.ts';
import type { FailureCount, OsView } from '../../result/live-schema.ts';
import type { DesignView } from '../../view/snapshot.ts';
import type { DurationDistribution } from '../../workload/distribution.ts';
import type { Recording } from '../../workload/recording.ts';
import type { BlobAccount } from '../blob-book.ts';
import type { TelemetryAccount } from '../otlp/telemetry-plan.ts';
import type { Wakes } from '../wakes.ts';
import type { ServiceSetup } from './setup.ts';

/** The latencies of the store as a probe saw them, as distributions to forecast with. */
export interface Probe {
  readonly operations: number;
  readonly upload: DurationDistribution;
  readonly download: DurationDistribution;
  readonly delete: DurationDistribution;
}

/** What stands and moves in the service at the moment. */
export interface ServiceStatus {
  readonly pools: readonly {
    readonly name: string;
    readonly working: number;
    readonly parked: number;
    readonly blocked: number;
    readonly active: number;
    readonly queueDepth: number;
  }[];
  readonly jobsRunning: number;
  readonly jobsWaiting: number;
  readonly deletionsOpen: number;
  /** Whether anything moves by itself; if not, nothing will end any more. */
  readonly isMoving: boolean;
  /** Why a pool has starved itself, one sentence each. */
  readonly starved: readonly string[];
}

/** What a service leaves behind. */
export interface ServiceAccount {
  readonly blobs: readonly BlobAccount[];
  readonly recording: Recording;
  /** Of each job kind, in µs since the start. */
  readonly arrivals: readonly (readonly number[])[];
  readonly failures: readonly FailureCount[];
  readonly lostTransitions: number;
  readonly wakes: Wakes;
  /** Why lines are missing in its log: the system's code of an error. */
  readonly logFailure?: string | undefined;
  /** What became of its metrics and spans; undefined: none were asked for. */
  readonly telemetry?: TelemetryAccount | undefined;
}

/** What the run asks of the service; each is answered. */
export type ServiceRequest =
  | { readonly ask: 'open'; readonly setup: ServiceSetup }
  /** Answered when the measured time has ended. */
  | { readonly ask: 'begin'; readonly startUs: number }
  | { readonly ask: 'status' }
  /** Jobs are accepted from now on and none is admitted. */
  | { readonly ask: 'hold' }
  /** Sends away what waits for admission. */
  | { readonly ask: 'cancelWaiting' }
  /** What was measured up to now, of a run that is cut short. */
  | { readonly ask: 'snapshot' }
  | { readonly ask: 'account' }
  | { readonly ask: 'close' };

/** The answers, by what was asked. */
export interface ServiceAnswers {
  readonly open: { readonly port: number; readonly probe: Probe };
  readonly begin: { readonly record: ReplicationRecord; readonly os: OsView };
  readonly status: ServiceStatus;
  readonly hold: null;
  readonly cancelWaiting: number;
  readonly snapshot: { readonly record: ReplicationRecord; readonly os: OsView } | null;
  readonly account: ServiceAccount;
  readonly close: null;
}

/** A request with its number; the answer has the same one. */
export interface Numbered<T> {
  readonly id: number;
  readonly body: T;
}

/** What comes back: an answer, or why there is none. A failure without a number is of the service as a whole. */
export type ServiceReply =
  /** Nobody asked for it: what a live view shows. */
  | { readonly view: DesignView }
  | { readonly id: number; readonly answer: unknown }
  | {
      readonly id: number | null;
      readonly failure: string;
      readonly problems?: readonly object[];
      readonly code?: number;
    };

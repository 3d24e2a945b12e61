import type { OutputFiles } from '../../outputs/outputs.ts';
import type { Scenario } from '../../scenario/model.ts';
import type { BucketAccess } from '../io/messages.ts';
import type { TelemetryPlan } from '../otlp/telemetry-plan.ts';
import type { LogPlan } from '../service-log.ts';

/** What a service is started with. Plain data, so that it passes between processes. */
export interface ServiceSetup {
  /** In the time of the machine. */
  readonly scenario: Scenario;
  /** The number of the design. */
  readonly design: number;
  readonly access: BucketAccess;
  /** What is written of its events. */
  readonly outputs?: OutputFiles | undefined;
  /** Where its metrics and spans are sent. */
  readonly telemetry?: TelemetryPlan | undefined;
  /** Where it logs. */
  readonly log?: LogPlan | undefined;
  /** Whether it says again and again what its threads do, for a live view. */
  readonly isViewed?: boolean | undefined;
  /** 0: any free one. */
  readonly port: number;
}

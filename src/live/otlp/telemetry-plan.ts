/** Where the metrics and spans of a design's service go. Plain data, so that it passes between processes. */
export interface TelemetryPlan {
  /** Of an OTLP endpoint over HTTP, without a slash at its end. */
  readonly url: string;
  readonly scenario: string;
  readonly design: string;
  /** The version of unpark. */
  readonly version: string;
}

/** What became of something that was to be sent. */
export interface Sent {
  readonly made: number;
  readonly lost: number;
}

/** What became of all that was to be sent. */
export interface TelemetryAccount {
  readonly spans: Sent;
  /** By exports: all metrics at one moment. */
  readonly metrics: Sent;
  /** Why something was lost, where it was. */
  readonly reason: string;
}

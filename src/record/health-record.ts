/** What the service's own log would have shown of a pool. Plain data. */
export interface HealthRecord {
  readonly samples: number;
  readonly lines: number;
  /** How many lines showed n active threads, by n. */
  readonly activeAbove: Float64Array;
  /** How many lines showed a queue of n, by n. */
  readonly queueAbove: Float64Array;
  readonly firstLines: readonly string[];
}

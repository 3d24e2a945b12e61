/** A sample that was not printed: it lies below what the log prints. */
export const NOT_PRINTED = -1;

/** Samples at an even pace, without a break. */
export interface Segment {
  /** When the first sample was taken, in µs since 1970; undefined where the log gives no times. */
  readonly startUs: number | undefined;
  /** Active threads, or NOT_PRINTED. */
  readonly active: Int32Array;
}

/** What a pool’s log says of its active threads. */
export interface HealthSeries {
  /** In the order of time, none empty. */
  readonly segments: readonly Segment[];
  /** Whether samples that follow each other in a segment are `everySeconds` apart; without times they only come later. */
  readonly isPaced: boolean;
  /** Time between two samples, in s. */
  readonly everySeconds: number;
  readonly threads: number;
  /** The least number of active threads that is printed; 0 where all are. */
  readonly least: number;
}

/** The samples that were printed, in their order. */
export function printedOf({ segments }: HealthSeries): number[] {
  return segments.flatMap(({ active }) => [...active].filter((value) => value !== NOT_PRINTED));
}

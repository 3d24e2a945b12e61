/** What the store answers to a deletion. */
export type DeletionOutcome =
  /** The blob was there and is deleted. */
  | 'deleted'
  /** There was no such blob: as good as deleted. */
  | 'gone'
  /** The blob was replaced by a newer one since it was scheduled, and the newer one stays. */
  | 'superseded'
  /** It failed, and may succeed later. */
  | 'retry'
  /** It failed for good. */
  | 'failed';

/** How a deletion ended. */
export type SettledOutcome = Exclude<DeletionOutcome, 'retry'>;

interface OfDeletion<Ref> {
  /** When it happened, integer µs of the caller's clock, as are all times of events. */
  readonly atUs: number;
  readonly ref: Ref;
  /** The earliest moment at which this attempt might start. */
  readonly dueUs: number;
}

interface OfAttempt<Ref> extends OfDeletion<Ref> {
  /** Start of this attempt − its due time, at least 0. */
  readonly latenessUs: number;
  /** Which attempt it is, from 1. */
  readonly attempt: number;
}

interface OfDriver {
  readonly atUs: number;
  /** How many deletions are pending after it. */
  readonly pending: number;
}

/**
 * What happens in a janitor: one schema for the simulated world, the live world, logs and metrics.
 *
 * Each deletion is `scheduled` or `rejected` once; one that was scheduled is `started`, and is then `retried` (and started again later) or `settled`. A driver's death
 * puts back what was in flight: that is started again too, with its old due time, so its lateness tells of the death.
 */
export type JanitorEvent<Ref> =
  | ({ readonly kind: 'scheduled' } & OfDeletion<Ref>)
  | ({ readonly kind: 'rejected'; readonly reason: 'full' | 'closed' } & OfDeletion<Ref>)
  | ({ readonly kind: 'started' } & OfAttempt<Ref>)
  | ({
      readonly kind: 'settled';
      readonly outcome: SettledOutcome;
      /** Why it failed, where the driver knows. */
      readonly cause?: string;
    } & OfAttempt<Ref>)
  | ({
      readonly kind: 'retried';
      /** When the next attempt is due; `dueUs` is that of the attempt that failed. */
      readonly nextDueUs: number;
      readonly cause?: string;
    } & OfAttempt<Ref>)
  | ({ readonly kind: 'driverStarted' } & OfDriver)
  | ({
      readonly kind: 'driverDied';
      /** How many deletions were in flight and went back. */
      readonly putBack: number;
      readonly cause?: string;
    } & OfDriver);

/**
 * `unpark/janitor`: the janitor alone, and its live driver. It imports nothing of Node, so a bundle for a browser or an edge worker can have it; only `systemClock` needs Node's
 * timers when it is used.
 *
 * @module
 */

export { formatProblem, InputError, type Problem } from '../errors.ts';
export {
  DEFAULT_DELAY_US,
  type DeletionOutcome,
  Janitor,
  type JanitorCounts,
  type JanitorEvent,
  type JanitorOptions,
  type RetryOptions,
  type ScheduleAnswer,
  type SettledOutcome,
} from '../janitor/janitor.ts';
export { type Clock, systemClock } from '../live/clock.ts';
export { JanitorDriver, type JanitorDriverOptions } from '../live/janitor-driver.ts';
export type { ObjectStore } from '../live/object-store.ts';
export { formatSeconds, parseDurationUs, parseRatePerSecond, toSeconds } from '../units.ts';

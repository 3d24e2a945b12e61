/** A time in which deletions come due at an even rate, all under the same store. */
export interface DueSpan {
  /** From the start of the run. */
  readonly fromSeconds: number;
  readonly seconds: number;
  readonly duePerSecond: number;
  /** Deletions that the janitor can do in a second; Infinity where they take no time. */
  readonly perSecond: number;
  /** How long the deletions that are under way at its end hold the next ones up. */
  readonly residualSeconds: number;
  /** Whether the store is slower in it than it is without faults. */
  readonly isSlow: boolean;
}

/** A time in which more deletions come due than are done, and what it takes to catch up. */
export interface Backlog {
  readonly fromSeconds: number;
  readonly isSlow: boolean;
  /** Whether so many were pending that further ones were refused: who waits then depends on which. */
  isBounded: boolean;
  /** From its begin until most of them wait. */
  risingSeconds: number;
  deletions: number;
  latenessSeconds: number;
  /** From there until none waits; undefined where the run ends before. */
  recoverySeconds: number | undefined;
}

/** What a janitor does over a run, as a flow: chance is left out. */
export interface JanitorCourse {
  /** The share of its capacity that it uses, from the first deletion that comes due to the end of the run. */
  readonly busy: number;
  /** Deletions that it takes, and those that it does, from the first that comes due to the end of the run, in a second. */
  readonly takenPerSecond: number;
  readonly donePerSecond: number;
  /** What comes due over what it could do: from 1 on it falls behind for good. */
  readonly load: number;
  /** The share of the deletions that is refused because too many are pending. */
  readonly refused: number;
  readonly backlogs: readonly Backlog[];
}

/**
 * Follows a janitor through a run: what comes due beyond its capacity waits, and is done when there is room again.
 * @param maxPending how many deletions may be pending, those included that are not due yet.
 * @param delaySeconds how long one is pending before it is due.
 */
export function janitorCourse(spans: readonly DueSpan[], maxPending: number, delaySeconds: number): JanitorCourse {
  const backlogs: Backlog[] = [];
  let open: Backlog | undefined;
  let [waiting, busySeconds, came, refused, capacity, seconds] = [0, 0, 0, 0, 0, 0];
  for (const span of withResiduals(spans)) {
    const { fromSeconds, duePerSecond, perSecond } = span;
    const rise = duePerSecond - perSecond;
    const fullSeconds = rise < 0 ? Math.min(span.seconds, waiting / -rise) : span.seconds;
    const unbounded = Math.max(0, waiting + rise * span.seconds);
    const room = Math.max(waiting, maxPending - duePerSecond * delaySeconds);
    came += duePerSecond * span.seconds;
    capacity += perSecond * span.seconds;
    seconds += span.seconds;
    busySeconds += fullSeconds + ((span.seconds - fullSeconds) * duePerSecond) / perSecond;
    if (open === undefined && unbounded > 0) {
      const { isSlow } = span;
      const none = { isBounded: false, risingSeconds: 0, deletions: 0, latenessSeconds: 0, recoverySeconds: undefined };
      open = { fromSeconds, isSlow, ...none };
      backlogs.push(open);
    }
    // The last of those that wait already, where it is done within this time.
    const forward = waiting <= perSecond * span.seconds ? waiting / perSecond : 0;
    waiting = Math.min(unbounded, room);
    refused += unbounded - waiting;
    if (open === undefined) continue;
    if (unbounded > room) open.isBounded = true;
    open.latenessSeconds = Math.max(open.latenessSeconds, forward);
    if (waiting > 0 && unbounded >= open.deletions) {
      open.risingSeconds = fromSeconds + span.seconds - open.fromSeconds;
      open.deletions = waiting;
      // What is refused shortens the line, and not the time of those that were in it before.
      const latenessSeconds = Math.min(unbounded / duePerSecond, Math.max(0, maxPending / perSecond - delaySeconds));
      open.latenessSeconds = Math.max(open.latenessSeconds, latenessSeconds);
    }
    if (waiting > 0) continue;
    open.recoverySeconds = Math.max(0, fromSeconds + fullSeconds - open.fromSeconds - open.risingSeconds);
    open = undefined;
  }
  return {
    busy: seconds === 0 ? 0 : busySeconds / seconds,
    takenPerSecond: seconds === 0 ? 0 : (came - refused) / seconds,
    donePerSecond: seconds === 0 ? 0 : (came - refused - waiting) / seconds,
    load: capacity === 0 ? 0 : came / capacity,
    refused: came === 0 ? 0 : refused / came,
    backlogs,
  };
}

/** The slow deletions that are under way when a better time begins take the first part of it. */
function withResiduals(spans: readonly DueSpan[]): DueSpan[] {
  let slow: DueSpan | undefined;
  let leftSeconds = 0;
  return spans.flatMap((span) => {
    if (slow === undefined || span.perSecond <= slow.perSecond) leftSeconds = 0;
    const seconds = Math.min(span.seconds, leftSeconds);
    leftSeconds -= seconds;
    const late = { ...span, seconds, perSecond: slow?.perSecond ?? span.perSecond, isSlow: true };
    if (leftSeconds === 0 && span.perSecond < span.duePerSecond) {
      slow = span;
      leftSeconds = span.residualSeconds;
    }
    const rest = { ...span, fromSeconds: span.fromSeconds + seconds, seconds: span.seconds - seconds };
    return [late, rest].filter((one) => one.seconds > 0);
  });
}

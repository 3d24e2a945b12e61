import { invariant } from '../errors.ts';
import { US_PER_MS, US_PER_SECOND } from '../units.ts';

/** The time of the live world. One monotonic clock, whose zero means nothing: only differences do. */
export interface Clock {
  /** The time now, integer µs; it never runs backwards. */
  nowUs(): number;
  /**
   * Calls back once, never before `timeUs` and never within this call; a time that is past calls back as soon as it can.
   * @param timeUs integer µs of this clock, however far.
   * @param keepsProcessAlive whether the process waits for it. By default it does not.
   * @returns what takes the call back; after the call it does nothing.
   */
  wakeAt(timeUs: number, callback: () => void, keepsProcessAlive?: boolean): () => void;
  /** Calls back in the next turn of the event loop, when I/O has had its turn. The process waits for it. */
  nextTurn(callback: () => void): void;
}

/** Node turns a longer timer into one of 1 ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's monotonic clock. It looks timers up when it sets them, so that a test that replaces the global ones replaces these. */
export const systemClock: Clock = {
  nowUs() {
    // One clock for all threads and processes of the machine. Rounded down: it may say that less time has passed than has, and so wakes nobody early.
    const [seconds, nanoseconds] = process.hrtime();
    return seconds * US_PER_SECOND + Math.floor(nanoseconds / 1_000);
  },

  wakeAt(timeUs, callback, keepsProcessAlive = false) {
    invariant(Number.isFinite(timeUs), 'the time to wake at is a finite number of µs');
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const waitMs = Math.ceil((timeUs - systemClock.nowUs()) / US_PER_MS);
      timer = setTimeout(look, Math.min(Math.max(waitMs, 0), LONGEST_TIMER_MS));
      if (!keepsProcessAlive) timer.unref();
    };
    // A timer may fire up to 1 ms early, and a long wait takes several: only the clock says that it is time.
    const look = (): void => {
      if (systemClock.nowUs() >= timeUs) callback();
      else arm();
    };
    arm();
    return () => clearTimeout(timer);
  },

  nextTurn(callback) {
    setImmediate(callback);
  },
};

/** The time of day in µs since 1970, by the machine's clock: it may be set back. */
export function timeOfDayUs(): number {
  return Date.now() * US_PER_MS;
}

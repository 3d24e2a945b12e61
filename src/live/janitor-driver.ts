import { InputError } from '../errors.ts';
import {
  type DeletionOutcome,
  Janitor,
  type JanitorEvent,
  type JanitorOptions,
  type ScheduleAnswer,
} from '../janitor/janitor.ts';
import { JANITOR_OPTIONS } from '../janitor/janitor-options.ts';
import { A_NUMBER, checkOptions, type OptionRules, TRUE_OR_FALSE } from '../options.ts';
import { LONGEST_US, toSeconds } from '../units.ts';
import type { Clock } from './clock.ts';
import type { ObjectStore } from './object-store.ts';

/** How a live janitor works; everything has a default. */
export interface JanitorDriverOptions extends JanitorOptions {
  /** How long a deletion may go unanswered, integer µs from 1; then it counts as `retry`, and a late answer is ignored. By default for ever: the store has time-outs of its own. */
  readonly deadlineUs?: number;
  /** Whether the process stays alive while deletions are pending. By default it does not: they die with it, and the bucket's lifecycle rule is the backstop. */
  readonly keepsProcessAlive?: boolean;
}

const OPTIONS: OptionRules = { ...JANITOR_OPTIONS, deadlineUs: A_NUMBER, keepsProcessAlive: TRUE_OR_FALSE };

/** How many deletions are started before the event loop gets its turn. At a thousand a turn no turn takes longer than some milliseconds, however many are due. */
const DELETIONS_A_TURN = 1_000;

/**
 * The janitor of the live world: the core, and the loop that drives it with a clock and an object store. One loop runs at a time; it is started by the first
 * `schedule`, and by the next one after it died.
 *
 * A listener that throws does not harm the janitor: its error becomes an uncaught exception of the process, as any error is that nobody catches.
 */
export class JanitorDriver<Ref> {
  /** The core, to be read: its counts, and what is pending and in flight. */
  readonly janitor: Janitor<Ref>;
  readonly #store: ObjectStore<Ref>;
  readonly #clock: Clock;
  readonly #options: JanitorDriverOptions;
  #loop: Loop<Ref> | undefined;

  /** @throws InputError with every option that is out of range. */
  constructor(
    store: ObjectStore<Ref>,
    clock: Clock,
    options: JanitorDriverOptions = {},
    onEvent?: (event: JanitorEvent<Ref>) => void,
  ) {
    checkOptions(options, OPTIONS);
    checkDeadlineUs(options.deadlineUs);
    const { deadlineUs: _deadlineUs, keepsProcessAlive: _keepsProcessAlive, ...ofJanitor } = options;
    this.janitor = new Janitor(ofJanitor, onEvent && throwingOutside(onEvent));
    this.#store = store;
    this.#clock = clock;
    this.#options = options;
  }

  /**
   * Takes a blob to be deleted. It never blocks and starts no deletion itself.
   * @param delayUs integer µs in 0 … 2^52.
   * @throws InputError when the delay is out of range.
   */
  schedule(ref: Ref, delayUs?: number): ScheduleAnswer {
    const answer = this.janitor.schedule(ref, this.#clock.nowUs(), delayUs);
    if (answer === 'start' || answer === 'rejected-start') {
      this.#loop = new Loop(this.janitor, this.#store, this.#clock, this.#options);
      this.#loop.lookSoon();
    } else if (answer === 'wake') {
      this.#loop?.lookSoon();
    }
    return answer;
  }

  /** Kills the loop outright, as a fault does. What it had in flight goes back, and the next `schedule` replaces it. */
  kill(): void {
    this.#loop?.die('killed');
  }

  /**
   * Stops for good: nothing more is accepted or started. What is in flight is still settled when the store answers.
   * @returns how many deletions are lost, and how many are under way.
   */
  close(): { readonly pending: number; readonly inFlight: number } {
    this.janitor.close();
    this.#loop?.disarm();
    return { pending: this.janitor.pending, inFlight: this.janitor.inFlight };
  }
}

/** One life of the driver, from its start to its death. */
class Loop<Ref> {
  readonly #janitor: Janitor<Ref>;
  readonly #store: ObjectStore<Ref>;
  readonly #clock: Clock;
  readonly #options: JanitorDriverOptions;
  #isAlive = true;
  #isAboutToLook = false;
  #waitsForTurn = false;
  #startedThisTurn = 0;
  #cancelWake: (() => void) | undefined;

  constructor(janitor: Janitor<Ref>, store: ObjectStore<Ref>, clock: Clock, options: JanitorDriverOptions) {
    this.#janitor = janitor;
    this.#store = store;
    this.#clock = clock;
    this.#options = options;
  }

  /** Looks as soon as the caller is done: in a microtask, since a timer of 0 ms would be late. */
  lookSoon(): void {
    if (this.#isAboutToLook) return;
    this.#isAboutToLook = true;
    void Promise.resolve().then(() => {
      this.#isAboutToLook = false;
      this.#look();
    });
  }

  /** Waits no longer for what is due next. */
  disarm(): void {
    this.#cancelWake?.();
    this.#cancelWake = undefined;
  }

  die(cause: string): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    this.disarm();
    this.#janitor.driverDied(this.#clock.nowUs(), cause);
  }

  /** Starts what is due, then waits for what comes next. */
  #look(): void {
    if (!this.#isAlive || this.#waitsForTurn) return;
    this.#orDie(() => {
      this.disarm();
      while (this.#isAlive && this.#startedThisTurn < DELETIONS_A_TURN) {
        const ticket = this.#janitor.take(this.#clock.nowUs());
        if (ticket < 0) {
          this.#arm();
          return;
        }
        this.#startedThisTurn += 1;
        void this.#delete(ticket);
      }
      if (this.#isAlive) this.#waitForTurn();
    });
  }

  #arm(): void {
    const wakeAtUs = this.#janitor.wakeAtUs();
    if (wakeAtUs === Number.POSITIVE_INFINITY) return;
    this.#cancelWake = this.#clock.wakeAt(wakeAtUs, () => this.#lookAfresh(), this.#options.keepsProcessAlive);
  }

  #waitForTurn(): void {
    this.#waitsForTurn = true;
    this.#clock.nextTurn(() => this.#lookAfresh());
  }

  #lookAfresh(): void {
    this.#waitsForTurn = false;
    this.#startedThisTurn = 0;
    this.#look();
  }

  /** Never rejects. */
  async #delete(ticket: number): Promise<void> {
    const cancelDeadline = this.#armDeadline(ticket);
    let outcome: DeletionOutcome = 'failed';
    let cause: string | undefined;
    try {
      outcome = await this.#store.delete(this.#janitor.refOf(ticket));
    } catch (error) {
      cause = messageOf(error);
    }
    cancelDeadline?.();
    this.#settle(ticket, outcome, cause);
  }

  #armDeadline(ticket: number): (() => void) | undefined {
    const { deadlineUs, keepsProcessAlive } = this.#options;
    if (deadlineUs === undefined) return undefined;
    return this.#orDie(() => {
      const giveUp = (): void => this.#settle(ticket, 'retry', `no answer within ${toSeconds(deadlineUs)} s`);
      return this.#clock.wakeAt(this.#clock.nowUs() + deadlineUs, giveUp, keepsProcessAlive);
    });
  }

  /** A settlement that comes too late, after a deadline or this loop's death, changes nothing: the janitor knows it by its ticket. */
  #settle(ticket: number, outcome: DeletionOutcome, cause: string | undefined): void {
    this.#orDie(() => {
      if (this.#janitor.settle(ticket, outcome, this.#clock.nowUs(), cause)) this.#look();
    });
  }

  /** An error of the loop's own is its death; the store's are outcomes and never come this far. */
  #orDie<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      this.die(messageOf(error));
      return undefined;
    }
  }
}

/** @throws InputError when there is a deadline and it is not an integer number of µs in 1 … 2^52. */
function checkDeadlineUs(deadlineUs: number | undefined): void {
  if (deadlineUs === undefined) return;
  if (Number.isInteger(deadlineUs) && deadlineUs >= 1 && deadlineUs <= LONGEST_US) return;
  const expected = `an integer number of µs in 1 … ${LONGEST_US}`;
  throw new InputError({ path: 'deadlineUs', message: 'out of range', expected, found: String(deadlineUs) });
}

function throwingOutside<Event>(listener: (event: Event) => void): (event: Event) => void {
  return (event) => {
    try {
      listener(event);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

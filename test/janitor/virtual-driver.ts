import {
  type DeletionOutcome,
  Janitor,
  type JanitorEvent,
  type JanitorOptions,
  type ScheduleAnswer,
} from '../../src/janitor/janitor.ts';

interface Happening {
  readonly timeUs: number;
  readonly action: () => void;
}

/** The simplest discrete-event loop there can be: what happens at one time happens in the order in which it was asked for. */
export class VirtualTime {
  nowUs = 0;
  #happenings: Happening[] = [];

  at(timeUs: number, action: () => void): void {
    const index = this.#happenings.findIndex((other) => other.timeUs > timeUs);
    this.#happenings.splice(index < 0 ? this.#happenings.length : index, 0, { timeUs, action });
  }

  runUntil(endUs: number): void {
    for (let next = this.#happenings[0]; next !== undefined && next.timeUs <= endUs; next = this.#happenings[0]) {
      this.#happenings.shift();
      this.nowUs = next.timeUs;
      next.action();
    }
    this.nowUs = endUs;
  }
}

/** How the store of a test answers, and after what time. */
export interface Answer {
  readonly outcome: DeletionOutcome;
  readonly latencyUs: number;
}

/** A driver of the core in virtual time. */
export class VirtualDriver<Ref> {
  readonly janitor: Janitor<Ref>;
  readonly time = new VirtualTime();
  /** Everything the janitor told. */
  readonly events: JanitorEvent<Ref>[] = [];
  readonly #answer: (ref: Ref) => Answer;
  #life = 0;
  #wake = 0;

  constructor(options: JanitorOptions, answer: (ref: Ref) => Answer = () => ({ outcome: 'deleted', latencyUs: 0 })) {
    this.janitor = new Janitor<Ref>(options, (event) => this.events.push(event));
    this.#answer = answer;
  }

  schedule(ref: Ref, delayUs?: number): ScheduleAnswer {
    const answer = this.janitor.schedule(ref, this.time.nowUs, delayUs);
    if (answer === 'start' || answer === 'rejected-start') this.#life += 1;
    if (answer === 'start' || answer === 'rejected-start' || answer === 'wake') this.#lookAt(this.time.nowUs);
    return answer;
  }

  kill(): void {
    this.#life += 1;
    this.janitor.driverDied(this.time.nowUs);
  }

  /** The refs whose deletion was started, in order. */
  started(): Ref[] {
    return this.events.filter((event) => event.kind === 'started').map((event) => event.ref);
  }

  #lookAt(timeUs: number): void {
    const life = this.#life;
    this.#wake += 1;
    const wake = this.#wake;
    this.time.at(timeUs, () => {
      if (life === this.#life && wake === this.#wake) this.#look();
    });
  }

  #look(): void {
    const { janitor, time } = this;
    for (let ticket = janitor.take(time.nowUs); ticket >= 0; ticket = janitor.take(time.nowUs)) this.#delete(ticket);
    const wakeAtUs = janitor.wakeAtUs();
    if (wakeAtUs < Number.POSITIVE_INFINITY) this.#lookAt(wakeAtUs);
  }

  #delete(ticket: number): void {
    const { outcome, latencyUs } = this.#answer(this.janitor.refOf(ticket));
    this.time.at(this.time.nowUs + latencyUs, () => {
      if (this.janitor.settle(ticket, outcome, this.time.nowUs)) this.#look();
    });
  }
}

import type { Clock } from '../../src/live/clock.ts';

interface Timer {
  readonly atUs: number;
  readonly callback: () => void;
}

/** The clock of the live world, in virtual time: what is to happen at one µs happens in the order in which it was asked for, and promises run in between. */
export class VirtualClock implements Clock {
  #nowUs: number;
  /** By time, latest first. */
  readonly #timers: Timer[] = [];

  constructor(startUs: number) {
    this.#nowUs = startUs;
  }

  readonly nowUs = (): number => this.#nowUs;

  wakeAt(timeUs: number, callback: () => void): () => void {
    const timer = { atUs: Math.max(timeUs, this.#nowUs), callback };
    let place = this.#timers.length;
    while (place > 0 && (this.#timers[place - 1] as Timer).atUs <= timer.atUs) place -= 1;
    this.#timers.splice(place, 0, timer);
    return () => {
      const at = this.#timers.indexOf(timer);
      if (at >= 0) this.#timers.splice(at, 1);
    };
  }

  nextTurn(callback: () => void): void {
    this.wakeAt(this.#nowUs, callback);
  }

  /** Resolves after a time. */
  passes(us: number): Promise<void> {
    return new Promise((resolve) => this.wakeAt(this.#nowUs + us, resolve));
  }

  /** Lets time pass until something is over. */
  async runUntil(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const timer = this.#timers.pop();
      if (timer === undefined) throw new Error('nothing is to happen any more');
      this.#nowUs = timer.atUs;
      timer.callback();
      await promisesRun();
    }
  }
}

/** Resolves when every promise that could run has run. */
function promisesRun(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

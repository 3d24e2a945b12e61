import { type Series, TimedLevel, Value } from './series.ts';

/** What is kept of a strategy of deletion that has a thread of its own. */
export class StrategyMetrics {
  readonly series: readonly Series[];
  readonly starts: Value;
  readonly #busy = new TimedLevel();
  readonly #busyTime: Value;

  /** @param strategy its name. */
  constructor(strategy: string) {
    this.starts = new Value('unpark.strategy.thread_starts', { strategy });
    this.#busyTime = new Value('unpark.strategy.busy_time', { strategy });
    this.series = [this.starts, this.#busyTime];
  }

  /** @param works whether deletions are in flight from now on. */
  changed(works: boolean, atUs: number): void {
    this.#busy.change(works ? 1 : -1, atUs);
  }

  /** Brings what is shown up to a time. */
  bringUpTo(atUs: number): void {
    this.#busyTime.value = this.#busy.secondsUntil(atUs);
  }
}

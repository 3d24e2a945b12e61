interface Entry {
  readonly timeUs: number;
  readonly apply: (nowUs: number) => void;
}

/**
 * Puts what several threads tell of themselves into one order of time. Each thread stamps what it does with the common clock, but the news of it arrives later and not in order;
 * so the measures lag a little behind, and are then changed in the order in which things happened. Entries of one time are applied in the order in which they were added.
 */
export class Timeline {
  /** When the run began, on the common clock: the zero of the measures. */
  startUs = 0;
  #entries: Entry[] = [];
  #nowUs = 0;

  /** The time of the last entry that was applied, in µs since the start. */
  get appliedUs(): number {
    return this.#nowUs;
  }

  /**
   * @param timeUs on the common clock; before the start counts as the start.
   * @param apply is called with the time since the start in µs, which never runs backwards: an entry that came too late counts from the last one applied.
   */
  add(timeUs: number, apply: (nowUs: number) => void): void {
    this.#entries.push({ timeUs, apply });
  }

  /** Applies every entry up to a time on the common clock. */
  advance(untilUs: number): void {
    const due = this.#entries.filter(({ timeUs }) => timeUs <= untilUs);
    if (due.length === 0) return;
    this.#entries = this.#entries.filter(({ timeUs }) => timeUs > untilUs);
    due.sort((a, b) => a.timeUs - b.timeUs);
    for (const { timeUs, apply } of due) {
      this.#nowUs = Math.max(this.#nowUs, timeUs - this.startUs);
      apply(this.#nowUs);
    }
  }
}

import { OBSERVED_STATES, type ObservedState } from './rules/rule.ts';

/** The most threads that are drawn, and the most samples of each. */
const MOST_ROWS = 2_000;
const MOST_COLUMNS = 480;

export interface ThreadRow {
  readonly pattern: string;
  /** As the runtime names it; empty where names are left out. */
  readonly name: string;
  /** One letter for each kept sample: the state's number in `OBSERVED_STATES`, or `-` where the thread was not there. */
  readonly states: string;
}

interface Row {
  readonly pattern: string;
  readonly name: string;
  readonly codes: number[];
}

const ABSENT = OBSERVED_STATES.length;

/** What each thread did, sample by sample, to be drawn: of very many samples every second one, every fourth … is kept. */
export class ThreadRows {
  /** Every so many-th sample is kept. */
  stride = 1;
  readonly #rows = new Map<string, Row>();
  readonly #redact: boolean;
  #sample = -1;

  constructor(redact: boolean) {
    this.#redact = redact;
  }

  nextSample(): void {
    this.#sample += 1;
    if (this.#sample < MOST_COLUMNS * this.stride) return;
    this.stride *= 2;
    for (const { codes } of this.#rows.values()) {
      const kept = codes.filter((_, i) => i % 2 === 0);
      codes.length = 0;
      codes.push(...kept);
    }
  }

  add(pattern: string, id: string, name: string, state: ObservedState): void {
    if (this.#sample % this.stride !== 0) return;
    const key = `${pattern}\n${id}`;
    let row = this.#rows.get(key);
    if (row === undefined) {
      if (this.#rows.size >= MOST_ROWS) return;
      row = { pattern, name: this.#redact ? '' : name, codes: [] };
      this.#rows.set(key, row);
    }
    const column = this.#sample / this.stride;
    while (row.codes.length < column) row.codes.push(ABSENT);
    row.codes[column] = OBSERVED_STATES.indexOf(state);
  }

  rows(): ThreadRow[] {
    const columns = Math.floor(this.#sample / this.stride) + 1;
    return [...this.#rows.values()].map(({ pattern, name, codes }) => ({
      pattern,
      name,
      states: Array.from({ length: columns }, (_, i) => LETTERS[codes[i] ?? ABSENT]).join(''),
    }));
  }
}

/** `w` works, `i` waits for an answer from outside, `p` parked, `b` blocked, `.` idle, `?` unknown, `-` not there. */
export const LETTERS = ['w', 'i', 'p', 'b', '.', '?', '-'] as const;

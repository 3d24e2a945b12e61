import type { DurationDistribution } from './distribution.ts';
import type { OutcomeSource } from './outcomes.ts';
import type { DurationSource } from './sampler.ts';

/** How long each step of a live run took, and what came of its operations: by the label of the draw, and then by the draw's address. Plain data, so that it passes between processes. */
export interface Recording {
  /** In µs, as the thread that waited saw it. */
  readonly durations: Map<string, Map<number, number>>;
  /** A `storeOutcome`; only where it is another than done. */
  readonly outcomes: Map<string, Map<number, number>>;
}

/** One step or operation of a live run, as it is recorded. */
export interface RecordedStep {
  readonly label: string;
  readonly job: number;
  readonly item: number;
  readonly durationUs: number;
  /** A `storeOutcome`. */
  readonly outcome: number;
}

export function emptyRecording(): Recording {
  return { durations: new Map(), outcomes: new Map() };
}

/** Adds a step to a recording. */
export function record(recording: Recording, { label, job, item, durationUs, outcome }: RecordedStep): void {
  cellsOf(recording.durations, label).set(addressOf(job, item), durationUs);
  if (outcome !== 0) cellsOf(recording.outcomes, label).set(addressOf(job, item), outcome);
}

/** Replays recorded durations; what was not recorded is drawn. */
export class RecordedDurations implements DurationSource {
  readonly #recorded: ReadonlyMap<number, number>;
  readonly #otherwise: DurationSource;

  constructor(recorded: ReadonlyMap<number, number>, otherwise: DurationSource) {
    this.#recorded = recorded;
    this.#otherwise = otherwise;
  }

  drawUs(job: number, item: number): number {
    return this.#recorded.get(addressOf(job, item)) ?? this.#otherwise.drawUs(job, item);
  }

  /** What was recorded under a fault is slow already. */
  drawByUs(distribution: DurationDistribution, job: number, item: number): number {
    return this.#recorded.get(addressOf(job, item)) ?? this.#otherwise.drawByUs(distribution, job, item);
  }
}

/** Replays recorded outcomes; an operation that was not recorded with another outcome is done. */
export class RecordedOutcomes implements OutcomeSource {
  readonly #recorded: ReadonlyMap<number, number>;

  constructor(recorded: ReadonlyMap<number, number>) {
    this.#recorded = recorded;
  }

  draw(_fail: number, _retry: number, _gone: number, job: number, item: number): number {
    return this.#recorded.get(addressOf(job, item)) ?? 0;
  }
}

/** One number for a job and an item; jobs of a live run stay far below 2^21. */
function addressOf(job: number, item: number): number {
  return job * 2 ** 32 + item;
}

function cellsOf(map: Map<string, Map<number, number>>, label: string): Map<number, number> {
  const found = map.get(label);
  if (found !== undefined) return found;
  const made = new Map<number, number>();
  map.set(label, made);
  return made;
}

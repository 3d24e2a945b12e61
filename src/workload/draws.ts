import type { DurationDistribution } from './distribution.ts';
import { OutcomeSampler, type OutcomeSource } from './outcomes.ts';
import { RecordedDurations, RecordedOutcomes, type Recording } from './recording.ts';
import { DurationSampler, type DurationSource } from './sampler.ts';
import type { Stream, Streams } from './streams.ts';

/** Every draw of a run, by its label: random numbers in a forecast; in a replay what a live run has recorded, and random numbers for what it has not. */
export class Draws {
  readonly #streams: Streams;
  readonly #recording: Recording | undefined;

  constructor(streams: Streams, recording?: Recording) {
    this.#streams = streams;
    this.#recording = recording;
  }

  /** The random numbers of a label, recorded or not: of counts, which are drawn alike in both worlds. */
  of(label: string): Stream {
    return this.#streams.of(label);
  }

  durations(label: string, distribution: DurationDistribution): DurationSource {
    const sampler = new DurationSampler(distribution, this.#streams.of(label));
    const recorded = this.#recording?.durations.get(label);
    return recorded === undefined ? sampler : new RecordedDurations(recorded, sampler);
  }

  outcomes(label: string): OutcomeSource {
    if (this.#recording !== undefined) return new RecordedOutcomes(this.#recording.outcomes.get(label) ?? new Map());
    return new OutcomeSampler(this.#streams.of(`${label}/outcome`));
  }
}

import type { Stream } from './streams.ts';

/** What comes of an operation on the store. */
export const storeOutcome = { done: 0, gone: 1, retry: 2, failed: 3 } as const;

/** Where the outcomes of operations come from: chances in a forecast, a recording in a replay. */
export interface OutcomeSource {
  /**
   * @param fail the probability of `failed`, as `retry` and `gone` are those of theirs; together at most 1.
   * @param job the serial number of the job.
   * @param item what distinguishes draws of one job.
   * @returns a `storeOutcome`.
   */
  draw(fail: number, retry: number, gone: number, job: number, item: number): number;
}

/** Draws outcomes by their chances, by address. */
export class OutcomeSampler implements OutcomeSource {
  readonly #stream: Stream;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  draw(fail: number, retry: number, gone: number, job: number, item: number): number {
    if (fail + retry + gone === 0) return storeOutcome.done;
    const u = this.#stream.uniform(job, item);
    if (u < fail) return storeOutcome.failed;
    if (u < fail + retry) return storeOutcome.retry;
    return u < fail + retry + gone ? storeOutcome.gone : storeOutcome.done;
  }
}

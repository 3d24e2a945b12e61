import { block, threefry2x32 } from './threefry.ts';

/**
 * The random numbers for one purpose. A number is addressed by (job, item), not by when it is drawn, so that designs which run their operations in different orders see the
 * same numbers (common random numbers).
 */
export class Stream {
  readonly #key0: number = 0;
  readonly #key1: number = 0;

  constructor(key0: number, key1: number) {
    this.#key0 = key0;
    this.#key1 = key1;
  }

  /**
   * @param job the serial number of the job, taken modulo 2^32.
   * @param item what distinguishes draws of one job in this stream, taken modulo 2^32.
   * @returns a uniform number in the open interval (0, 1), with 52 bits.
   */
  uniform(job: number, item: number): number {
    threefry2x32(this.#key0, this.#key1, job | 0, item | 0);
    return uniformOfBlock();
  }

  /** The numbers of jobs that follow each other, at one item. @param into gets them, from that of `firstJob` on. */
  uniforms(firstJob: number, item: number, into: Float64Array): void {
    const key0 = this.#key0;
    const key1 = this.#key1;
    for (let i = 0; i < into.length; i += 1) {
      threefry2x32(key0, key1, (firstJob + i) | 0, item | 0);
      into[i] = uniformOfBlock();
    }
  }
}

/** One block gives 52 bits: at the middle of its cell a number is never 0 and never 1, and the sum is exact. */
function uniformOfBlock(): number {
  const high = (block[0] as number) >>> 6;
  const low = (block[1] as number) >>> 6;
  return (high * 0x400_0000 + low + 0.5) / 0x10_0000_0000_0000;
}

/** The streams of one replication, forked from the seed by label: adding a consumer never shifts the others. */
export class Streams {
  readonly #seed: number;
  readonly #replication: number;

  /**
   * @param seed a whole number in 0 … 2^32 − 1.
   * @param replication from 0.
   */
  constructor(seed: number, replication: number) {
    this.#seed = seed;
    this.#replication = replication;
  }

  /** The stream of a label, such as `sync/steps.0.task.steps.0`. The label is absorbed four characters at a time, each block keyed by the one before. */
  of(label: string): Stream {
    let key0 = this.#seed | 0;
    let key1 = this.#replication | 0;
    for (let i = 0; i < label.length; i += 4) {
      const low = pair(label, i);
      const high = pair(label, i + 2);
      threefry2x32(key0, key1, low, high);
      key0 = (block[0] as number) | 0;
      key1 = (block[1] as number) | 0;
    }
    threefry2x32(key0, key1, label.length, -1);
    return new Stream((block[0] as number) | 0, (block[1] as number) | 0);
  }
}

function pair(label: string, index: number): number {
  const first = index < label.length ? label.charCodeAt(index) : 0;
  const second = index + 1 < label.length ? label.charCodeAt(index + 1) : 0;
  return first | (second << 16) | 0;
}

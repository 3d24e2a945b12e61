import type { DurationRecorder } from '../record/duration-recorder.ts';
import type { LevelRecorder } from '../record/level-recorder.ts';
import type { Recorder } from '../record/recorder.ts';
import type { Timeline } from './timeline.ts';

interface Waiting {
  readonly permits: number;
  readonly sinceUs: number;
  readonly granted: () => void;
}

/** A counting semaphore with a FIFO line: the first in the line is served first, even where a later one asks for fewer permits. */
export class Semaphore {
  readonly #line: Waiting[] = [];
  readonly #nowUs: () => number;
  readonly #timeline: Timeline;
  readonly #inUse: LevelRecorder;
  readonly #waiting: LevelRecorder;
  readonly #wait: DurationRecorder;
  #free: number;

  constructor(name: string, limit: number, nowUs: () => number, timeline: Timeline, recorder: Recorder) {
    this.#free = limit;
    this.#nowUs = nowUs;
    this.#timeline = timeline;
    this.#inUse = recorder.level(`semaphores.${name}.inUse`);
    this.#waiting = recorder.level(`semaphores.${name}.waiting`);
    this.#wait = recorder.durations(`semaphores.${name}.wait`);
  }

  /** Whether a permit is free. */
  get hasFree(): boolean {
    return this.#free > 0;
  }

  /** @param granted is called with the permits, now or later. */
  acquire(permits: number, granted: () => void): void {
    const sinceUs = this.#nowUs();
    if (this.#line.length > 0 || this.#free < permits) {
      this.#line.push({ permits, sinceUs, granted });
      this.#timeline.add(sinceUs, (nowUs) => this.#waiting.change(1, nowUs));
      return;
    }
    this.#grant(permits, 0, sinceUs);
    granted();
  }

  /** Gives permits back and serves the line. */
  release(permits: number): void {
    const atUs = this.#nowUs();
    this.#free += permits;
    this.#timeline.add(atUs, (nowUs) => this.#inUse.change(-permits, nowUs));
    for (let first = this.#line[0]; first !== undefined && first.permits <= this.#free; first = this.#line[0]) {
      this.#line.shift();
      this.#timeline.add(atUs, (nowUs) => this.#waiting.change(-1, nowUs));
      this.#grant(first.permits, atUs - first.sinceUs, atUs);
      first.granted();
    }
  }

  #grant(permits: number, waitedUs: number, atUs: number): void {
    this.#free -= permits;
    this.#timeline.add(atUs, (nowUs) => {
      this.#inUse.change(permits, nowUs);
      this.#wait.observe(waitedUs);
    });
  }
}

import type { DurationRecorder } from './duration-recorder.ts';
import type { LevelRecorder } from './level-recorder.ts';
import type { Recorder } from './recorder.ts';

/** What is measured of a semaphore. */
export class SemaphoreRecorder {
  readonly inUse: LevelRecorder;
  readonly waiting: LevelRecorder;
  readonly wait: DurationRecorder;

  constructor(recorder: Recorder, name: string) {
    this.inUse = recorder.level(`semaphores.${name}.inUse`);
    this.waiting = recorder.level(`semaphores.${name}.waiting`);
    this.wait = recorder.durations(`semaphores.${name}.wait`);
  }
}

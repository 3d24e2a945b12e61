import type { DurationCourse } from './duration-course.ts';
import type { DurationRecorder } from './duration-recorder.ts';
import type { LevelRecorder } from './level-recorder.ts';
import type { Counter, Recorder } from './recorder.ts';

/** What is measured of the jobs of one kind, in both worlds. */
export interface JobRecorder {
  readonly arrived: Counter;
  readonly done: Counter;
  readonly failed: Counter;
  /** From admission to the end. */
  readonly time: DurationRecorder;
  /** The same of completed jobs, over the run. */
  readonly timeCourse: DurationCourse;
  /** From arrival to admission. */
  readonly waitOutside: DurationRecorder;
  readonly outside: LevelRecorder;
  readonly running: LevelRecorder;
}

/** @param kind the name of the kind. */
export function jobRecorder(recorder: Recorder, kind: string): JobRecorder {
  return {
    arrived: recorder.counter(`jobs.${kind}.arrived`),
    done: recorder.counter(`jobs.${kind}.done`),
    failed: recorder.counter(`jobs.${kind}.failed`),
    time: recorder.durations(`jobs.${kind}.time`),
    timeCourse: recorder.course(`jobs.${kind}.time`),
    waitOutside: recorder.durations(`jobs.${kind}.waitOutside`),
    outside: recorder.level(`jobs.${kind}.outside`),
    running: recorder.level(`jobs.${kind}.running`),
  };
}

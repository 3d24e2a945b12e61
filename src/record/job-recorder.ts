import type { DurationCourse } from './duration-course.ts';
import type { DurationRecorder } from './duration-recorder.ts';
import type { LevelRecorder } from './level-recorder.ts';
import type { Counter, Recorder } from './recorder.ts';

/** What is measured of the jobs of one kind, in both worlds. */
export interface JobRecorder {
  readonly arrived: Counter;
  readonly done: Counter;
  readonly failed: Counter;
  /** From admission to the end, of the jobs that ended well. */
  readonly time: DurationRecorder;
  /** The same of completed jobs, over the run. */
  readonly timeCourse: DurationCourse;
  /** The same of those that ended in a failure: they would pass for quick ones. */
  readonly failedTime: DurationRecorder;
  /** From arrival to admission. */
  readonly admissionWait: DurationRecorder;
  readonly waiting: LevelRecorder;
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
    failedTime: recorder.durations(`jobs.${kind}.failedTime`),
    admissionWait: recorder.durations(`jobs.${kind}.admissionWait`),
    waiting: recorder.level(`jobs.${kind}.waiting`),
    running: recorder.level(`jobs.${kind}.running`),
  };
}

/** A job has ended. @param timeUs since its admission. */
export function jobEnded(jobs: JobRecorder, well: boolean, timeUs: number, nowUs: number): void {
  const [count, times] = well ? [jobs.done, jobs.time] : [jobs.failed, jobs.failedTime];
  count.count += 1;
  times.observe(timeUs);
  if (well) jobs.timeCourse.observe(timeUs, nowUs);
}

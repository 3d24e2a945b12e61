import { entryOf } from '../map-entry.ts';
import { type CourseRecord, DurationCourse } from './duration-course.ts';
import { type DurationRecord, DurationRecorder, sumOfDurations } from './duration-recorder.ts';
import { type LevelRecord, LevelRecorder } from './level-recorder.ts';
import { type UsageRecord, UsageRecorder } from './usage-recorder.ts';

/** A number of events. */
export class Counter {
  count = 0;
}

/** What one replication of one design has measured, by the measures' paths. Plain data, so that it passes between threads. */
export interface Records {
  readonly measuredUs: number;
  readonly levels: Readonly<Record<string, LevelRecord>>;
  readonly durations: Readonly<Record<string, DurationRecord>>;
  readonly courses: Readonly<Record<string, CourseRecord>>;
  readonly counts: Readonly<Record<string, number>>;
  /** Thread-time by pool and task kind. */
  readonly usage: readonly UsageRecord[];
}

/** All recorders of one run, each under its measure's path. Both worlds record through it. */
export class Recorder {
  readonly #levels = new Map<string, LevelRecorder>();
  readonly #durations = new Map<string, DurationRecorder>();
  readonly #courses = new Map<string, DurationCourse>();
  readonly #sums = new Map<string, readonly DurationRecorder[]>();
  readonly #counters = new Map<string, Counter>();
  readonly #usages: UsageRecorder[] = [];
  readonly #endUs: number;
  #sinceUs = 0;

  /** @param endUs when the run ends, in µs from its start. */
  constructor(endUs: number) {
    this.#endUs = endUs;
  }

  level(path: string): LevelRecorder {
    return entryOf(this.#levels, path, () => new LevelRecorder(this.#endUs));
  }

  durations(path: string): DurationRecorder {
    return entryOf(this.#durations, path, () => new DurationRecorder());
  }

  /** How durations move over the run; it goes on from time 0, whatever is measured. */
  course(path: string): DurationCourse {
    return entryOf(this.#courses, path, () => new DurationCourse(this.#endUs));
  }

  /** Records under `path` what several recorders have observed together. */
  sumOfDurations(path: string, parts: readonly DurationRecorder[]): void {
    this.#sums.set(path, parts);
  }

  counter(path: string): Counter {
    return entryOf(this.#counters, path, () => new Counter());
  }

  /** @param taskKinds how many kinds of tasks there are. */
  usage(pool: string, taskKinds: number): UsageRecorder {
    const usage = new UsageRecorder(pool, taskKinds);
    this.#usages.push(usage);
    return usage;
  }

  /** Begins the measured time. Levels go on; what was observed so far counts no more. */
  reset(nowUs: number): void {
    this.#sinceUs = nowUs;
    for (const level of this.#levels.values()) level.reset(nowUs);
    for (const durations of this.#durations.values()) durations.reset();
    for (const counter of this.#counters.values()) counter.count = 0;
    for (const usage of this.#usages) usage.reset(nowUs);
  }

  record(nowUs: number): Records {
    return {
      measuredUs: nowUs - this.#sinceUs,
      levels: mapped(this.#levels, (level) => level.record(nowUs)),
      durations: {
        ...mapped(this.#durations, (durations) => durations.record()),
        ...mapped(this.#sums, (parts) => sumOfDurations(parts.map((part) => part.record()))),
      },
      courses: mapped(this.#courses, (course) => course.record()),
      counts: mapped(this.#counters, (counter) => counter.count),
      usage: this.#usages.map((usage) => usage.record(nowUs)),
    };
  }
}

function mapped<T, R>(map: Map<string, T>, record: (value: T) => R): Record<string, R> {
  return Object.fromEntries([...map].map(([path, value]) => [path, record(value)]));
}

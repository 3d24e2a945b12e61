/** What one thread did in the window, one interval after the other from its begin. */
export interface ThreadTimeline {
  /** From 0: the lowest that is free works next. */
  readonly thread: number;
  /** Of each interval, in µs, over 0. What is left of the window the thread is idle. */
  readonly lengthsUs: readonly number[];
  /** A letter for each interval: I idle, W working, P parked, B blocked; in lower case where the task of the interval before goes on, or one that began before the window. */
  readonly states: string;
  /** The kind of each task that the states show, in their order, by its number. */
  readonly tasks: readonly number[];
}

/** What the threads of a design did in a window of its first replication. Plain data, so that it passes between threads. */
export interface TimelineRecord {
  readonly fromUs: number;
  readonly untilUs: number;
  /** Whether the window ends early because there was too much to keep. */
  readonly isCut: boolean;
  /** The threads that held a task in the window, by the path of their pool's measures: two pools may have one name. */
  readonly pools: Readonly<Record<string, readonly ThreadTimeline[]>>;
}

/** The time, for those who look at a process. */
export interface SamplingClock {
  /** Integer µs of a clock that never runs backwards. */
  nowUs(): number;
  /** The time of day in µs, since 1970. */
  timeOfDayUs(): number;
  /** Calls back once, not before `timeUs`. @returns what takes the call back. */
  wakeAt(timeUs: number, callback: () => void, keepsProcessAlive?: boolean): () => void;
}

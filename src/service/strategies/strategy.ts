/** One way to do deferred deletions. */
export interface Strategy {
  /** Takes a blob over. It counts as scheduled by now and becomes due after its delay; the strategy starts its deletion, or rejects it. */
  defer(blob: number): void;
  /** The moment has come that it asked the port for. */
  woken?(): void;
  /** A deletion of its own driver has ended. @param outcome a `storeOutcome`. */
  deletionEnded?(place: number, outcome: number): void;
  /** A fault: whatever drives the strategy dies. Only a strategy with a driver has it. */
  kill?(): void;
}

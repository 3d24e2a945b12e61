/** One way to defer a deletion, in the simulated world. */
export interface DeletionDesign {
  /** Takes a blob over. It counts as scheduled by now and becomes due after its delay; the design starts its deletion, or rejects it. */
  defer(blob: number): void;
  /** A fault: whatever drives the design dies. Only a design with a driver has it. */
  kill?(): void;
}

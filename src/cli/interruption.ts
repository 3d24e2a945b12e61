/** Thrown where a run ends because its user pressed Ctrl-C. */
export class Interruption extends Error {
  /** @param done how many of the `total` replications had been simulated. @param aftermath what that means for what is there, in sentences. */
  constructor(done: number, total: number, aftermath: string) {
    super(`interrupted: ${done} of ${total} replications were simulated. ${aftermath}`);
    this.name = 'Interruption';
  }
}

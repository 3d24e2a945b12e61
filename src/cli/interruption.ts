/** Thrown where a run ends because its user pressed Ctrl-C. */
export class Interruption extends Error {
  /** @param done how many of the `total` replications had been simulated. @param out the folder of the report. */
  constructor(done: number, total: number, out: string) {
    super(
      `interrupted: ${done} of ${total} replications were simulated, and nothing was written. ` +
        `If there was a report in ${out}, it is as it was.`,
    );
    this.name = 'Interruption';
  }
}

/** Thrown where a run ends because its user pressed Ctrl-C; the message says what had been done by then. */
export class Interruption extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Interruption';
  }
}

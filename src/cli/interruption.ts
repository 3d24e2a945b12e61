/** Thrown where a run ends because its user pressed Ctrl-C; the message says what had been done by then. */
export class Interruption extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Interruption';
  }
}

/** Ctrl-C, the end of a session, and the terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls an action at the first signal to end, for an orderly end. From then on nobody listens any more, so that a second signal ends the process at once, whatever it is busy with.
 * @returns stops listening.
 */
export function onInterruption(action: () => void): () => void {
  const stop = (): void => {
    for (const signal of SIGNALS) process.off(signal, first);
  };
  const first = (): void => {
    stop();
    action();
  };
  for (const signal of SIGNALS) process.on(signal, first);
  return stop;
}

/** A signal that is aborted at the first Ctrl-C. */
export function interruptible(): AbortSignal {
  const controller = new AbortController();
  onInterruption(() => controller.abort());
  return controller.signal;
}

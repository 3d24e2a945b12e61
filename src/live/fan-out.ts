import type { TaskEnd } from './pool/task.ts';

export interface FanOutOptions {
  readonly tasks: number;
  readonly window: number;
  /**
   * Submits the task of an index, from 0, once it has the permit that it needs.
   * @param ended is called when the task has ended; with `failed` when it was refused.
   */
  readonly submit: (index: number, ended: (end: TaskEnd) => void) => void;
  /** Called once, when every task that was submitted has ended. After a failure no more are submitted. */
  readonly joined: (end: TaskEnd) => void;
}

/** Submits n tasks, at most `window` at once, and waits for all of them. */
export function fanOut({ tasks, window, submit, joined }: FanOutOptions): void {
  const blobs: TaskEnd['blobs'][number][] = [];
  let submitted = 0;
  // The one more keeps a task that ends at once from ending the fan-out before all are submitted.
  let open = 1;
  let failed = false;

  const close = (): void => {
    open -= 1;
    if (open === 0) joined({ failed, blobs });
  };
  const submitNext = (): void => {
    const index = submitted;
    submitted += 1;
    open += 1;
    submit(index, (end) => {
      blobs.push(...end.blobs);
      failed ||= end.failed;
      if (!failed && submitted < tasks) submitNext();
      close();
    });
  };

  for (let i = Math.min(tasks, window); i > 0; i -= 1) submitNext();
  close();
}

import { Worker, type WorkerOptions } from 'node:worker_threads';
import { exitCode, InputError } from '../errors.ts';

/** Starts a thread. @throws InputError with exit code 4 when the machine refuses it. */
export function startWorker(file: URL, options: WorkerOptions): Worker {
  try {
    return new Worker(file, options);
  } catch (error) {
    throw threadRefused(error);
  }
}

/** The error of a thread that the machine does not start. */
export function threadRefused(error: unknown): InputError {
  return new InputError(
    {
      message: 'a thread could not be started',
      expected: 'a machine that can start every thread of the design',
      found: error instanceof Error ? error.message : String(error),
      hint: 'run a smaller pool, such as `--set pools.storage.threads=32`, or let the machine have more threads and memory',
    },
    exitCode.noTarget,
  );
}

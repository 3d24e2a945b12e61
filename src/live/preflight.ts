import { createServer } from 'node:net';
import { exitCode, InputError, type Problem } from '../errors.ts';
import type { Machine } from './machine.ts';

/** What a live run is about to take. */
export interface Need {
  /** Worker threads, all together: of the pools, the design and the I/O. */
  readonly workerThreads: number;
  /** A setting that makes the need smaller, for a person; such as `--set pools.storage.threads=64`. */
  readonly smaller: string;
}

/** What one worker thread takes of memory, bytes: 128 of them were seen to take 1.2 GB. */
const BYTES_A_WORKER = 10 * 2 ** 20;

/** What the rest of a run takes of memory, bytes: the storage client, the emulator with its objects, and the recordings. */
const BYTES_OF_THE_REST = 512 * 2 ** 20;

/** Threads of the rest of a run: this process, the storage client's, the load's and the emulator's. */
const THREADS_OF_THE_REST = 64;

/**
 * Holds what a run needs against what the machine has, before anything long begins. What the machine does not tell is not checked.
 * @throws InputError with exit code 4 and every shortage.
 */
export function checkMachine({ workerThreads, smaller }: Need, { freeBytes, threads }: Machine): void {
  const problems: Problem[] = [];
  const neededBytes = workerThreads * BYTES_A_WORKER + BYTES_OF_THE_REST;
  if (freeBytes < neededBytes) {
    problems.push({
      message: 'there is too little memory for this run',
      expected: `${mebibytes(neededBytes)}, for ${workerThreads} worker threads and the rest`,
      found: mebibytes(freeBytes),
      hint: `free some, or take a smaller pool: ${smaller}`,
    });
  }
  const needed = workerThreads + THREADS_OF_THE_REST;
  for (const { free, by } of threads) {
    if (free >= needed) continue;
    problems.push({
      message: 'the system allows too few threads for this run',
      expected: `${needed}: ${workerThreads} worker threads and ${THREADS_OF_THE_REST} for the rest`,
      found: `${free}, by ${by}`,
      hint: `raise the limit, or take a smaller pool: ${smaller}`,
    });
  }
  if (problems.length > 0) throw new InputError(problems, exitCode.noTarget);
}

/**
 * Makes sure that nobody listens on a port of this machine.
 * @throws InputError with exit code 4 when it is taken.
 */
export async function checkPort(port: number): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  } catch (error) {
    throw portTaken(port, error);
  } finally {
    server.close();
  }
}

/** The error of a port that cannot be listened on. */
export function portTaken(port: number, error: unknown): InputError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new InputError(
    {
      message: 'the service cannot listen',
      expected: 'a free port on 127.0.0.1',
      found: code === 'EADDRINUSE' ? `port ${port}, which is taken` : message,
      hint: 'leave --port away, and a free one is taken',
    },
    exitCode.noTarget,
  );
}

function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / 2 ** 20)} MiB`;
}

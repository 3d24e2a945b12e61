import { type Clock, systemClock } from './clock.ts';
import { IoThread } from './io/io-thread.ts';
import type { BucketAccess } from './io/messages.ts';
import { JanitorThread } from './janitor/janitor-thread.ts';
import { PoolThread } from './pool/pool-thread.ts';

/** What others see of a thread, whatever it is made of. */
export type Io = Pick<IoThread, keyof IoThread>;
export type PooledThread = Pick<PoolThread, keyof PoolThread>;
export type JanitorLink = Pick<JanitorThread, keyof JanitorThread>;

/** What a live world runs on. */
export interface Machinery {
  readonly clock: Clock;
  readonly io: Io;
  /** @throws InputError when the machine refuses the thread, as the next one. */
  startPoolThread(onMessage: ConstructorParameters<typeof PoolThread>[1]): PooledThread;
  startJanitor(...how: ConstructorParameters<typeof JanitorThread>): JanitorLink;
}

/** The machine's clock and worker threads. @param onFailure is called when a thread dies, which nothing makes good; the janitor's is replaced. */
export function workerThreads(access: BucketAccess, onFailure: (error: unknown) => void): Machinery {
  const io = new IoThread(access, onFailure);
  return {
    clock: systemClock,
    io,
    startPoolThread: (onMessage) => new PoolThread((cell, port) => io.connect(cell, port), onMessage, onFailure),
    startJanitor: (...how) => new JanitorThread(...how),
  };
}

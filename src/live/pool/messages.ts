import type { MessagePort } from 'node:worker_threads';
import type { OperationReply, OperationRequest } from '../store-operation.ts';

/** What a pool thread is started with. */
export interface PoolThreadData {
  readonly cell: SharedArrayBuffer;
  /** To the service and back. */
  readonly service: MessagePort;
  /** To the I/O thread and back. */
  readonly io: MessagePort;
}

/** What the service tells a pool thread. All times are on the common clock. */
export type ToThread =
  /** It holds a task from now on, and works. */
  | { readonly do: 'begin'; readonly taskKind: number; readonly submittedUs: number; readonly fromQueue: boolean }
  /** It works, or sleeps, until a time. */
  | { readonly do: 'hold'; readonly state: 'working' | 'parked'; readonly untilUs: number }
  /** It works while it waits for the store. */
  | { readonly do: 'operate'; readonly request: OperationRequest }
  /** It is blocked, until it is told something else. */
  | { readonly do: 'block' }
  /** Its task has ended. */
  | { readonly do: 'end' };

/** What a pool thread tells the service. */
export type FromThread =
  /** @param lateUs how late its timer woke it. */
  | { readonly did: 'hold'; readonly atUs: number; readonly lateUs: number }
  | { readonly did: 'operate'; readonly atUs: number; readonly reply: OperationReply }
  | { readonly did: 'end' };

import type { MessagePort } from 'node:worker_threads';
import type { OperationReply, OperationRequest } from '../store-operation.ts';

/** What an I/O thread, or a janitor's thread, needs to reach the bucket. */
export interface BucketAccess {
  readonly url: string;
  readonly bucket: string;
  readonly honoursGenerationMatch: boolean;
}

/** What the service tells the I/O thread. */
export type ToIo =
  /** A pool thread's end of a channel: its requests come in there, and its bell is rung for the answers. */
  | { readonly do: 'connect'; readonly cell: SharedArrayBuffer; readonly port: MessagePort }
  /** An operation of the service's own. */
  | { readonly do: 'operate'; readonly id: number; readonly request: OperationRequest };

/** What the I/O thread answers to the service. */
export interface FromIo {
  readonly id: number;
  readonly reply: OperationReply;
}

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/** Where Node tells of every HTTP request that this thread sends. */
const CHANNEL = 'http.client.request.start';

/**
 * A hold on the connections of a storage client, which gives none itself: when an answer stalls in its middle, the client leaves the connection open for ever, and an open
 * connection keeps a process alive. The client is known by the user agent that it sends.
 */
export class ClientConnections {
  readonly #userAgent: string;
  readonly #timeoutMs: number;
  readonly #underWay = new Set<ClientRequest>();
  readonly #onStart = (message: unknown): void => this.#take((message as { readonly request: ClientRequest }).request);

  /**
   * @param userAgent with which the client's own begins.
   * @param timeoutMs how long a connection may be silent while an answer is awaited, ms over 0; then it is closed.
   */
  constructor(userAgent: string, timeoutMs: number) {
    this.#userAgent = `${userAgent} `;
    this.#timeoutMs = timeoutMs;
    subscribe(CHANNEL, this.#onStart);
  }

  /** Closes those that await an answer. Idle ones keep no process alive. */
  close(): void {
    unsubscribe(CHANNEL, this.#onStart);
    for (const request of this.#underWay) request.destroy();
  }

  #take(request: ClientRequest): void {
    if (!String(request.getHeader('user-agent')).startsWith(this.#userAgent)) return;
    this.#underWay.add(request);
    request.setTimeout(this.#timeoutMs, () => request.destroy());
    request.once('close', () => this.#underWay.delete(request));
  }
}

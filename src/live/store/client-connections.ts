import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Agent, ClientRequest } from 'node:http';
import type { Socket } from 'node:net';

/** Where Node tells of every HTTP request that this thread sends. */
const CHANNEL = 'http.client.request.start';

/** How often the connections are looked through at least, ms. */
const LOOK_EVERY_MS = 1_000;

interface Traffic {
  readonly bytes: number;
  /** When there was as much of it for the first time. */
  readonly sinceMs: number;
}

/**
 * A hold on this thread's connections to one server, which the storage client does not give: when an answer stalls in its middle, the client leaves the connection open for
 * ever, and an open connection keeps a process alive.
 *
 * The client's first request betrays the agent that holds its connections, and those are looked through once in a while; to follow each request would cost a deletion a tenth
 * of its time.
 */
export class ClientConnections {
  readonly #userAgent: string;
  readonly #server: string;
  readonly #timeoutMs: number;
  readonly #timer: NodeJS.Timeout;
  readonly #onStart = (message: unknown): void => this.#meet((message as { readonly request: AgentRequest }).request);
  #agent: Agent | undefined;
  #traffic = new Map<Socket, Traffic>();

  /**
   * @param url the server's.
   * @param userAgent with which the client's own begins.
   * @param timeoutMs how long a connection may be silent while an answer is awaited, ms over 0; soon after that it is closed.
   */
  constructor(url: string, userAgent: string, timeoutMs: number) {
    const { hostname, port, protocol } = new URL(url);
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    // As an agent names the connections to a server.
    this.#server = `${host}:${port === '' ? (protocol === 'https:' ? 443 : 80) : port}:`;
    this.#userAgent = `${userAgent} `;
    this.#timeoutMs = timeoutMs;
    this.#timer = setInterval(() => this.#look(), Math.min(timeoutMs, LOOK_EVERY_MS)).unref();
    subscribe(CHANNEL, this.#onStart);
  }

  /** Closes those that await an answer. Idle ones keep no process alive. */
  close(): void {
    unsubscribe(CHANNEL, this.#onStart);
    clearInterval(this.#timer);
    for (const socket of this.#busy()) socket.destroy();
  }

  #meet(request: AgentRequest): void {
    if (!String(request.getHeader('user-agent')).startsWith(this.#userAgent)) return;
    this.#agent = request.agent;
    unsubscribe(CHANNEL, this.#onStart);
  }

  #busy(): Socket[] {
    const byServer = Object.entries(this.#agent?.sockets ?? {});
    return byServer.flatMap(([server, sockets]) => (server.startsWith(this.#server) ? (sockets ?? []) : []));
  }

  #look(): void {
    const nowMs = performance.now();
    const before = this.#traffic;
    this.#traffic = new Map();
    for (const socket of this.#busy()) {
      const bytes = socket.bytesRead + socket.bytesWritten;
      const last = before.get(socket);
      const traffic = last?.bytes === bytes ? last : { bytes, sinceMs: nowMs };
      if (nowMs - traffic.sinceMs >= this.#timeoutMs) socket.destroy();
      else this.#traffic.set(socket, traffic);
    }
  }
}

/** The types of Node leave out the agent of a request. */
type AgentRequest = ClientRequest & { readonly agent: Agent };

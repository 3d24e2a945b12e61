import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of a request. */
export type Fault =
  /** It is answered by the server behind. */
  | { readonly kind: 'none' }
  | { readonly kind: 'status'; readonly status: number }
  /** It is never answered. */
  | { readonly kind: 'hang' }
  /** The connection is broken before an answer. */
  | { readonly kind: 'reset' }
  /** The answer begins, and then nothing more comes. */
  | { readonly kind: 'stall' }
  /** The answer begins, and then the connection is broken. */
  | { readonly kind: 'break off' };

/** An object store between the client and the real one, which misbehaves as it is told. */
export class FaultServer {
  fault: Fault = { kind: 'none' };
  /** The requests that came, such as `DELETE /storage/v1/b/bucket/o/name`. */
  readonly requests: string[] = [];
  readonly #server: Server;
  readonly #behind: string;

  private constructor(behind: string) {
    this.#behind = behind;
    this.#server = createServer((incoming, outgoing) => this.#answer(incoming, outgoing));
  }

  /** @param behind the URL of the real object store; needed only for requests that are let through. */
  static async start(behind = 'http://127.0.0.1:1'): Promise<FaultServer> {
    const server = new FaultServer(behind);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How many connections are open. */
  connections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(incoming: IncomingMessage, outgoing: ServerResponse): void {
    this.requests.push(`${incoming.method} ${incoming.url}`);
    const { fault } = this;
    switch (fault.kind) {
      case 'none':
        this.#passOn(incoming, outgoing);
        return;
      case 'status': {
        const error = { code: fault.status, message: 'as it was told to' };
        outgoing.writeHead(fault.status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ error }));
        return;
      }
      case 'hang':
        return;
      case 'reset':
        incoming.socket.resetAndDestroy();
        return;
      case 'stall':
      case 'break off':
        outgoing.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
        outgoing.write('{"name":', () => {
          if (fault.kind === 'break off') incoming.socket.resetAndDestroy();
        });
    }
  }

  #passOn(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const options = { method: incoming.method, headers: incoming.headers };
    const onward = request(`${this.#behind}${incoming.url}`, options, (answer) => {
      outgoing.writeHead(answer.statusCode as number, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  }
}

import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an endpoint does to whoever asks it. */
export type Malice =
  | 'drip' // a byte now and then, for ever
  | 'pages without end'
  | 'body without end'
  | 'redirect elsewhere'
  | 'redirect in a circle'
  | 'garbage'
  | 'huge header'
  | 'slow headers'
  | 'close in the middle';

/** An endpoint on this machine that misbehaves, and counts. */
export class HostileServer {
  requests = 0;
  readonly #server: Server;

  private constructor(malice: Malice, elsewhere: string) {
    this.#server = createServer((request, response) => {
      this.requests += 1;
      request.resume();
      misbehave(malice, response, elsewhere, this.requests);
    });
  }

  static async start(malice: Malice, elsewhere = 'http://127.0.0.1:1'): Promise<HostileServer> {
    const server = new HostileServer(malice, elsewhere);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function misbehave(malice: Malice, response: ServerResponse, elsewhere: string, count: number): void {
  const json = { 'Content-Type': 'application/json' };
  switch (malice) {
    case 'drip': {
      response.writeHead(200, json).write('{');
      const timer = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(timer));
      return;
    }
    case 'pages without end':
      response.writeHead(200, json).end(JSON.stringify({ items: [{ name: 'a' }], nextPageToken: String(count) }));
      return;
    case 'body without end': {
      response.writeHead(200, json);
      const chunk = Buffer.alloc(2 ** 20, 32);
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
      return;
    }
    case 'redirect elsewhere':
      response.writeHead(307, { Location: `${elsewhere}/stolen` }).end();
      return;
    case 'redirect in a circle':
      response.writeHead(307, { Location: '/again' }).end();
      return;
    case 'garbage':
      response.writeHead(200, json).end('{"items": [\u0000');
      return;
    case 'huge header':
      response.writeHead(200, { ...json, 'X-Huge': 'x'.repeat(200_000) }).end('{}');
      return;
    case 'slow headers':
      return;
    case 'close in the middle':
      response.writeHead(200, { ...json, 'Content-Length': '100' }).write('{"a":', () => response.destroy());
  }
}

import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { DesignView } from '../view/snapshot.ts';

const HOST = '127.0.0.1';
const LONGEST_END_MS = 500;
const END_LOOK_MS = 10;
/** Pages that may look on at once. */
const MOST_LISTENERS = 16;

/** What a page is told by server-sent events. */
export type ViewMessage =
  | { readonly event: 'view'; readonly view: DesignView }
  | { readonly event: 'status'; readonly text: string }
  /** The run has ended. @param report where its page is; null where there is none. */
  | { readonly event: 'end'; readonly report: string | null };

/** Serves the live view of a run to browsers of this machine, by server-sent events. It ends with the run. */
export class ViewServer {
  readonly #page: string;
  readonly #listeners = new Set<(message: ViewMessage) => void>();
  /** The newest message of each sort, for who comes late. */
  readonly #latest = new Map<string, ViewMessage>();
  #server: ServerType | undefined;

  /** @param page its HTML. */
  constructor(page: string) {
    this.#page = page;
  }

  /** Starts to listen at any free port of the loopback interface. @returns its address. */
  async open(): Promise<string> {
    const port = await new Promise<number>((resolve, reject) => {
      const server = serve({ fetch: this.#app().fetch, hostname: HOST, port: 0 }, (info) => resolve(info.port));
      server.once('error', reject);
      this.#server = server;
    });
    return `http://${HOST}:${port}/`;
  }

  tell(message: ViewMessage): void {
    this.#latest.set(message.event === 'view' ? `view ${message.view.design}` : message.event, message);
    for (const listener of this.#listeners) listener(message);
  }

  /** Tells the pages that the run has ended, and ends. */
  async close(report: string | null): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    this.tell({ event: 'end', report });
    // The pages leave when they have heard it; one that does not read is not waited for.
    for (let waited = 0; this.#listeners.size > 0 && waited < LONGEST_END_MS; waited += END_LOOK_MS) {
      await new Promise((resolve) => setTimeout(resolve, END_LOOK_MS));
    }
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  #app(): Hono {
    const app = new Hono();
    app.use(async (c, next) => {
      // A page elsewhere may have its own name lead to this machine: only who asked for this machine is answered.
      const host = (c.req.header('host') ?? '').replace(/:\d+$/, '');
      if (host !== HOST && host !== 'localhost') return c.text('this is for browsers of this machine alone\n', 403);
      await next();
      c.header('cache-control', 'no-store');
      c.header('x-content-type-options', 'nosniff');
      return undefined;
    });
    app.get('/', (c) => c.html(this.#page));
    app.get('/events', (c) => {
      if (this.#listeners.size >= MOST_LISTENERS) return c.text('too many pages look on\n', 503);
      return streamSSE(c, (stream) => {
        return new Promise<void>((resolve) => {
          let written = Promise.resolve();
          const send = (message: ViewMessage) => {
            const { event } = message;
            written = written.then(() => stream.writeSSE({ event, data: JSON.stringify(message) }));
            if (event === 'end') void written.then(leave, leave);
          };
          const leave = () => {
            this.#listeners.delete(send);
            resolve();
          };
          stream.onAbort(leave);
          this.#listeners.add(send);
          for (const message of this.#latest.values()) send(message);
        });
      });
    });
    return app;
  }
}

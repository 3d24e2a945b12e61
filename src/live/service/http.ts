import { randomUUID } from 'node:crypto';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as z from 'zod';
import { expectedBy } from '../../schema-words.ts';
import type { Job } from '../job-book.ts';
import { portTaken } from '../preflight.ts';
import { Metrics } from './metrics.ts';
import { JOBS_PATH } from './paths.ts';
import type { World } from './world.ts';

/** The largest request body, in bytes. A job's description is tiny. */
const MOST_BODY_BYTES = 16 * 1024;
/** How many jobs are remembered for those who ask. */
const MOST_JOBS = 100_000;

/** The HTTP face of the service under test, as the original has it: it takes jobs, tells their state, and tells its metrics. It binds to loopback only. */
export class HttpServer {
  readonly #world: World;
  readonly #metrics: Metrics;
  readonly #jobs = new Map<string, Job>();
  readonly #body: z.ZodType<{ kind: string }>;
  #server: ServerType | undefined;

  constructor(world: World) {
    this.#world = world;
    this.#metrics = new Metrics(world);
    const [first = ''] = world.jobNames;
    this.#body = z.strictObject({ kind: z.enum(world.jobNames as [string, ...string[]]).default(first) });
  }

  /**
   * Starts to listen.
   * @param port 0: any free one.
   * @returns the port.
   * @throws InputError when the port is taken.
   */
  async open(port: number): Promise<number> {
    return await new Promise((resolve, reject) => {
      const server = serve({ fetch: this.#app().fetch, hostname: '127.0.0.1', port }, (info) => resolve(info.port));
      server.once('error', (error: NodeJS.ErrnoException) => reject(portTaken(port, error)));
      this.#server = server;
    });
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  #app(): Hono {
    const app = new Hono();
    const tooLarge = bodyLimit({
      maxSize: MOST_BODY_BYTES,
      onError: (c) => c.json({ error: `the body is larger than ${MOST_BODY_BYTES} bytes` }, 413),
    });
    app.post(JOBS_PATH, tooLarge, async (c) => {
      const type = c.req.header('content-type') ?? '';
      if (!/^application\/json\b/i.test(type)) {
        return c.json({ error: `the body has to be application/json, found ${type === '' ? 'no type' : type}` }, 415);
      }
      let value: unknown;
      try {
        value = JSON.parse(await c.req.text());
      } catch (error) {
        return c.json({ error: `the body is not JSON: ${(error as Error).message}` }, 400);
      }
      const parsed = this.#body.safeParse(value);
      if (!parsed.success) {
        return c.json({ error: 'the body has the wrong shape', problems: problemsOf(parsed.error) }, 422);
      }
      const job = this.#world.arrive(this.#world.jobNames.indexOf(parsed.data.kind), randomUUID());
      if (job === undefined) return c.json({ error: 'too many jobs wait' }, 429, { 'retry-after': '1' });
      this.#remember(job);
      return c.json({ job_id: job.id }, 202);
    });
    app.get(`${JOBS_PATH}/:job`, (c) => {
      const job = this.#jobs.get(c.req.param('job'));
      if (job === undefined) return c.json({ error: 'there is no such job' }, 404);
      return c.json({ job_id: job.id, kind: this.#world.jobNames[job.kind], state: job.state });
    });
    app.get('/metrics', async (c) => c.text(await this.#metrics.text(), 200, { 'content-type': this.#metrics.type }));
    app.get('/healthz', (c) => c.json({ status: 'ok' }));
    app.notFound((c) => c.json({ error: `there is nothing at ${c.req.method} ${c.req.path}` }, 404));
    return app;
  }

  #remember(job: Job): void {
    this.#jobs.set(job.id, job);
    if (this.#jobs.size <= MOST_JOBS) return;
    const [oldest] = this.#jobs.keys();
    this.#jobs.delete(oldest as string);
  }
}

function problemsOf(error: z.ZodError): { path: string; message: string }[] {
  return error.issues.map((issue) => ({ path: issue.path.join('.'), message: `expected ${expectedBy(issue)}` }));
}

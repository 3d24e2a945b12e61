import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { ViewServer } from '../../src/live/view-server.ts';
import type { DesignView } from '../../src/view/snapshot.ts';

const VIEW: DesignView = {
  design: 'legacy',
  atSeconds: 1,
  warmUpSeconds: 0,
  endSeconds: 9,
  pools: [{ name: 'storage', threads: 'WP..', queueDepth: 0 }],
  pending: 1,
  lateness: null,
  arrived: 1,
  done: 0,
  failed: 0,
};
const open: ViewServer[] = [];

async function serve() {
  const server = new ViewServer('<!doctype html><title>live</title>');
  open.push(server);
  return { server, url: await server.open() };
}

afterEach(async () => {
  for (const server of open.splice(0)) await server.close(null);
});

/** What a server answers to somebody who asks for a host. */
const status = (url: string, host: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    request(url, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });

describe('the live view’s server', () => {
  it('serves its page at the loopback interface', async () => {
    const { url } = await serve();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const answer = await fetch(url);
    expect(await answer.text()).toContain('<title>live</title>');
    expect(answer.headers.get('content-type')).toContain('text/html');
  });

  it('answers nobody who asked for another host: a page elsewhere could have its name lead here', async () => {
    const { url } = await serve();
    expect(await status(url, 'evil.example')).toBe(403);
    expect(await status(`${url}events`, 'evil.example:80')).toBe(403);
    expect(await status(url, 'localhost:1234')).toBe(200);
  });

  it('tells who comes late how it stands, what happens, and the end; then it is gone', async () => {
    const { server, url } = await serve();
    server.tell({ event: 'view', view: { ...VIEW, atSeconds: 0 } });
    server.tell({ event: 'view', view: VIEW });
    server.tell({ event: 'status', text: 'legacy: measures' });
    const answer = await fetch(`${url}events`);
    const reading = answer.text();
    await new Promise((resolve) => setTimeout(resolve, 100));
    server.tell({ event: 'view', view: { ...VIEW, design: 'janitor' } });
    await server.close('/tmp/report/index.html');
    const events = (await reading)
      .split('\n\n')
      .filter((block) => block !== '')
      .map((block) => JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? ''));
    expect(events).toEqual([
      { event: 'view', view: VIEW },
      { event: 'status', text: 'legacy: measures' },
      { event: 'view', view: { ...VIEW, design: 'janitor' } },
      { event: 'end', report: '/tmp/report/index.html' },
    ]);
    await expect(fetch(url)).rejects.toThrow();
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { GcsStore } from '../../src/live/store/gcs-store.ts';
import { OutsideClient, StoreError } from '../../src/live/store/outside-client.ts';
import { HostileServer, type Malice } from './hostile-server.ts';

const MALICES: readonly Malice[] = [
  'drip',
  'pages without end',
  'body without end',
  'redirect elsewhere',
  'redirect in a circle',
  'garbage',
  'huge header',
  'slow headers',
  'close in the middle',
];
const TIMEOUT_MS = 600;
/** Far above what any exchange may take, and far below for ever. */
const LONGEST_MS = 30_000;
const MOST_BYTES = 400 * 2 ** 20;

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

describe.each(MALICES)('an endpoint that gives %s', (malice) => {
  it('is left by the client that looks from outside, in time and with little memory', async () => {
    const elsewhere = await HostileServer.start('garbage');
    const server = await HostileServer.start(malice, elsewhere.url);
    const client = new OutsideClient(server.url, TIMEOUT_MS);
    open.push(client, server, elsewhere);
    const before = process.memoryUsage().rss;
    const startedMs = performance.now();
    const outcome = await client.names('bucket').catch((error: unknown) => error);
    expect(Array.isArray(outcome) || outcome instanceof StoreError, String(outcome)).toBe(true);
    expect(performance.now() - startedMs).toBeLessThan(LONGEST_MS);
    expect(process.memoryUsage().rss - before).toBeLessThan(MOST_BYTES);
    expect(server.requests).toBeLessThanOrEqual(1_000);
    expect(elsewhere.requests).toBe(0);
  }, 60_000);

  it('is left by the storage client, and sends it nowhere else', async () => {
    const elsewhere = await HostileServer.start('garbage');
    const server = await HostileServer.start(malice, elsewhere.url);
    const store = new GcsStore({
      url: server.url,
      bucket: 'bucket',
      honoursGenerationMatch: false,
      timeoutMs: TIMEOUT_MS,
    });
    open.push(store, server, elsewhere);
    const before = process.memoryUsage().rss;
    const startedMs = performance.now();
    const outcomes = [
      (await store.tryDelete({ name: 'blob' })).outcome,
      (await store.upload('blob', Buffer.from('x'))).outcome,
      (await store.download('blob')).outcome,
    ];
    if (malice.startsWith('redirect')) expect(outcomes).toEqual(['failed', 'failed', 'failed']);
    expect(performance.now() - startedMs).toBeLessThan(LONGEST_MS);
    expect(process.memoryUsage().rss - before).toBeLessThan(MOST_BYTES);
    expect(server.requests).toBeLessThanOrEqual(6);
    expect(elsewhere.requests).toBe(0);
  }, 60_000);
});

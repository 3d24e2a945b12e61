import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { OutsideClient, runBucketName, StoreError } from '../../../src/live/store/outside-client.ts';
import { type Fault, FaultServer } from './fault-server.ts';
import { hasEmulator, realEmulator } from './real-emulator.ts';

describe.skipIf(!hasEmulator)('the client outside, at a real emulator', () => {
  const server = realEmulator();
  let client: OutsideClient;
  let bucket: string;

  beforeEach(async () => {
    client = new OutsideClient(server().url);
    bucket = runBucketName();
    await client.createBucket(bucket);
  });

  afterEach(() => client.close());

  it('finds it healthy and configures it', async () => {
    await client.health();
    await client.configure();
  });

  it('never takes a bucket that exists', async () => {
    await expect(client.createBucket(bucket)).rejects.toThrow(
      `creating bucket ${bucket} at ${server().url}: it answered 409`,
    );
  });

  it('lists every name, and deletes a bucket only when it is empty', {
    timeout: 60_000,
  }, async () => {
    const names = Array.from({ length: 1_100 }, (_, i) => `folder/blob ${String(i).padStart(4, '0')}`);
    for (let i = 0; i < names.length; i += 50) {
      await Promise.all(names.slice(i, i + 50).map((name) => client.upload(bucket, name, Buffer.from('x'))));
    }
    expect(await client.names(bucket)).toEqual(names);
    await expect(client.deleteBucket(bucket)).rejects.toThrow('it answered 412');
    await client.deleteObjects(bucket, [...names, 'never was']);
    expect(await client.names(bucket)).toEqual([]);
    await client.deleteBucket(bucket);
    await expect(client.names(bucket)).rejects.toThrow('it answered 404');
  });
});

describe('the client outside', () => {
  it.each<Fault>([{ kind: 'status', status: 503 }, { kind: 'hang' }, { kind: 'reset' }, { kind: 'stall' }])(
    'tells what it could not do, and does not wait for ever: $kind',
    async (fault) => {
      const server = await faultServer();
      server.fault = fault;
      const client = new OutsideClient(server.url, 200);
      const failure = await client.names('bucket').catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(StoreError);
      expect((failure as StoreError).message).toMatch(`listing bucket bucket at ${server.url}: `);
      expect((failure as StoreError).status).toBe(fault.kind === 'status' ? 503 : null);
      client.close();
      await expect.poll(() => server.connections()).toBe(0);
    },
  );

  it('speaks with nobody else: it follows no redirect and uses no proxy', async () => {
    const elsewhere = await faultServer();
    vi.stubEnv('HTTP_PROXY', elsewhere.url);
    vi.stubEnv('http_proxy', elsewhere.url);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const redirecting = await listen((_, answer) => answer.writeHead(307, { Location: elsewhere.url }).end());
    const client = new OutsideClient(redirecting);
    await expect(client.names('bucket')).rejects.toThrow('it answered 307');
    await expect(client.createBucket('bucket')).rejects.toThrow('it answered 307');
    expect(elsewhere.requests).toEqual([]);
    client.close();
  });

  it('lists every page of a bucket', async () => {
    const pages: Readonly<Record<string, unknown>> = {
      none: { items: [{ name: 'a' }, { name: 'b' }], nextPageToken: 'second' },
      second: { nextPageToken: 'third' },
      third: { items: [{ name: 'c' }] },
    };
    const url = await listen((incoming, answer) => {
      const token = new URL(incoming.url as string, 'http://localhost').searchParams.get('pageToken') ?? 'none';
      answer.setHeader('Content-Type', 'application/json').end(JSON.stringify(pages[token]));
    });
    const client = new OutsideClient(url);
    expect(await client.names('bucket')).toEqual(['a', 'b', 'c']);
    client.close();
  });

  it('gives each run a bucket name of its own', () => {
    const names = Array.from({ length: 1_000 }, runBucketName);
    expect(new Set(names).size).toBe(1_000);
    for (const name of names) expect(name).toMatch(/^unpark-[0-9a-f]{16}$/);
  });
});

async function faultServer(): Promise<FaultServer> {
  const server = await FaultServer.start();
  onTestFinished(() => server.close());
  return server;
}

async function listen(handler: Parameters<typeof createServer>[1]): Promise<string> {
  const server: Server = createServer(handler as never);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

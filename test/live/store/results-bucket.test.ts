import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../../src/errors.ts';
import { OutsideClient, runBucketName } from '../../../src/live/store/outside-client.ts';
import { ResultsBucket } from '../../../src/live/store/results-bucket.ts';
import { FaultServer } from './fault-server.ts';
import { hasEmulator, realEmulator } from './real-emulator.ts';

describe.skipIf(!hasEmulator)('a bucket of results', () => {
  const server = realEmulator();
  let bucket: string;
  let between: FaultServer;
  let outside: OutsideClient;
  let store: ResultsBucket;

  beforeEach(async () => {
    bucket = runBucketName();
    outside = new OutsideClient(server().url);
    await outside.createBucket(bucket);
    between = await FaultServer.start(server().url);
    store = new ResultsBucket({ bucket, env: { STORAGE_EMULATOR_HOST: between.url }, timeoutMs: 2_000, backoffMs: 5 });
  });

  afterEach(async () => {
    store.close();
    await between.close();
    await outside.deleteObjects(bucket, await outside.names(bucket));
    await outside.deleteBucket(bucket);
    outside.close();
  });

  it('gives back what was written, and nothing where nothing is', async () => {
    await store.write('sweep/a.csv', 'one,µ\n', 'text/csv');
    expect(await store.read('sweep/a.csv')).toBe('one,µ\n');
    expect(await store.read('sweep/b.csv')).toBeUndefined();
  });

  it('lists what is in a folder, and not what is below it', async () => {
    for (const name of ['s/b', 's/a', 's/t/c', 'other']) await store.write(name, name, 'text/plain');
    expect(await store.names('s/')).toEqual(['s/a', 's/b']);
    expect(await store.names('none/')).toEqual([]);
  });

  it('tries again while the store is unable, and gives up in the end with what it said', async () => {
    between.fault = { kind: 'status', status: 503 };
    setTimeout(() => {
      between.fault = { kind: 'none' };
    }, 12);
    await store.write('late', 'there', 'text/plain');
    expect(await store.read('late')).toBe('there');
    for (const fault of [{ kind: 'status', status: 503 }, { kind: 'reset' }] as const) {
      between.fault = fault;
      const error = await store.read('late').catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(InputError);
      expect(error).toMatchObject({ code: 4 });
    }
  });

  it('does not try again what is refused, and says how to get in', async () => {
    between.fault = { kind: 'status', status: 403 };
    await expect(store.write('x', 'y', 'text/plain')).rejects.toThrow('gcloud auth application-default login');
    expect(between.requests).toHaveLength(1);
  });

  it('gives up an answer that never comes', async () => {
    const impatient = new ResultsBucket({
      bucket,
      env: { STORAGE_EMULATOR_HOST: between.url },
      timeoutMs: 60,
      backoffMs: 1,
    });
    between.fault = { kind: 'hang' };
    await expect(impatient.read('x')).rejects.toThrow(/no answer within 60 ms|timeout/i);
    impatient.close();
  });
});

describe('a bucket', () => {
  it('follows no redirect', async () => {
    const elsewhere = await FaultServer.start();
    elsewhere.fault = { kind: 'status', status: 403 };
    const server = createServer((_, answer) => answer.writeHead(302, { Location: `${elsewhere.url}/x` }).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const store = new ResultsBucket({ bucket: 'b', env: { STORAGE_EMULATOR_HOST: `127.0.0.1:${port}` }, backoffMs: 1 });
    await expect(store.read('x')).rejects.toThrow(InputError);
    await expect(store.write('x', 'y', 'text/plain')).rejects.toThrow(InputError);
    expect(elsewhere.requests).toEqual([]);
    store.close();
    server.closeAllConnections();
    server.close();
    await elsewhere.close();
  });

  it('that is not there is told as that', async () => {
    const server = await FaultServer.start();
    server.fault = { kind: 'status', status: 404 };
    const store = new ResultsBucket({ bucket: 'none', env: { STORAGE_EMULATOR_HOST: server.url }, backoffMs: 1 });
    await expect(store.write('x', 'y', 'text/plain')).rejects.toThrow('look at the name of the bucket');
    store.close();
    await server.close();
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GcsStore } from '../../../src/live/store/gcs-store.ts';
import { type Fault, FaultServer } from './fault-server.ts';

const TIMEOUT_MS = 300;

let server: FaultServer;
let store: GcsStore;

function open(honoursGenerationMatch = false): GcsStore {
  return new GcsStore({ url: server.url, bucket: 'bucket', honoursGenerationMatch, timeoutMs: TIMEOUT_MS });
}

beforeEach(async () => {
  server = await FaultServer.start();
  store = open();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  store.close();
  await server.close();
});

const OPERATIONS = {
  upload: () => store.upload('blob', Buffer.from('content')),
  download: () => store.download('blob'),
  delete: () => store.tryDelete({ name: 'blob' }),
};

const PASSING: readonly [string, Fault][] = [
  ['503', { kind: 'status', status: 503 }],
  ['429', { kind: 'status', status: 429 }],
  ['408', { kind: 'status', status: 408 }],
  ['500', { kind: 'status', status: 500 }],
  ['a server that hangs', { kind: 'hang' }],
  ['a broken connection', { kind: 'reset' }],
];

describe.each(Object.entries(OPERATIONS))('%s', (_name, operate) => {
  it.each(PASSING)('may be tried again after %s', async (_what, fault) => {
    server.fault = fault;
    const answer = await operate();
    expect(answer.outcome).toBe('retry');
    expect(answer.cause).not.toBe('');
  });

  it.each([400, 401, 403])('has failed for good after %i', async (status) => {
    server.fault = { kind: 'status', status };
    expect(await operate()).toMatchObject({ outcome: 'failed', cause: expect.stringContaining(`${status}`) });
  });

  it('is sent once, whatever comes of it: to try again is not for the client', async () => {
    server.fault = { kind: 'status', status: 503 };
    await operate();
    expect(server.requests).toHaveLength(1);
  });

  it('is answered at once when the store is closed, before it and after it', async () => {
    server.fault = { kind: 'hang' };
    const underWay = operate();
    await expect.poll(() => server.requests.length).toBe(1);
    store.close();
    expect(await underWay).toEqual({ outcome: 'retry', cause: 'the store was closed' });
    expect(await operate()).toEqual({ outcome: 'retry', cause: 'the store is closed' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('an answer that begins well', () => {
  // That a deletion succeeded is known from its status; what would follow tells nothing.
  it.each(['upload', 'download'] as const)('and stalls: %s may be tried again', async (name) => {
    server.fault = { kind: 'stall' };
    expect(await OPERATIONS[name]()).toMatchObject({ outcome: 'retry' });
  });

  it.each(['upload', 'download'] as const)('and breaks off: %s may be tried again', async (name) => {
    server.fault = { kind: 'break off' };
    expect(await OPERATIONS[name]()).toMatchObject({ outcome: 'retry' });
  });
});

describe.each(Object.entries(OPERATIONS))('after %s', (_name, operate) => {
  it.each<Fault>([{ kind: 'hang' }, { kind: 'stall' }])('no connection is left open: $kind', async (fault) => {
    server.fault = fault;
    await operate();
    await expect.poll(() => server.connections(), { timeout: 10_000 }).toBe(0);
  });

  it('the end of the store closes the connection at once', async () => {
    store = new GcsStore({ url: server.url, bucket: 'bucket', honoursGenerationMatch: false, timeoutMs: 3_600_000 });
    server.fault = { kind: 'hang' };
    const underWay = operate();
    await expect.poll(() => server.connections()).toBe(1);
    store.close();
    await underWay;
    await expect.poll(() => server.connections()).toBe(0);
  });
});

describe('a deletion', () => {
  it('finds a blob gone after 404', async () => {
    server.fault = { kind: 'status', status: 404 };
    expect(await store.delete({ name: 'blob' })).toBe('gone');
  });

  it('is bound to a generation only where the server compares them', async () => {
    server.fault = { kind: 'status', status: 412 };
    const ref = { name: 'blob', generation: '7' };
    expect(await store.delete(ref)).toBe('failed');
    expect(await open(true).delete(ref)).toBe('superseded');
    expect(server.requests.map((request) => request.includes('ifGenerationMatch=7'))).toEqual([false, true]);
  });

  it('that is bound is not repeated by the client either', async () => {
    server.fault = { kind: 'status', status: 503 };
    expect(await open(true).delete({ name: 'blob', generation: '7' })).toBe('retry');
    expect(server.requests).toHaveLength(1);
  });

  it('ends within its time for each of many at once, and none disturbs another', async () => {
    server.fault = { kind: 'hang' };
    const hanging = Array.from({ length: 50 }, (_, i) => store.delete({ name: `blob ${i}` }));
    await expect.poll(() => server.requests.length).toBe(50);
    server.fault = { kind: 'status', status: 404 };
    expect(await store.delete({ name: 'another' })).toBe('gone');
    expect(new Set(await Promise.all(hanging))).toEqual(new Set(['retry']));
    await expect.poll(() => server.connections()).toBeLessThanOrEqual(1);
  });
});

describe('the environment', () => {
  it('does not lead the client elsewhere: neither an emulator that it names nor a proxy', async () => {
    const elsewhere = await FaultServer.start();
    vi.stubEnv('STORAGE_EMULATOR_HOST', elsewhere.url);
    vi.stubEnv('HTTP_PROXY', elsewhere.url);
    vi.stubEnv('NO_PROXY', '');
    store = open();
    server.fault = { kind: 'status', status: 404 };
    for (const operate of Object.values(OPERATIONS)) await operate();
    expect(server.requests).toEqual([
      expect.stringMatching(/^POST \/upload\/storage\/v1\/b\/bucket\/o\?/),
      expect.stringMatching(/^GET \/storage\/v1\/b\/bucket\/o\/blob\?alt=media/),
      expect.stringMatching(/^DELETE \/storage\/v1\/b\/bucket\/o\/blob/),
    ]);
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });
});

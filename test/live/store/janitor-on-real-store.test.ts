import { describe, expect, it, onTestFinished } from 'vitest';
import type { JanitorEvent } from '../../../src/janitor/janitor.ts';
import { systemClock } from '../../../src/live/clock.ts';
import { JanitorDriver } from '../../../src/live/janitor-driver.ts';
import type { BlobAccount } from '../../../src/live/store/bucket-sightings.ts';
import { BucketWatch } from '../../../src/live/store/bucket-watch.ts';
import { type BlobRef, GcsStore } from '../../../src/live/store/gcs-store.ts';
import { OutsideClient, runBucketName } from '../../../src/live/store/outside-client.ts';
import { US_PER_MS } from '../../../src/units.ts';
import { type Fault, FaultServer } from './fault-server.ts';
import { hasEmulator, realEmulator } from './real-emulator.ts';

const BLOBS = 200;
const DELAY_MS = 1_500;
const TIMEOUT_MS = 1_500;

describe.skipIf(!hasEmulator)('the janitor at a real object store, watched from outside', () => {
  const server = realEmulator();

  it.each<Fault>([
    { kind: 'none' },
    { kind: 'status', status: 503 },
    { kind: 'status', status: 429 },
    { kind: 'hang' },
    { kind: 'reset' },
  ])(
    'deletes everything, nothing early, through a store that at first does: $kind',
    { timeout: 60_000 },
    async (fault) => {
      const run = await begin();
      await run.uploadAndSchedule();
      run.between.fault = fault;
      // The fault lasts until as many deletions have met it as are under way at once.
      await expect.poll(() => run.deletionsSeen(), { timeout: 10_000 }).toBeGreaterThanOrEqual(16);
      run.between.fault = { kind: 'none' };
      await expect
        .poll(() => run.driver.janitor.counts.deleted + run.driver.janitor.counts.gone, { timeout: 30_000 })
        .toBe(BLOBS);
      const verdict = await run.watch.verdict(run.accounts());
      expect(verdict.discrepancies).toEqual([]);
      expect(verdict).toMatchObject({ blobs: BLOBS, seen: BLOBS, provedAlive: BLOBS });
      expect(run.watch.failedLooks).toBe(0);
      if (fault.kind !== 'none') expect(run.driver.janitor.counts.retried).toBeGreaterThan(0);
    },
  );

  it('is caught when it deletes early, and when it leaves something', { timeout: 60_000 }, async () => {
    const run = await begin();
    await run.uploadAndSchedule();
    await run.outside.deleteObject(run.bucket, 'blob 7');
    await run.outside.upload(run.bucket, 'stranger', Buffer.from('x'));
    await expect
      .poll(() => run.driver.janitor.counts.deleted + run.driver.janitor.counts.gone, { timeout: 30_000 })
      .toBe(BLOBS);
    await run.outside.upload(run.bucket, 'blob 9', Buffer.from('x'));
    const { discrepancies } = await run.watch.verdict(run.accounts());
    const found = discrepancies.map(({ kind, name }) => `${name}: ${kind}`);
    expect(found).toEqual(
      expect.arrayContaining([
        'blob 7: gone before it was due',
        'blob 7: deleted by somebody else',
        'blob 9: left over',
        'stranger: unknown',
      ]),
    );
    expect(new Set(found.map((line) => line.split(':')[0]))).toEqual(new Set(['blob 7', 'blob 9', 'stranger']));
  });

  /** A run with a bucket of its own, watched past the server that misbehaves. */
  async function begin() {
    const { url, honoursGenerationMatch } = server();
    const outside = new OutsideClient(url);
    const bucket = runBucketName();
    await outside.createBucket(bucket);
    const between = await FaultServer.start(url);
    const store = new GcsStore({ url: between.url, bucket, honoursGenerationMatch, timeoutMs: TIMEOUT_MS });
    const watch = new BucketWatch(outside, bucket, 20);
    const accounts = new Map<string, BlobAccount>();
    const options = {
      concurrency: 16,
      retry: { attempts: 20, backoffUs: 20 * US_PER_MS, factor: 1, maxBackoffUs: 20 * US_PER_MS },
    };
    const driver = new JanitorDriver<BlobRef>(store, systemClock, options, (event) => account(accounts, event));
    onTestFinished(async () => {
      driver.close();
      store.close();
      await watch.stop();
      await between.close();
      outside.close();
    });
    return {
      bucket,
      outside,
      between,
      watch,
      driver,
      accounts: () => accounts.values(),
      deletionsSeen: () => between.requests.filter((request) => request.startsWith('DELETE')).length,
      async uploadAndSchedule() {
        const names = Array.from({ length: BLOBS }, (_, i) => `blob ${i}`);
        const generations = await Promise.all(names.map((name) => outside.upload(bucket, name, Buffer.from('x'))));
        const uploadedUs = systemClock.nowUs();
        names.forEach((name, i) => {
          const dueUs = systemClock.nowUs() + DELAY_MS * US_PER_MS;
          accounts.set(name, { name, uploadedUs, dueUs, outcome: null });
          driver.schedule({ name, generation: generations[i] as string }, DELAY_MS * US_PER_MS);
        });
        // From now until they are due there is time for several looks.
        watch.start();
        await expect.poll(() => driver.janitor.pending).toBe(BLOBS);
      },
    };
  }
});

function account(accounts: Map<string, BlobAccount>, event: JanitorEvent<BlobRef>): void {
  if (event.kind !== 'settled') return;
  const { name } = event.ref;
  accounts.set(name, { ...(accounts.get(name) as BlobAccount), outcome: event.outcome, attempts: event.attempt });
}

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Storage } from '@google-cloud/storage';
import autocannon from 'autocannon';
import { systemClock } from '../../src/live/clock.ts';
import { JanitorDriver } from '../../src/live/janitor-driver.ts';
import { type BlobRef, GcsStore } from '../../src/live/store/gcs-store.ts';
import { OutsideClient, runBucketName } from '../../src/live/store/outside-client.ts';
import { US_PER_SECOND } from '../../src/units.ts';
import type { Figures } from '../contender.ts';

const BYTES = Buffer.alloc(1_024, 'unpark');
const UPLOADS_AT_ONCE = 16;
/** The janitor is given the blobs this long before the first is due, µs. */
const AHEAD_US = US_PER_SECOND;

/** The janitor's driver: all blobs fall due within one second. */
export function janitorDeletes(port: number, blobs: number, concurrency: number): Promise<Figures> {
  return withBucket(port, blobs, async (url, bucket, names) => {
    const store = new GcsStore({ url, bucket, honoursGenerationMatch: false, timeoutMs: 30_000 });
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const firstDueUs = systemClock.nowUs() + AHEAD_US;
    const before = process.cpuUsage();
    let settled = 0;
    let latestUs = 0;
    await new Promise<void>((resolve) => {
      const driver = new JanitorDriver<BlobRef>(
        store,
        systemClock,
        { concurrency, keepsProcessAlive: true },
        (event) => {
          if (event.kind === 'started') latestUs = Math.max(latestUs, event.latenessUs);
          if (event.kind !== 'settled') return;
          if (event.outcome !== 'deleted') throw new Error(`a deletion ended as ${event.outcome}: ${event.cause}`);
          settled += 1;
          if (settled === names.length) resolve();
        },
      );
      delay.enable();
      names.forEach((name, i) => {
        const dueUs = firstDueUs + Math.floor((i * US_PER_SECOND) / names.length);
        driver.schedule({ name }, dueUs - systemClock.nowUs());
      });
    });
    const seconds = (systemClock.nowUs() - firstDueUs) / US_PER_SECOND;
    delay.disable();
    return {
      perSecond: settled / seconds,
      cpuUs: cpuUsOf(before, settled),
      latestS: latestUs / US_PER_SECOND,
      blockedMs: delay.max / 1e6,
    };
  });
}

/** The storage client alone: as many loops as the janitor has deletions in flight. */
export function bareClientDeletes(port: number, blobs: number, concurrency: number): Promise<Figures> {
  return withBucket(port, blobs, async (url, bucket, names) => {
    const storage = new Storage({ apiEndpoint: url, projectId: 'unpark', retryOptions: { autoRetry: false } });
    storage.baseUrl = `${url}/storage/v1`;
    const client = storage.bucket(bucket);
    const rest = names[Symbol.iterator]();
    const before = process.cpuUsage();
    const startedUs = systemClock.nowUs();
    const loop = async (): Promise<void> => {
      for (let next = rest.next(); next.done !== true; next = rest.next()) await client.file(next.value).delete();
    };
    await Promise.all(Array.from({ length: concurrency }, loop));
    const seconds = (systemClock.nowUs() - startedUs) / US_PER_SECOND;
    return { perSecond: names.length / seconds, cpuUs: cpuUsOf(before, names.length) };
  });
}

/** DELETE requests alone, by autocannon over as many connections. @param concurrency divides the number of blobs. */
export function plainRequestsDelete(port: number, blobs: number, concurrency: number): Promise<Figures> {
  return withBucket(port, blobs, async (url, bucket, names) => {
    const requests = names.map((name) => ({ method: 'DELETE' as const, path: `/storage/v1/b/${bucket}/o/${name}` }));
    // Each connection goes through a list of its own.
    let given = 0;
    const share = requests.length / concurrency;
    const startedUs = systemClock.nowUs();
    let endedUs = startedUs;
    const result = await new Promise<autocannon.Result>((resolve, reject) => {
      const instance = autocannon(
        {
          url,
          connections: concurrency,
          amount: requests.length,
          maxConnectionRequests: share,
          sampleInt: 100,
          setupClient: (client) => {
            client.setRequests(requests.slice(given, given + share));
            given += share;
          },
        },
        (error: Error | null, done: autocannon.Result) => (done === undefined ? reject(error) : resolve(done)),
      );
      instance.on('response', () => {
        endedUs = systemClock.nowUs();
      });
    });
    const seconds = (endedUs - startedUs) / US_PER_SECOND;
    return { perSecond: result['2xx'] / seconds };
  });
}

/** Processor time of this process a deletion, µs: it says more than the rate where other work has its part of the machine. */
function cpuUsOf(before: NodeJS.CpuUsage, deletions: number): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / deletions;
}

/** Uploads the blobs into a bucket of their own, has them deleted, and makes sure that none is left. */
async function withBucket(
  port: number,
  blobs: number,
  deleteAll: (url: string, bucket: string, names: readonly string[]) => Promise<Figures>,
): Promise<Figures> {
  const url = `http://127.0.0.1:${port}`;
  const outside = new OutsideClient(url);
  const bucket = runBucketName();
  await outside.createBucket(bucket);
  const names = Array.from({ length: blobs }, (_, i) => `blob-${i}`);
  const rest = names[Symbol.iterator]();
  const uploadRest = async (): Promise<void> => {
    for (let next = rest.next(); next.done !== true; next = rest.next())
      await outside.upload(bucket, next.value, BYTES);
  };
  await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, uploadRest));
  const figures = await deleteAll(url, bucket, names);
  const left = await outside.names(bucket);
  if (left.length > 0) throw new Error(`${left.length} blobs are left`);
  await outside.deleteBucket(bucket);
  outside.close();
  return figures;
}

import { exitCode, InputError } from '../errors.ts';
import { meanJobs, phasesOf } from '../explain/phases.ts';
import type { Scenario } from '../scenario/model.ts';
import { threeDigits } from '../units.ts';
import { type OutsideClient, runBucketName } from './store/outside-client.ts';

/** How long the probe lasts, ms, and how many operations it has under way at once. */
const PROBE_MS = 400;
const AT_ONCE = 8;
/** A run does more for each operation than the probe: threads that hand it over, the storage client, the service and the load on the same cores. */
const OF_PROBE = 0.35;
/** What is proposed leaves some room. */
const ROOM = 0.7;
/** A run that asks for so many times what the machine carries measures nothing but its own delays. */
const HOPELESS = 4;

/** Requests that a live run makes in a second, by arithmetic: jobs posted, and operations on the store, with all tries and a deletion for each upload. The largest of the designs, the time being the machine's. */
export function requestsPerSecond({ designs, warmUpUs, durationUs }: Scenario): number {
  const endUs = warmUpUs + durationUs;
  return Math.max(
    0,
    ...designs.map(({ system }) =>
      meanJobs(phasesOf(system, endUs)).reduce(
        // An upload leads to a deletion.
        (sum, { jobsPerSecond, times }) => sum + jobsPerSecond * (1 + times.operations + times.uploads),
        0,
      ),
    ),
  );
}

/** Tries the store for a moment from this process. @returns operations a second; an upload with its deletion counts as two. @throws StoreError */
export async function probeCapacity(client: OutsideClient): Promise<number> {
  const bucket = runBucketName();
  await client.createBucket(bucket);
  const startedMs = performance.now();
  let done = 0;
  const work = async (worker: number): Promise<void> => {
    for (let i = 0; performance.now() - startedMs < PROBE_MS; i += 1) {
      const name = `probe-${worker}-${i}`;
      await client.upload(bucket, name, Buffer.from('x'));
      await client.deleteObject(bucket, name);
      done += 2;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, worker) => work(worker)));
  const seconds = (performance.now() - startedMs) / 1_000;
  await client.deleteBucket(bucket);
  return done / seconds;
}

/**
 * Holds what a run asks of this machine against what a probe says it can carry.
 * @param needed requests a second, at this compression.
 * @param probed operations a second, as the probe has seen them.
 * @returns what to tell before the run starts; undefined where it fits.
 * @throws InputError with exit code 4 where it is far too much.
 */
export function checkLoad(needed: number, probed: number, compress: number): string | undefined {
  const carried = probed * OF_PROBE;
  if (needed <= carried) return undefined;
  const fits = Math.max(1, Math.floor((compress * ROOM * carried) / needed));
  const told = `${threeDigits(needed)} requests a second, and a probe says that this machine carries about ${threeDigits(carried)}`;
  if (needed > HOPELESS * carried) {
    throw new InputError(
      {
        message: 'this machine is too slow for a live run of this scenario',
        expected: `at most ${threeDigits(HOPELESS * carried)} requests a second`,
        found: told,
        hint:
          fits < compress
            ? `--compress ${fits} fits`
            : 'lower the rates with --set, or simulate it with `npx unpark run`, which needs no rate',
      },
      exitCode.noTarget,
    );
  }
  return fits < compress
    ? `Warning: at --compress ${compress} this run makes ${told}: requests will fail, or the run will not be valid. --compress ${fits} fits.`
    : `Warning: this run makes ${told}, and cannot be compressed any less: requests will fail, or the run will not be valid.`;
}

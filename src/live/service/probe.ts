import { exitCode, InputError } from '../../errors.ts';
import type { StoreOperation } from '../../scenario/model.ts';
import type { DurationDistribution } from '../../workload/distribution.ts';
import { storeOutcome } from '../../workload/outcomes.ts';
import { systemClock } from '../clock.ts';
import type { Io } from '../machinery.ts';
import { type BlobRef, SOURCE_BLOB } from '../store-operation.ts';
import type { Probe } from './messages.ts';

/** How often each operation is tried, after some that only warm the client up. */
const OPERATIONS = 40;
const WARM_UP = 10;

/** Tries each operation on the store some times, one after another, on blobs of its own, and leaves the source blob behind. @throws InputError with exit code 4 when the store does not answer as it should. */
export async function probeStore(io: Io): Promise<Probe> {
  await operate('upload', SOURCE_BLOB);
  const times: Record<StoreOperation, number[]> = { upload: [], download: [], delete: [] };
  for (let i = 0; i < WARM_UP + OPERATIONS; i += 1) {
    const blob = { name: `probe-${i}` };
    for (const operation of ['upload', 'download', 'delete'] as const) {
      const tookUs = await operate(operation, operation === 'download' ? SOURCE_BLOB : blob);
      if (i >= WARM_UP) times[operation].push(tookUs);
    }
  }
  return {
    operations: OPERATIONS,
    upload: empirical(times.upload),
    download: empirical(times.download),
    delete: empirical(times.delete),
  };

  async function operate(operation: StoreOperation, blob: BlobRef): Promise<number> {
    const startedUs = systemClock.nowUs();
    const { outcome, cause } = await io.operate({ operation, blob, holdUs: 0, forced: storeOutcome.done });
    if (outcome !== storeOutcome.done) throw refusal(operation, cause);
    return systemClock.nowUs() - startedUs;
  }
}

function refusal(operation: StoreOperation, cause: string | undefined): InputError {
  return new InputError(
    {
      message: 'the object store does not answer as it should',
      expected: `an ${operation} that ends well, before the run begins`,
      found: cause ?? 'a failure without a reason',
      hint: 'look at the store, or leave --endpoint away and take one of our own',
    },
    exitCode.noTarget,
  );
}

/** The quantile function through the sorted times. */
function empirical(timesUs: readonly number[]): DurationDistribution {
  const sorted = [...timesUs].sort((a, b) => a - b);
  const points = sorted.map((valueUs, i) => ({ probability: i / (sorted.length - 1), valueUs }));
  return { kind: 'empirical', points };
}

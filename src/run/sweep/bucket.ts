import { InputError } from '../../errors.ts';
import type { ResultsBucket } from '../../live/store/results-bucket.ts';
import { requireOptional } from '../optional-part.ts';

/** A place in a bucket, from `gs://bucket/prefix`. */
export interface BucketPlace {
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
}

export function isInBucket(place: string): boolean {
  return place.startsWith('gs://');
}

/** @throws InputError where it names no bucket. */
export function bucketPlace(place: string): BucketPlace {
  const [, bucket, path = ''] = /^gs:\/\/([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])(?:\/(.*))?$/.exec(place) ?? [];
  if (bucket !== undefined) {
    const trimmed = path.replace(/\/+$/, '');
    return { bucket, prefix: trimmed === '' ? '' : `${trimmed}/` };
  }
  throw new InputError({
    file: place,
    message: 'this is no place in a bucket',
    expected: 'gs://bucket/prefix; the name of a bucket has 3 to 222 letters, digits, - _ or .',
    found: place,
  });
}

/** Does something with a bucket, and ends its connections. @throws InputError, and where the storage client is not installed. */
export async function withBucket<T>(bucket: string, action: (store: ResultsBucket) => Promise<T>): Promise<T> {
  const message = 'results in gs:// need the storage client';
  const { ResultsBucket: Store } = await requireOptional(() => import('../../live/store/results-bucket.ts'), message);
  const store = new Store({ bucket, env: process.env });
  try {
    return await action(store);
  } finally {
    store.close();
  }
}

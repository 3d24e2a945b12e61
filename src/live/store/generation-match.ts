import { type OutsideClient, runBucketName } from './outside-client.ts';

/**
 * Finds out whether a deletion with `ifGenerationMatch` leaves a newer content alone, by trying it in a bucket made for that. v1.56.1 of fake-gcs-server does not compare them:
 * it deletes what is there.
 * @throws StoreError when the store does not do what the trial needs.
 */
export async function probeGenerationMatch(client: OutsideClient): Promise<boolean> {
  const bucket = runBucketName();
  await client.createBucket(bucket);
  try {
    const older = await client.upload(bucket, 'probe', Buffer.from('older'));
    await client.upload(bucket, 'probe', Buffer.from('newer'));
    return (await client.deleteObject(bucket, 'probe', older)) === 412;
  } finally {
    await client.deleteObjects(bucket, ['probe']);
    await client.deleteBucket(bucket);
  }
}

import { createRequire } from 'node:module';

/** No answer of an object store to one operation of a run is larger: its blobs are a few bytes, and the rest is JSON. */
const LARGEST_ANSWER_BYTES = 16 * 2 ** 20;

type Fetch = (url: unknown, options?: object) => Promise<unknown>;

let isBounded = false;

/**
 * Keeps the storage client of this thread from following redirects, and from reading answers without end. The client gives no such option to its HTTP library (teeny-request over
 * node-fetch), so what that library calls is put behind one that adds the two: an answer that points elsewhere is an answer, and counts as failed.
 * @param largestBytes of an answer; the first call of a thread decides.
 */
export function boundStorageClient(largestBytes = LARGEST_ANSWER_BYTES): void {
  if (isBounded) return;
  isBounded = true;
  // The very copy that the client loads, wherever it is installed.
  const ofClient = createRequire(createRequire(import.meta.url).resolve('@google-cloud/storage'));
  const library = createRequire(ofClient.resolve('teeny-request'))('node-fetch') as { default: Fetch };
  const fetch = library.default;
  library.default = (url, options) => fetch(url, { ...options, redirect: 'manual', size: largestBytes });
}

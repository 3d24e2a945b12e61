import autocannon from 'autocannon';
import type { DoorResult } from '../../result/live-schema.ts';

/** How many requests ask, and over how many connections: enough for a percentile, few enough to be over in a second or two. */
const REQUESTS = 2_000;
const CONNECTIONS = 10;
const LONGEST_SECONDS = 10;

/**
 * Asks how many jobs a second the endpoint accepts: without a rate, each connection sends its next request when the last one is answered. The rate is that of requests over
 * the time it took, timed here, since autocannon rounds the duration of such a run.
 */
export async function askDoor(
  url: string,
  kind: string,
  threads: { readonly active: number; readonly parked: number },
  signal: AbortSignal,
): Promise<DoorResult> {
  const startedMs = performance.now();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(
      {
        url,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind }),
        connections: CONNECTIONS,
        amount: REQUESTS,
        timeout: LONGEST_SECONDS,
      },
      (error: Error | null, done: autocannon.Result) =>
        error === null || error === undefined ? resolve(done) : reject(error),
    );
    signal.addEventListener('abort', () => instance.stop?.(), { once: true });
  });
  const seconds = (performance.now() - startedMs) / 1_000;
  const inSeconds = (ms: number) => ms / 1_000;
  const { latency } = result;
  return {
    requests: result.requests.sent,
    accepted: result['2xx'],
    seconds,
    perSecond: result['2xx'] / seconds,
    connections: CONNECTIONS,
    latency: {
      mean: inSeconds(latency.average),
      p50: inSeconds(latency.p50),
      p97_5: inSeconds(latency.p97_5),
      p99: inSeconds(latency.p99),
      max: inSeconds(latency.max),
    },
    activeThreads: threads.active,
    parkedThreads: threads.parked,
  };
}

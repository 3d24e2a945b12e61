import autocannon from 'autocannon';
import { DurationRecorder } from '../../result/duration-recorder.ts';
import { latencyQuantiles, quantileSeconds } from '../../result/latency-quantiles.ts';
import type { DoorResult } from '../../result/live-schema.ts';
import { toSeconds, US_PER_MS } from '../../units.ts';
import { systemClock } from '../clock.ts';

/** How many requests ask, and over how many connections: enough for a percentile, few enough to be over in a second or two. */
const REQUESTS = 2_000;
const CONNECTIONS = 10;
const TIMEOUT_SECONDS = 10;
/** Autocannon ends at one of its samples: often enough that nobody waits for it. */
const SAMPLE_MS = 100;
const CURVE_POINTS = 50;

/**
 * Asks how many jobs a second the endpoint accepts: without a rate, each connection sends its next request when the last one is answered. Time and latencies are taken here,
 * answer by answer, since autocannon rounds the duration of such a run to its sampling.
 */
export async function askDoor(
  url: string,
  kind: string,
  threads: { readonly active: number; readonly parked: number },
  signal: AbortSignal,
): Promise<DoorResult> {
  const latency = new DurationRecorder();
  const startedUs = systemClock.nowUs();
  let endedUs = startedUs;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(
      {
        url,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind }),
        connections: CONNECTIONS,
        amount: REQUESTS,
        timeout: TIMEOUT_SECONDS,
        sampleInt: SAMPLE_MS,
      },
      (error: Error | null, done: autocannon.Result) => (done === undefined ? reject(error) : resolve(done)),
    );
    instance.on('response', (_client, _status, _bytes, responseMs) => {
      latency.observe(Math.max(0, Math.round(responseMs * US_PER_MS)));
      endedUs = systemClock.nowUs();
    });
    signal.addEventListener('abort', () => instance.stop?.(), { once: true });
  });
  const record = latency.record();
  const seconds = toSeconds(Math.max(1, endedUs - startedUs));
  return {
    requests: result.requests.sent,
    accepted: result['2xx'],
    seconds,
    perSecond: result['2xx'] / seconds,
    connections: CONNECTIONS,
    latency: latencyQuantiles(record),
    curve: Array.from(
      { length: CURVE_POINTS + 1 },
      (_, i) => quantileSeconds(record, Math.max(i / CURVE_POINTS, 1e-9)) ?? 0,
    ),
    activeThreads: threads.active,
    parkedThreads: threads.parked,
  };
}

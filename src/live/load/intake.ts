import autocannon from 'autocannon';
import { DurationRecorder } from '../../record/duration-recorder.ts';
import { latencyQuantiles, quantileSeconds } from '../../result/latency-quantiles.ts';
import type { IntakeResult } from '../../result/live-schema.ts';
import { toSeconds, US_PER_MS } from '../../units.ts';
import { systemClock } from '../clock.ts';

const CONNECTIONS = 10;
/** The first round only warms up; of the others each is short, and together they take about a second. */
const ROUNDS = 5;
const REQUESTS_A_ROUND = 400;
const TIMEOUT_SECONDS = 10;
/** Autocannon ends at one of its samples: often enough that nobody waits for it. */
const SAMPLE_MS = 50;
const CURVE_POINTS = 50;

/**
 * Asks how many jobs a second the endpoint accepts: without a rate, each connection sends its next request when the last one is answered. Time and latencies are taken here,
 * answer by answer, since autocannon rounds the duration of such a run to its sampling. Several rounds tell how much of a difference is noise.
 * @returns null when the signal has ended it, or nothing was answered.
 */
export async function measureIntake(
  url: string,
  kind: string,
  threads: { readonly active: number; readonly parked: number },
  signal: AbortSignal,
): Promise<IntakeResult | null> {
  const latency = new DurationRecorder();
  const rates: number[] = [];
  let requests = 0;
  let accepted = 0;
  for (let round = 0; round <= ROUNDS; round += 1) {
    if (signal.aborted) return null;
    if (round === 1) latency.reset();
    const { result, seconds } = await askRound(url, kind, latency, signal);
    requests += result.requests.sent;
    accepted += result['2xx'];
    if (seconds !== null && round > 0) rates.push(result['2xx'] / seconds);
  }
  if (signal.aborted || rates.length < ROUNDS) return null;
  rates.sort((a, b) => a - b);
  const record = latency.record();
  return {
    requests,
    accepted,
    perSecond: rates[Math.floor(ROUNDS / 2)] as number,
    perSecondMin: rates[0] as number,
    perSecondMax: rates[ROUNDS - 1] as number,
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

/** @returns the time from the first request to the last answer; null when there was none. */
async function askRound(
  url: string,
  kind: string,
  latency: DurationRecorder,
  signal: AbortSignal,
): Promise<{ readonly result: autocannon.Result; readonly seconds: number | null }> {
  const startedUs = systemClock.nowUs();
  let endedUs: number | null = null;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(
      {
        url,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind }),
        connections: CONNECTIONS,
        amount: REQUESTS_A_ROUND,
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
  return { result, seconds: endedUs === null ? null : toSeconds(Math.max(1, endedUs - startedUs)) };
}

/**
 * Ends a test that blocks its thread. The time-out of a test is a timer of the very thread that runs it, so an endless loop would never be told and never end; another
 * thread watches, names the test and kills the process, which Vitest reports as a failure of the run.
 */
import { Worker } from 'node:worker_threads';
import { afterAll, beforeEach, expect } from 'vitest';

/** Longer than a test goes without giving the event loop its turn, also on a busy machine. */
const BLOCKED_MS = 240_000;
const BEAT_MS = 1_000;

const beats = new Int32Array(new SharedArrayBuffer(4));
// Set before any test replaces the timers.
const heart = setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS);
heart.unref();

const watch = new Worker(new URL('watchdog-thread.mjs', import.meta.url), {
  workerData: { beats, beatMs: BEAT_MS, blockedMs: BLOCKED_MS },
});
watch.unref();

beforeEach(() => {
  const { testPath, currentTestName } = expect.getState();
  watch.postMessage(`${testPath}: ${currentTestName}`);
});

afterAll(async () => {
  clearInterval(heart);
  await watch.terminate();
});

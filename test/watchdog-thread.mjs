/** Kills the process when the thread that should beat has not done so for a while, and says in which test. */
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

const { beats, beatMs, blockedMs } = workerData;
let test = 'a test file that is being loaded';
let seen = -1;
let seenMs = performance.now();

parentPort.on('message', (name) => {
  test = name;
});

setInterval(() => {
  const now = Atomics.load(beats, 0);
  if (now !== seen) {
    seen = now;
    seenMs = performance.now();
  }
  if (performance.now() - seenMs < blockedMs) return;
  // Written at once: nothing that waits for the event loop of the blocked thread would ever be printed.
  writeSync(2, `\n${test} has blocked its thread for ${blockedMs / 1_000} s: an endless loop? It is killed.\n`);
  process.kill(process.pid, 'SIGKILL');
}, beatMs);

import type { Scenario } from '../../src/scenario/model.ts';
import { parseScenario } from '../../src/scenario/parse.ts';

/** A small service in the time of a test: at the factor of 60 a deletion is due after a second, and work takes a tenth of one. */
export const SMALL_LIVE = `name: small-live
question: Does the live world do what the simulated one does?
duration: 1h
live: { warmUp: 90s, duration: 150s }
seed: 11
pools:
  storage: 16
semaphores:
  merges: 2
concurrency:
  pipelines: 16
store:
  upload: 0.1s
  download: 0.1s
  delete: 0.1s
deletion: { delay: 60s, pool: storage }
jobs:
  sync:
    arrivals: { poisson: 8/min }
    concurrency: pipelines
    steps:
      - task: { name: decode, pool: storage, steps: [work: { lognormal: { mean: 6s, sigma: 0.5 } }] }
      - task: { name: upload, pool: storage, steps: [upload] }
      - defer
  merge:
    arrivals: { constant: 2/min }
    steps:
      - acquire: merges
      - task:
          name: merge
          pool: storage
          steps:
            - fanOut: { name: chunk, tasks: 4, window: 2, steps: [download] }
      - release: merges
  notify:
    arrivals: { constant: 2/min }
    steps:
      - task:
          name: send
          pool: storage
          steps:
            - choice: [{ probability: 50%, steps: [work: 3s] }]
            - retry: { attempts: 6, backoff: 3s, thread: returned, steps: [work: 2s, fail: 30%] }
designs:
  legacy: { deletion: sleep-in-pool }
  thread-per-file: { deletion: thread-per-file }
  janitor: { deletion: janitor }
`;

/** The small scenario. @param overrides as `--set` takes them. @param designs only these. */
export function smallLive(overrides: readonly string[] = [], designs?: readonly string[]): Scenario {
  return parseScenario(SMALL_LIVE, 'small-live.yaml', { overrides, ...(designs === undefined ? {} : { designs }) });
}

import { heading, type Places } from './heading.ts';

/** Files that are deleted some minutes after they were written, by threads that sleep until then or by a janitor. */
export function deletionTemplate(name: string, places: Places): string {
  return `${heading(name, places)}
name: ${name}
question: How many threads does the upload pool need once it no longer sleeps?

# One measured hour after ten minutes that fill the system, run ten times with other random numbers.
duration: 1h
warmUp: 10m
replications: 10

pools:
  uploads:
    threads: 32
    source: Write here where the number comes from; the report lists it.

# How long the operations on the object store take.
store:
  upload: { lognormal: { p50: 200ms, p99: 2s } }
  delete:
    latency: { exponential: { mean: 100ms } }
    fail: 0.1%
    assumed: Write here why you believe a number that nobody has measured.

# Every uploaded file is deleted again after five minutes; its signed URL is valid for ten.
deletion:
  delay: 5m
  urlValidity: 10m

jobs:
  # A job holds no thread itself. It submits tasks to the pool, waits for them, and hands on its files.
  thumbnail:
    arrivals: { poisson: 6/min }
    steps:
      - task:
          name: render
          steps:
            - work: { lognormal: { p50: 4s, p99: 20s } }
            - upload
      - defer

# The first design is the "before"; the others are compared with it. Each may override anything above.
designs:
  sleeping:
    deletion: sleep-in-pool
  janitor:
    deletion: janitor
  janitor-small-pool:
    deletion: janitor
    pools: { uploads: 8 }

# What has to hold of the result. A build can run the check: it fails when one of these does not.
expect:
  - that: janitor.pools.uploads.parked.max = 0
    reason: No thread of the pool may sleep on a timer.
  - janitor-small-pool.pools.uploads.fullFraction < 1%
  - janitor.deletions.lateness.p50 < 100ms
  - janitor.jobs.*.deletion = janitor
`;
}

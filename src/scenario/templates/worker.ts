import { heading, type Places } from './heading.ts';

/** Workers that split a message into parts, submit these to their own pool, and hold a thread while they wait for them. */
export function workerTemplate(name: string, places: Places): string {
  return `${heading(name, places)}
name: ${name}
question: What do the workers that wait for tasks of their own cost the pool, and what does a pool for the parts change?

# One measured hour after five minutes that fill the system, run ten times with other random numbers.
duration: 1h
warmUp: 5m
replications: 10

pools:
  workers:
    threads: 32
    source: Write here where the number comes from; the report lists it.

# At most so many messages in progress at once, such as the prefetch count of the consumer.
concurrency:
  prefetch: 24

jobs:
  # One message of the queue. Its rate comes from the broker's metrics, its durations from traces.
  message:
    arrivals: { poisson: 20/min }
    concurrency: prefetch
    steps:
      - task:
          name: handle
          pool: workers
          steps:
            - work: { lognormal: { p50: 500ms, p99: 3s } }
            # The thread waits for the parts, and is kept: it is blocked.
            - fanOut:
                name: part
                pool: workers
                tasks: { uniform: { min: 2, max: 6 } }
                steps:
                  - work: { lognormal: { p50: 4s, p99: 30s } }

# The first design is the "before"; the others are compared with it. Each may override anything above.
designs:
  one-pool: {}
  # A design may add a pool. Steps are a list, and a list replaces: all of it stands here again, with the change.
  parts-apart:
    pools: { workers: 16, parts: 16 }
    jobs:
      message:
        steps:
          - task:
              name: handle
              pool: workers
              steps:
                - work: { lognormal: { p50: 500ms, p99: 3s } }
                - fanOut:
                    name: part
                    pool: parts
                    tasks: { uniform: { min: 2, max: 6 } }
                    steps:
                      - work: { lognormal: { p50: 4s, p99: 30s } }
  # The job itself, which holds no thread, waits for the parts: what an asynchronous worker does.
  no-thread-waits:
    jobs:
      message:
        steps:
          - task:
              name: handle
              pool: workers
              steps:
                - work: { lognormal: { p50: 500ms, p99: 3s } }
          - fanOut:
              name: part
              pool: workers
              tasks: { uniform: { min: 2, max: 6 } }
              steps:
                - work: { lognormal: { p50: 4s, p99: 30s } }

# What has to hold of the result. A build can run the check: it fails when one of these does not.
expect:
  - that: no-thread-waits.pools.workers.blocked.max = 0
    reason: No thread of the pool may wait for a task of its own pool.
  - no-thread-waits.pools.workers.queueWait.p99 < 10s
  - no-thread-waits.stability.stable = true
`;
}

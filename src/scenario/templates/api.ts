import { heading, type Places } from './heading.ts';

/** Requests that hold a thread while they wait for one of a few database connections. */
export function apiTemplate(name: string, places: Places): string {
  return `${heading(name, places)}
name: ${name}
question: Do more request threads help, or do they only wait for a database connection?

# Ten measured minutes after one minute that fills the system, run ten times with other random numbers.
duration: 10m
warmUp: 1m
replications: 10

pools:
  requests:
    threads: 64
    # A request that finds the queue full is refused (503), and its job fails.
    queue: { bound: 200 }
    source: Write here where the number comes from, such as server.tomcat.threads.max; the report lists it.

# A connection pool is a semaphore: a thread that waits for a connection is blocked, and kept.
semaphores:
  db:
    limit: 8
    source: Write here where the number comes from, such as spring.datasource.hikari.maximum-pool-size.

jobs:
  # The arrival rate comes from an access log or a metric, the durations from traces.
  order:
    arrivals: { poisson: 45/s }
    steps:
      - task:
          name: handle
          steps:
            - work: { lognormal: { p50: 4ms, p99: 20ms } }
            - acquire: db
            - work: { lognormal: { p50: 120ms, p99: 600ms } }
            - release: db
  health:
    arrivals: { constant: 1/s }
    steps:
      - task:
          name: handle
          steps:
            - work: 1ms
            # A number that nobody has measured can be marked, and the report lists it.
            - { work: 2ms, assumed: Write here why you believe it. }

# The first design is the "before"; the others are compared with it. Each may override anything above.
designs:
  today: {}
  more-threads:
    pools: { requests: 128 }
  more-connections:
    semaphores: { db: 14 }

# What has to hold of the result. A build can run the check: it fails when one of these does not.
expect:
  - that: more-connections.pools.requests.blocked.mean < 1
    reason: Request threads wait for the network, not for one another.
  - more-connections.jobs.order.time.p99 < 1s
  - more-connections.jobs.order.failedFraction < 0.1%
`;
}

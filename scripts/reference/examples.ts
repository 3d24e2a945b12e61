/** The examples of the language reference. Each is a part of a scenario that loads; a test puts it into one and loads it. */

/** Steps by their key. `in` says whose steps they are. */
export const stepExamples: Readonly<Record<string, { readonly in: 'task' | 'job'; readonly yaml: string }>> = {
  work: { in: 'task', yaml: '- work: { lognormal: { p50: 20s, p99: 2m } }' },
  park: { in: 'task', yaml: '- park: 480s' },
  wait: { in: 'job', yaml: '- wait: 5s' },
  upload: {
    in: 'task',
    yaml: '- upload                             # with the latency of the store\n- upload: { exponential: { mean: 2s } }  # with one of its own',
  },
  download: { in: 'task', yaml: '- download' },
  delete: { in: 'task', yaml: '- upload\n- delete' },
  acquire: { in: 'job', yaml: '- acquire: slots\n- wait: 1s\n- release: slots' },
  release: {
    in: 'job',
    yaml: '- acquire: { semaphore: slots, permits: 2 }\n- wait: 1s\n- release: { semaphore: slots, permits: 2 }',
  },
  task: { in: 'job', yaml: '- task:\n    name: decode\n    pool: storage\n    steps:\n      - work: 30s' },
  fanOut: {
    in: 'job',
    yaml: '- fanOut:\n    name: chunk\n    pool: storage\n    tasks: { uniform: { min: 20, max: 40 } }\n    window: 8\n    permit: slots\n    steps:\n      - download',
  },
  choice: {
    in: 'task',
    yaml: '- choice:\n    - { probability: 5%, steps: [park: 30s] }  # a rate limit was hit\n    - probability: 20%\n      steps:\n        - work: 2s\n    - steps:                # the rest\n        - work: 100ms',
  },
  fail: { in: 'task', yaml: '- work: 200ms\n- fail: 2%' },
  retry: {
    in: 'task',
    yaml: '- retry:\n    attempts: 4\n    backoff: { exponential: { mean: 2s } }\n    factor: 2\n    maxBackoff: 30s\n    thread: returned        # kept: it sleeps meanwhile\n    steps:\n      - work: 300ms\n      - fail: 10%',
  },
  defer: {
    in: 'job',
    yaml: '- task:\n    steps: [upload]\n- defer                 # after the delay of the deletion\n- task:\n    steps: [upload]\n- defer: { delay: 60s }  # after a delay of its own',
  },
};

export const distributionExamples: readonly string[] = [
  '30s',
  '{ constant: 30s }',
  '{ uniform: { min: 1s, max: 3s } }',
  '{ exponential: { mean: 0.3s } }',
  '{ lognormal: { mean: 30s, sigma: 0.8 } }',
  '{ lognormal: { p50: 20s, p99: 2m } }',
  '{ empirical: { p0: 1s, p50: 2s, p95: 8s, p100: 30s } }',
  '{ empirical: [1s, 2s, 2s, 9s] }',
  '{ empirical: { file: durations.csv, column: duration_ms, unit: ms } }',
];

export const countExamples: readonly string[] = [
  '40',
  '{ geometric: { mean: 5.6 } }',
  '{ uniform: { min: 1, max: 8 } }',
  '{ empirical: { 1: 0.7, 2: 0.3 } }',
];

/** Streams of arrivals; the one with a trace file needs that file beside the scenario. */
export const arrivalExamples: readonly string[] = [
  '{ poisson: 20/min }',
  '{ constant: 5/s, until: 10m }',
  '{ poisson: 4/h, batch: { geometric: { mean: 12 } } }',
  '{ profile: [{ at: 0h, rate: 2/min }, { at: 8h, rate: 20/min }, { at: 18h, rate: 6/min }], every: 24h }',
  '{ times: [1s, 2s, 2s, 30s] }',
  '{ trace: arrivals.txt }',
  '[{ poisson: 8/min }, { constant: 1/s, from: 1h, until: 65m }]',
];

/** Conditions, each with what it says. They are of the scenario that `unpark init` writes. */
export const expectExamples: readonly { readonly yaml: string; readonly says: string }[] = [
  {
    yaml: 'janitor.pools.uploads.active.mean between 0 and 3',
    says: 'A measure lies in a range; both bounds belong to it.',
  },
  { yaml: 'janitor.pools.uploads.parked.max = 0', says: 'No thread is ever parked.' },
  { yaml: 'janitor.deletions.lateness.p50 < 100ms', says: 'A time needs its unit.' },
  { yaml: 'janitor.pools.uploads.utilization.mean < 20%', says: 'A share needs its sign.' },
  { yaml: 'janitor.jobs.thumbnail.donePerHour.mean >= 300/h', says: 'A rate needs its unit.' },
  {
    yaml: 'janitor.pools.uploads.active.mean <= 20% of sleeping',
    says: 'A share of the same measure in another design.',
  },
  {
    yaml: 'janitor-small-pool.jobs.thumbnail.time.p95 <= 110% of janitor.jobs.thumbnail.time.p95',
    says: 'A share of any measure.',
  },
  {
    yaml: 'sleeping.pools.uploads.active.mean - janitor.pools.uploads.active.mean > 20',
    says: 'A difference of designs, replication by replication. `+` and `-` stand between spaces.',
  },
  { yaml: 'janitor-small-pool.pools.uploads.threads = 8', says: 'How something is configured.' },
  { yaml: 'janitor.jobs.*.deletion = janitor', says: '`*` stands for every name; it has to hold for all.' },
  { yaml: '"*.deletions.violations = 0"', says: 'All designs. YAML wants quotes around a text that begins with `*`.' },
  { yaml: 'janitor.stability.stable = true', says: 'The design is stable: no queue grows for ever.' },
  {
    yaml: '{ that: janitor.deletions.driverStarts = 1, reason: A second janitor means that one died, level: warn }',
    says: 'With a reason that is shown when it does not hold, and as a warning only.',
  },
];

/** Sections of the system, as they stand at the top of a file or in a design. */
export const sectionExamples: Readonly<Record<string, string>> = {
  pools:
    'pools:\n  storage: 128\n  db:\n    threads: 24\n    queue: { bound: 1000, whenFull: reject }\n    healthLog: { every: 60s, above: 70% }',
  semaphores: 'semaphores:\n  chunk: 32\n  precache-file: { limit: 2, source: PR 7388 }',
  concurrency: 'concurrency:\n  pipelines: 16',
  store:
    'store:\n  upload: 0.3s\n  download: { exponential: { mean: 4s } }\n  delete:\n    latency: { exponential: { mean: 0.1s } }\n    fail: 1%\n    retry: 2%\n    gone: 1%\n    assumed: Nobody has measured it.',
  deletion:
    'deletion:\n  by: janitor\n  delay: 480s\n  urlValidity: 15m\n  janitor:\n    concurrency: 2\n    maxPending: 100000\n    retry: { attempts: 3, backoff: 1s, factor: 2, maxBackoff: 60s }',
  faults:
    'faults:\n  - { at: 1h, for: 30m, slow: { delete: 60s } }\n  - { at: 2h, for: 10m, fail: { delete: 50% }, throttle: { upload: 10% } }\n  - { at: 3h, kill: janitor }',
};

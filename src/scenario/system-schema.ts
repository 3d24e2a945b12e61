/** The schema of a system: what a scenario says of it, and what a design may change. */
import * as z from 'zod';
import { arrivals } from './arrivals-schema.ts';
import { distribution } from './distribution-schema.ts';
import {
  byDefault,
  duration,
  fraction,
  list,
  longerThanZero,
  map,
  name,
  named,
  percent,
  refuse,
  shortFor,
  wholeNumber,
  wholeNumberUpTo,
  wordings,
} from './language.ts';
import type { HealthLog, JanitorSettings } from './model.ts';
import { stepList } from './step-schema.ts';

/** The designs of a deletion that the worlds know, by the names of their files. */
export const STRATEGIES = ['sleep-in-pool', 'thread-per-file', 'janitor'] as const;

const by = z
  .enum(STRATEGIES)
  .describe(
    'Who deletes: `sleep-in-pool` (a task sleeps in a pool until the blob is due), `thread-per-file` (a thread of its own sleeps for each blob) or `janitor` (one thread outside the pool, with a due-time heap).',
  )
  .register(wordings, { expected: `a strategy of deletion: ${STRATEGIES.join(', ')}` });

const BACKOFF = '1s';
const LONGEST_BACKOFF = '60s';

const janitorRetry = map({
  attempts: wholeNumberUpTo(1_000).prefault(1).describe('Tries in all. Default: 1, so no second try.'),
  backoff: byDefault(duration, BACKOFF, 'The wait before the second try.'),
  factor: byDefault(
    z.number().min(1).register(wordings, { expected: 'a number of at least 1' }),
    2,
    'What the wait is multiplied by from try to try, at least 1.',
  ),
  maxBackoff: duration.optional().describe(`The longest wait between tries. Default: ${LONGEST_BACKOFF}.`),
}).transform(({ attempts, backoff, factor, maxBackoff }, context): JanitorSettings['retry'] => {
  const longest = maxBackoff ?? Math.max(duration.parse(LONGEST_BACKOFF), backoff);
  if (longest >= backoff) return { attempts, backoffUs: backoff, factor, maxBackoffUs: longest };
  return refuse(context, {
    path: ['maxBackoff'],
    message: '`maxBackoff` is below `backoff`',
    expected: (written) => `at least ${written('backoff') ?? BACKOFF}`,
    found: (written) => `${written('maxBackoff')}`,
  });
});

const janitor = map({
  concurrency: byDefault(wholeNumberUpTo(1_024), 1, 'Deletions in flight at once.'),
  maxPending: byDefault(
    wholeNumber,
    1_000_000,
    'The most deletions that may be pending when a further one comes: it is rejected then. What is tried again keeps its place, so that there may be more of them, by `concurrency` at most.',
  ),
  retry: janitorRetry.prefault({}).describe('What happens when the store asks to try again.'),
}).transform(({ concurrency, maxPending, retry }): JanitorSettings => ({ concurrency, maxPending, retry }));

/** How blobs are deleted. */
export const deletion = shortFor(
  'by',
  by,
  map({
    by: by.optional(),
    pool: name.optional().describe('The pool that `sleep-in-pool` sleeps in. Default: the only pool there is.'),
    delay: byDefault(duration, '480s', 'From the `defer` step to the deletion.'),
    urlValidity: longerThanZero
      .optional()
      .describe(
        'How long a signed URL of a blob is valid, from the end of its upload; a blob that lives longer is counted as a violation. Default: no limit.',
      ),
    janitor: janitor.prefault({}).describe('The settings of the janitor.'),
  }),
  `a strategy of deletion (${STRATEGIES.join(', ')}), or a map`,
).describe('How the blobs that are handed on by `defer` are deleted. A bare name is short for `{ by: name }`.');

const healthLog = map({
  every: byDefault(longerThanZero, '60s', 'The time between two samples.'),
  above: byDefault(percent, '70%', 'A sample with a utilization above this gives a line.'),
}).transform(({ every, above }): HealthLog => ({ everyUs: every, abovePercent: above }));

/** The most threads of one pool. */
export const MOST_THREADS = 1_000_000;
const threads = wholeNumberUpTo(MOST_THREADS).describe('How many threads the pool has.');
const pool = shortFor(
  'threads',
  wholeNumberUpTo(MOST_THREADS),
  map({
    threads: threads.optional(),
    queue: map({
      bound: z
        .int()
        .min(0)
        .meta({ description: 'A whole number, 0 or more.' })
        .register(wordings, { expected: 'a whole number, 0 or more' })
        .optional()
        .describe('The most tasks that may wait for a thread; with 0 none waits. Default: no bound.'),
      whenFull: z
        .enum(['reject'])
        .optional()
        .describe(
          'What happens to a task that finds the queue full: `reject`, and the job that submitted it fails. Default: reject.',
        )
        .register(wordings, { expected: 'reject' }),
    })
      .optional()
      .describe('The queue in front of the pool.'),
    healthLog: healthLog
      .optional()
      .describe(
        'The log that the service itself keeps of the pool, if it keeps one: a sample at an interval, printed above a threshold; `{}` has the defaults. Default: none.',
      ),
  }),
  'a number of threads, or a map such as { threads: 128 }',
).meta({
  id: 'pool',
  description:
    'A fixed number of threads with a first-in, first-out queue. A bare number is short for `{ threads: number }`.',
});

const limited = (id: string, description: string) =>
  shortFor(
    'limit',
    wholeNumber,
    map({ limit: wholeNumber.describe('How many at once.') }),
    'a whole number of at least 1, or a map such as { limit: 4 }',
  ).meta({ id, description });

const semaphore = limited('semaphore', 'How many permits there are. A bare number is short for `{ limit: number }`.');
const limit = limited(
  'concurrencyLimit',
  'How many jobs may be admitted at once; the others wait for admission, in order of arrival. Job kinds may share one. A bare number is short for `{ limit: number }`.',
);

const storeOperation = <More extends Readonly<Record<string, z.ZodType>>>(more: More) =>
  shortFor(
    'latency',
    distribution,
    map({
      latency: distribution.optional().describe('How long it takes.'),
      fail: byDefault(fraction, '0%', 'How often it fails for good.'),
      retry: byDefault(
        fraction,
        '0%',
        'How often the store asks to try again. A deletion that has tries left is tried again; anything else fails.',
      ),
      ...more,
    }),
    'a distribution of its latency, or a map such as { latency: 0.1s, fail: 1% }',
  );

const store = map({
  upload: storeOperation({}).optional().describe('Uploading a blob.'),
  download: storeOperation({}).optional().describe('Downloading a blob.'),
  delete: storeOperation({
    gone: byDefault(fraction, '0%', 'How often the blob is not there any more, which is a success.'),
  })
    .optional()
    .describe('Deleting a blob.'),
});

const operations = <T extends z.ZodType>(value: T, meaning: (operations: string) => string) =>
  map({
    upload: value.optional().describe(meaning('uploads')),
    download: value.optional().describe(meaning('downloads')),
    delete: value.optional().describe(meaning('deletes')),
  }).optional();

const fault = map({
  at: duration.describe('When it begins, after the start of the run (the warm-up included).'),
  for: longerThanZero.optional().describe('How long it lasts. A killed janitor needs none.'),
  slow: operations(distribution, (which) => `The latency of ${which}.`).describe(
    'Operations that start in this time take this long instead.',
  ),
  fail: operations(fraction, (which) => `The share of ${which} that fail.`).describe(
    'Operations fail this often instead.',
  ),
  throttle: operations(fraction, (which) => `The share of ${which} that are asked to try again.`).describe(
    'The store asks this often to try again.',
  ),
  kill: z
    .enum(['janitor'])
    .optional()
    .describe("The janitor's thread dies; the next deletion that is handed on starts another.")
    .register(wordings, { expected: 'janitor' }),
}).meta({ id: 'fault', description: 'Something that goes wrong for a time.' });

const jobKind = map({
  arrivals: arrivals.optional(),
  concurrency: name
    .optional()
    .describe('The concurrency limit that admits jobs of this kind. Default: all are admitted at once.'),
  steps: stepList.optional(),
  deletion: deletion
    .optional()
    .describe("How this kind's blobs are deleted, where it differs from the system's own deletion."),
}).meta({
  id: 'jobKind',
  description:
    'One kind of job. A job is a coordinator that holds no thread itself: it runs its steps, submits tasks and waits for them.',
});

/** The parts of a system. */
export const systemShape = {
  pools: named(pool).optional().describe('The thread pools by name.'),
  semaphores: named(semaphore).optional().describe('The semaphores by name.'),
  concurrency: named(limit).optional().describe('The concurrency limits by name.'),
  store: store
    .optional()
    .describe(
      'The object store: how long its operations take and how often they fail. The latency of each operation that is used must be given.',
    ),
  deletion: deletion.optional(),
  jobs: named(jobKind).optional().describe('The kinds of jobs by name.'),
  faults: list(fault)
    .optional()
    .describe('What goes wrong, and when.')
    .register(wordings, { expected: 'a list of faults' }),
};

/** A system, or what a design changes of one. */
export const system = map(systemShape).meta({
  id: 'design',
  description:
    'A design: what it changes of the system. Maps merge; lists, numbers, texts, distributions and arrivals replace.',
});

/** What was read of a system. What is wrong in it is left out, and was told. */
export type WrittenSystem = z.output<typeof system>;
/** What was read of one section. */
export type Written<Section extends keyof WrittenSystem> = NonNullable<WrittenSystem[Section]>;

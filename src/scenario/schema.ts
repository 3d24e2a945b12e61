/** The schema of a scenario file: what may stand where. Errors, the JSON Schema and the language reference are all made from it. */
import { z } from 'zod';
import { arrivals } from './arrivals-schema.ts';
import { distribution } from './distribution-schema.ts';
import {
  duration,
  longerThanZero,
  map,
  name,
  named,
  percent,
  text,
  wholeNumber,
  wholeNumberUpTo,
  wordings,
} from './language.ts';
import { stepList } from './step-schema.ts';

/** The designs of a deletion that the worlds know, by the names of their files. */
export const STRATEGIES = ['sleep-in-pool', 'thread-per-file', 'janitor'] as const;

/** What it means that a condition does not hold. */
export const EXPECTATION_LEVELS = ['error', 'warn'] as const;

export const MAX_SEED = 2 ** 32 - 1;

const by = z
  .enum(STRATEGIES)
  .describe(
    'Who deletes: `sleep-in-pool` (a task sleeps in a pool until the blob is due), `thread-per-file` (a thread of its own sleeps for each blob) or `janitor` (one thread outside the pool, with a due-time heap).',
  )
  .register(wordings, { expected: `a strategy of deletion: ${STRATEGIES.join(', ')}` });

const janitor = map({
  concurrency: wholeNumberUpTo(1_024).optional().describe('Deletions in flight at once. Default: 1.'),
  maxPending: wholeNumber
    .optional()
    .describe('The most deletions that may be pending; a further one is rejected. Default: 1000000.'),
  retry: map({
    attempts: wholeNumberUpTo(1_000).optional().describe('Tries in all. Default: 1, so no second try.'),
    backoff: duration.optional().describe('The wait before the second try. Default: 1s.'),
    factor: z
      .number()
      .min(1)
      .optional()
      .describe('What the wait is multiplied by from try to try, at least 1. Default: 2.')
      .register(wordings, { expected: 'a number of at least 1' }),
    maxBackoff: duration.optional().describe('The longest wait between tries. Default: 60s.'),
  })
    .optional()
    .describe('What happens when the store asks to try again.'),
});

const deletion = z
  .union([
    by,
    map({
      by: by.optional(),
      pool: name.optional().describe('The pool that `sleep-in-pool` sleeps in. Default: the only pool there is.'),
      delay: duration.optional().describe('From the `defer` step to the deletion. Default: 480s.'),
      urlValidity: longerThanZero
        .optional()
        .describe(
          'How long a signed URL of a blob is valid, from the end of its upload; a blob that lives longer is counted as a violation. Default: no limit.',
        ),
      janitor: janitor.optional().describe('The settings of the janitor.'),
    }).register(wordings, { key: 'by' }),
  ])
  .describe('How the blobs that are handed on by `defer` are deleted. A bare name is short for `{ by: name }`.')
  .register(wordings, { expected: `a strategy of deletion (${STRATEGIES.join(', ')}), or a map` });

const MOST_THREADS = 1_000_000;
const threads = wholeNumberUpTo(MOST_THREADS).describe('How many threads the pool has.');
const pool = z
  .union([
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
      healthLog: map({
        every: longerThanZero.optional().describe('The time between two samples. Default: 60s.'),
        above: percent.optional().describe('A sample with a utilization above this gives a line. Default: 70%.'),
      })
        .optional()
        .describe(
          'The log that the service itself keeps of the pool, if it keeps one: a sample at an interval, printed above a threshold; `{}` has the defaults. Default: none.',
        ),
    }).register(wordings, { key: 'threads' }),
  ])
  .meta({
    id: 'pool',
    description:
      'A fixed number of threads with a first-in, first-out queue. A bare number is short for `{ threads: number }`.',
  })
  .register(wordings, { expected: 'a number of threads, or a map such as { threads: 128 }' });

const limited = (id: string, description: string) =>
  z
    .union([
      wholeNumber,
      map({ limit: wholeNumber.describe('How many at once.') }).register(wordings, { key: 'limit' }),
    ])
    .meta({ id, description })
    .register(wordings, { expected: 'a whole number of at least 1, or a map such as { limit: 4 }' });

const semaphore = limited('semaphore', 'How many permits there are. A bare number is short for `{ limit: number }`.');
const limit = limited(
  'concurrencyLimit',
  'How many jobs may be admitted at once; the others wait for admission, in order of arrival. Job kinds may share one. A bare number is short for `{ limit: number }`.',
);

const storeOperation = <More extends Readonly<Record<string, z.ZodType>>>(more: More) =>
  z
    .union([
      distribution,
      map({
        latency: distribution.optional().describe('How long it takes.'),
        fail: percent.optional().describe('How often it fails for good. Default: 0%.'),
        retry: percent
          .optional()
          .describe(
            'How often the store asks to try again. A deletion that has tries left is tried again; anything else fails. Default: 0%.',
          ),
        ...more,
      }).register(wordings, { key: 'latency' }),
    ])
    .register(wordings, { expected: 'a distribution of its latency, or a map such as { latency: 0.1s, fail: 1% }' });

const store = map({
  upload: storeOperation({}).optional().describe('Uploading a blob.'),
  download: storeOperation({}).optional().describe('Downloading a blob.'),
  delete: storeOperation({
    gone: percent.optional().describe('How often the blob is not there any more, which is a success. Default: 0%.'),
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
  fail: operations(percent, (which) => `The share of ${which} that fail.`).describe(
    'Operations fail this often instead.',
  ),
  throttle: operations(percent, (which) => `The share of ${which} that are asked to try again.`).describe(
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

/** What a design may override. */
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
  faults: z
    .array(fault)
    .optional()
    .describe('What goes wrong, and when.')
    .register(wordings, { expected: 'a list of faults' }),
};

const design = map(systemShape).meta({
  id: 'design',
  description:
    'A design: what it changes of the system. Maps merge; lists, numbers, texts, distributions and arrivals replace.',
});

/** A condition on a run's result; the gate (src/gate) reads it. */
export const expectation = z
  .union([
    text,
    z
      .strictObject({
        that: text.describe('The condition.'),
        reason: text.optional().describe('Why it has to hold; shown when it does not.'),
        level: z
          .enum(EXPECTATION_LEVELS)
          .optional()
          .describe(
            '`error`: when it does not hold, the check fails. `warn`: it is reported, and the check passes. Without data both fail. Default: error.',
          )
          .register(wordings, { expected: `one of: ${EXPECTATION_LEVELS.join(', ')}` }),
      })
      .register(wordings, { key: 'that' }),
  ])
  .meta({
    id: 'expectation',
    description:
      'A condition that the result has to meet, on one line: `janitor.pools.storage.active.mean between 5 and 15`. A bare text is short for `{ that: text }`.',
  })
  .register(wordings, { expected: 'a condition, or a map such as { that: condition, reason: text }' });

const texts = z.array(text).register(wordings, { expected: 'a list of texts' });

/** A whole scenario file. */
export const scenarioSchema = z
  .strictObject({
    name: name.describe('The name of the scenario; the report is written to a folder of this name.'),
    question: text.describe('The question that it answers, for a reader.'),
    duration: longerThanZero.describe('How much time is measured.'),
    warmUp: duration.optional().describe('How much time is simulated before the measured time. Default: 0s.'),
    seed: z
      .int()
      .min(0)
      .max(MAX_SEED)
      .optional()
      .describe('Where the random numbers start: a whole number from 0 to 4294967295. Default: 1.')
      .register(wordings, { expected: 'a whole number from 0 to 4294967295' }),
    replications: wholeNumber
      .optional()
      .describe('How many times each design is run, each time with other random numbers. Default: 20.'),
    live: map({
      warmUp: duration.optional().describe('The warm-up of a live run. Default: 10m.'),
      duration: longerThanZero.optional().describe('The measured time of a live run. Default: 20m.'),
    })
      .optional()
      .describe('The warm-up and the measured time of a live run, in the time of the scenario.'),
    check: map({
      replications: wholeNumber
        .optional()
        .describe('How often `npx unpark check` runs each design. Default: 5, or `replications` where that is less.'),
      duration: longerThanZero.optional().describe('How much time `npx unpark check` measures. Default: `duration`.'),
    })
      .optional()
      .describe('What `npx unpark check` and `npx unpark baseline` run instead, so that a gate is quick.'),
    expect: z
      .array(expectation)
      .optional()
      .describe('What has to hold of the result; `npx unpark check` judges it.')
      .register(wordings, { expected: 'a list of conditions' }),
    assumptions: texts
      .optional()
      .describe('Assumptions about the whole scenario, one text each. The report lists them.'),
    sources: texts.optional().describe('Sources of the whole scenario, one text each. The report lists them.'),
    ...systemShape,
    pools: named(pool).describe('The thread pools by name.'),
    jobs: named(jobKind).describe('The kinds of jobs by name.'),
    designs: named(design).describe(
      'The designs to compare, by name, in their order: the first is the *before* that the others are compared with.',
    ),
  })
  .meta({
    title: 'unpark scenario',
    description: 'A scenario of unpark: a workload, the thread pools that it meets, and the designs to compare.',
  })
  .register(wordings, { expected: 'a map with the keys name, question, duration, pools, jobs and designs' });

/** What `defineScenario` takes: the content of a scenario file as plain values. A unit belongs to a number as in a file: `duration: '24h'`. */
export type ScenarioInput = Written<z.input<typeof scenarioSchema>>;

/** What is only read may be constant. */
type Written<T> = T extends readonly (infer Item)[]
  ? readonly Written<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Written<T[Key]> }
    : T;

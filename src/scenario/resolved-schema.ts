/** The schema of a resolved scenario, as the head of a stream of events holds it: whoever reads one from a file relies on nothing else. */
import * as z from 'zod';
import { RATE_UNITS } from '../units.ts';
import { NAME_PATTERN, TASK_NAME_PATTERN } from './language.ts';
import { MAX_SEED } from './schema.ts';
import { MOST_THREADS, STRATEGIES } from './system-schema.ts';

const name = z.string().regex(NAME_PATTERN, 'a name is a letter, then letters, digits, - or _');
const text = z.string();
/** Counts and times in µs. */
const whole = z.int().min(0);
const positive = z.int().min(1);
const unbounded = z.union([whole, z.literal(Number.POSITIVE_INFINITY)]);
const share = z.number().min(0).max(1);
const amount = z.number().min(0);

const duration = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), valueUs: amount }),
  z.strictObject({ kind: z.literal('uniform'), minUs: amount, maxUs: amount }),
  z.strictObject({ kind: z.literal('exponential'), meanUs: amount }),
  z.strictObject({ kind: z.literal('lognormal'), mu: z.number(), sigma: amount }),
  z.strictObject({
    kind: z.literal('empirical'),
    points: z.array(z.strictObject({ probability: share, valueUs: amount })).min(1),
  }),
]);

const count = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), value: whole }),
  z.strictObject({ kind: z.literal('uniform'), min: whole, max: whole }),
  z.strictObject({ kind: z.literal('geometric'), mean: z.number().min(1) }),
  z.strictObject({ kind: z.literal('empirical'), values: z.array(whole).min(1), cumulative: z.array(amount).min(1) }),
]);

const law = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['constant', 'poisson']), perSecond: amount }),
  z.strictObject({
    kind: z.literal('profile'),
    periodUs: amount,
    steps: z.array(z.strictObject({ atUs: amount, perSecond: amount })).min(1),
  }),
  z.strictObject({ kind: z.literal('trace'), timesUs: z.array(whole) }),
]);

const operation = z.enum(['upload', 'download', 'delete']);
const steps = z.lazy((): z.ZodType => z.array(step));
const at = { path: text };

const step = z.discriminatedUnion('do', [
  z.strictObject({ do: z.enum(['work', 'park', 'wait']), ...at, duration }),
  z.strictObject({ do: operation, ...at, latency: duration.optional() }),
  z.strictObject({ do: z.enum(['acquire', 'release']), ...at, semaphore: name, permits: positive }),
  z.strictObject({
    do: z.literal('fanOut'),
    ...at,
    taskKind: z.string().regex(TASK_NAME_PATTERN),
    pool: name,
    tasks: count,
    window: unbounded,
    permit: name.optional(),
    steps,
  }),
  z.strictObject({
    do: z.literal('choice'),
    ...at,
    branches: z.array(z.strictObject({ probability: share, steps })),
  }),
  z.strictObject({ do: z.literal('fail'), ...at, probability: share }),
  z.strictObject({
    do: z.literal('retry'),
    ...at,
    attempts: positive,
    backoff: duration,
    factor: amount,
    maxBackoffUs: unbounded,
    returnsThread: z.boolean(),
    steps,
  }),
  z.strictObject({ do: z.literal('defer'), ...at, delayUs: whole.optional() }),
]);

const deletion = z.strictObject({
  by: z.enum(STRATEGIES),
  pool: name,
  delayUs: whole,
  urlValidityUs: unbounded,
  janitor: z.strictObject({
    concurrency: positive,
    maxPending: whole,
    retry: z.strictObject({ attempts: positive, backoffUs: whole, factor: amount, maxBackoffUs: unbounded }),
  }),
});

const behaviour = z.strictObject({ latency: duration, fail: share, retry: share, gone: share });
const limit = z.strictObject({ name, limit: positive });
const box = { atUs: whole, untilUs: unbounded, operation };

const system = z.strictObject({
  pools: z
    .array(
      z.strictObject({
        name,
        threads: positive.max(MOST_THREADS),
        queueBound: unbounded,
        health: z.strictObject({ everyUs: positive, abovePercent: z.number().min(0).max(100) }).optional(),
      }),
    )
    .min(1),
  semaphores: z.array(limit),
  concurrency: z.array(limit),
  store: z.strictObject({ upload: behaviour, download: behaviour, delete: behaviour }),
  jobs: z
    .array(
      z.strictObject({
        name,
        arrivals: z.array(z.strictObject({ law, batch: count, fromUs: whole, untilUs: unbounded })),
        concurrency: name.optional(),
        steps,
        deletion,
      }),
    )
    .min(1),
  faults: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('slow'), ...box, latency: duration }),
      z.strictObject({ kind: z.literal('fail'), ...box, fail: share, retry: share }),
      z.strictObject({ kind: z.literal('kill-janitor'), atUs: whole }),
    ]),
  ),
});

const notes = z.array(z.strictObject({ path: text, value: text, text }));

export const resolvedScenario = z.strictObject({
  name,
  question: text,
  durationUs: positive,
  warmUpUs: whole,
  seed: whole.max(MAX_SEED),
  replications: positive,
  rateUnit: z.enum(RATE_UNITS),
  live: z.strictObject({ warmUpUs: whole, durationUs: positive }),
  check: z.strictObject({ replications: positive, durationUs: positive }),
  expect: z.array(
    z.strictObject({
      that: text,
      reason: text.optional(),
      level: z.enum(['error', 'warn']),
      line: positive.optional(),
    }),
  ),
  assumptions: notes,
  sources: notes,
  designs: z.array(z.strictObject({ name, system })).min(1),
});

/** The schema of the steps that jobs and tasks are made of. */
import * as z from 'zod';
import { count } from './count-schema.ts';
import { distribution } from './distribution-schema.ts';
import { byDefault, duration, fraction, map, name, wholeNumber, wholeNumberUpTo, wordings } from './language.ts';

/** A step as it is written, in a file or in code. */
export type StepInput = BareStep | StepInputs[keyof StepInputs];

/** The steps by their key. An interface, since what a task consists of are steps again. */
interface StepInputs extends StepInputMap {}
type StepInputMap = { [Key in keyof typeof stepShapes]: z.input<ReturnType<typeof map<(typeof stepShapes)[Key]>>> };

interface StepInputList extends ReadonlyArray<StepInput> {}

/** A step that was read: its name, and the value that it was given; undefined for a bare word. */
export type WrittenStep = {
  [Key in keyof StepValues]: { readonly do: Key; readonly value: StepValues[Key] };
}[keyof StepValues];

type StepValues = {
  [Key in keyof typeof stepShapes]: WithSteps<ValueOf<(typeof stepShapes)[Key], Key>> | BareValue<Key>;
};
type ValueOf<Shape extends z.ZodRawShape, Key> = z.output<Shape[Key & keyof Shape]>;
type BareValue<Key> = Key extends BareStep ? undefined : never;

/** The schema cannot give the type of what it is inside itself, so it is named here. */
type WithSteps<Value> = Value extends readonly (infer Item)[]
  ? readonly WithSteps<Item>[]
  : Value extends { steps: unknown }
    ? Omit<Value, 'steps'> & { readonly steps: WrittenSteps }
    : Value;

/** Steps that were read; a wrong one is null. */
export interface WrittenSteps extends ReadonlyArray<WrittenStep | null> {}

/** Steps that are wrong as a whole leave the step around them to be judged. */
const steps: z.ZodType<unknown, StepInputList> = z
  .lazy(() => z.array(step))
  .register(wordings, { standIn: [null] satisfies WrittenSteps });

const permits = z
  .union([
    name.transform((semaphore) => ({ semaphore, permits: 1 })),
    map({
      semaphore: name.describe('The name of the semaphore.'),
      permits: byDefault(wholeNumber, 1, 'How many permits.'),
    }).register(wordings, { key: 'semaphore' }),
  ])
  .register(wordings, { expected: 'the name of a semaphore, or { semaphore: name, permits: 2 }' });

const taskName = name
  .optional()
  .describe('What the tasks are called in the report: `<job>.<name>`. Default: task1, task2 …');
const pool = name
  .optional()
  .describe('The pool that runs it. Default: the pool of the task around it, or the only pool there is.');

/** The steps by their key, each with what it does. The reference lists them in this order. */
export const stepShapes = {
  work: { work: distribution.describe('Tasks only: the thread works for this long.') },
  park: { park: distribution.describe('Tasks only: the thread sleeps for this long, and is kept.') },
  wait: { wait: distribution.describe('Jobs only: time passes and no thread is held.') },
  upload: {
    upload: distribution.describe(
      "Uploads a blob in this time. In a task the thread works meanwhile. The bare word `upload` takes the store's latency.",
    ),
  },
  download: {
    download: distribution.describe(
      "Downloads a blob in this time. The bare word `download` takes the store's latency.",
    ),
  },
  delete: {
    delete: distribution.describe(
      "Deletes at once the oldest blob that this job or task has uploaded and not deleted or deferred. The bare word `delete` takes the store's latency.",
    ),
  },
  acquire: {
    acquire: permits.describe(
      'Waits for a permit of a semaphore and takes it. A task that waits is blocked: it keeps its thread.',
    ),
  },
  release: {
    release: permits.describe('Gives a permit back. What a job or a task takes it gives back itself, before its end.'),
  },
  task: {
    task: map({ name: taskName, pool, steps: steps.describe('What the task does.') }).describe(
      'Submits one task to a pool and waits for its end. A task that waits for a task is blocked: it keeps its thread.',
    ),
  },
  fanOut: {
    fanOut: map({
      name: taskName,
      pool,
      tasks: count.describe('How many tasks.'),
      window: wholeNumber.optional().describe('At most this many of them at once. Default: all at once.'),
      permit: name
        .optional()
        .describe(
          'A semaphore: each task waits for a permit of it before it asks for a thread, and gives it back at its end. Default: none.',
        ),
      steps: steps.describe('What each of the tasks does.'),
    }).describe(
      'Submits many tasks to a pool and waits for all of them. A task that waits for its tasks is blocked: it keeps its thread.',
    ),
  },
  choice: {
    choice: z
      .array(
        map({
          probability: fraction
            .optional()
            .describe('How often it goes this way. The last branch may leave it out and takes the rest.'),
          steps: steps.describe('What is done then.'),
        }),
      )
      .describe(
        'Goes one of several ways, by chance. Where the probabilities leave a rest and every branch has one, nothing is done then. What a branch acquires it releases itself.',
      )
      .register(wordings, { expected: 'a list of branches, such as [{ probability: 10%, steps: [park: 30s] }]' }),
  },
  fail: {
    fail: fraction.describe('Fails this often: then the task or job ends here, or a `retry` around it tries again.'),
  },
  retry: {
    retry: map({
      attempts: wholeNumberUpTo(1_000).describe('Tries in all.').register(wordings, { standIn: 1 }),
      backoff: distribution.describe('The wait before the second try.'),
      factor: byDefault(
        z.number().min(1).register(wordings, { expected: 'a number of at least 1, such as 2' }),
        1,
        'What the wait is multiplied by from try to try, at least 1.',
      ),
      maxBackoff: duration.optional().describe('The longest wait between tries. Default: no limit.'),
      thread: z
        .enum(['kept', 'returned'])
        .optional()
        .describe(
          'Tasks only. `kept`: the thread sleeps during the wait (it is parked), as most code does. `returned`: the thread goes back to its pool, and the task asks for one again after the wait, behind those in the queue. Default: kept.',
        ),
      steps: steps.describe('What is tried. No other `retry` among them, save in tasks of their own.'),
    }).describe(
      'Tries its steps again when one of them fails: an operation on the store, a task, a refused task, or a `fail`. A try that fails gives back the permits that it took; blobs that it uploaded stay. When the last try fails, the task or job fails.',
    ),
  },
  defer: {
    defer: map({
      delay: duration.optional().describe("How long until the blobs are deleted. Default: the deletion's own delay."),
    }).describe(
      'Hands every blob that this job or task has uploaded, or got from tasks that have ended, to the deletion of the design. The bare word `defer` takes its delay.',
    ),
  },
} as const;

export const bareSteps = ['upload', 'download', 'delete', 'defer'] as const;
type BareStep = (typeof bareSteps)[number];

/** A list of the maps knows none of their types any more, so each says what it is. */
function stepMap(key: string, shape: Readonly<Record<string, z.ZodType>>) {
  const schema: z.ZodType = map(shape)
    .register(wordings, { key })
    .transform((written) => ({ do: key, value: written[key] }));
  return schema as z.ZodType<WrittenStep, StepInput>;
}

const SLEEPS = 'write `park: …` when the thread sleeps meanwhile, or `wait: …` when none is held';
const COMPUTES = 'write `work: …`';
const CALLS =
  'write `work: …`: the thread works or waits for the answer; or `upload`, `download`, `delete` of the store';
const LOCKS = 'write `acquire: NAME` … `release: NAME`, with the semaphore NAME under `semaphores`';

/** What people call steps elsewhere, and how it is written here. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  sleep: SLEEPS,
  delay: SLEEPS,
  pause: SLEEPS,
  timer: SLEEPS,
  backoff: `${SLEEPS}; between tries, \`retry: { backoff: … }\``,
  cpu: COMPUTES,
  compute: COMPUTES,
  run: COMPUTES,
  busy: COMPUTES,
  service: COMPUTES,
  call: CALLS,
  http: CALLS,
  request: CALLS,
  rpc: CALLS,
  query: CALLS,
  io: CALLS,
  lock: LOCKS,
  mutex: LOCKS,
  semaphore: LOCKS,
  unlock: LOCKS,
  parallel: 'write `fanOut: { tasks: …, steps: […] }`',
  loop: 'write `retry: …` for tries, or `fanOut: …` for many tasks',
  if: 'write `choice: …`, branches by their probability',
  error: 'write `fail: 5%`',
};

export const step: z.ZodType<WrittenStep | null, StepInput> = z
  .union([
    z.enum(bareSteps).transform((word): WrittenStep => ({ do: word, value: undefined })),
    ...Object.entries(stepShapes).map(([key, shape]) => stepMap(key, shape)),
  ])
  .meta({ id: 'step', description: 'One step: a map with the name of the step, or a bare word.' })
  .register(wordings, {
    expected: `a step: ${Object.keys(stepShapes).join(', ')}`,
    hint: (found) => {
      if (typeof found === 'string' && Object.hasOwn(stepShapes, found)) {
        return `\`${found}\` needs a value: \`${found}: …\``;
      }
      const words = typeof found === 'object' && found !== null ? Object.keys(found) : [String(found)];
      return words.map((word) => (Object.hasOwn(OTHER_WORDS, word) ? OTHER_WORDS[word] : undefined)).find(Boolean);
    },
    standIn: null,
  });

export const stepList = z
  .array(step)
  .describe('What it does, one step after another.')
  .register(wordings, { expected: 'a list of steps' });

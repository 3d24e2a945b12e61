/** What only an observed service has to tell, beside the measures that all worlds share. */
import * as z from 'zod';
import { nullable, number } from './unit-schema.ts';

/** The pool of all threads that are of none. */
export const NO_POOL = 'others';

const frame = z.strictObject({
  state: z.enum(['working', 'io', 'parked', 'blocked', 'unknown']),
  function: z.string().meta({ description: 'the first frame of the application, from the innermost' }),
  place: z.string().meta({ description: 'file and line, as the runtime tells them' }),
  threads: number('threads', 'mean threads that were seen there'),
  longestSeconds: number(
    's',
    'the longest that one thread was seen there in every sample; where `tellsRuns`, without having run in between: it stayed at least that long',
  ),
  longestThread: z.string().meta({ description: 'that thread’s name; empty where it has none or names are left out' }),
});

const stack = z.strictObject({
  state: z.string().meta({ description: 'in the runtime’s own words' }),
  frames: z.array(z.string()).meta({ description: 'the innermost first, at most twelve' }),
  threads: number('threads', 'mean threads that were seen with it'),
});

const row = z.strictObject({
  thread: z.string().meta({ description: 'the thread’s name; empty where it has none or names are left out' }),
  states: z.string().meta({
    description:
      'a letter for each sample: w works, i waits for I/O, p parked, b blocked, . idle, ? unknown, - not there',
  }),
});

/** A pool as it was observed. */
export const observedPool = z.strictObject({
  pattern: z.string().meta({ description: 'what the names of its threads have in common, such as storage_#' }),
  isSizeStated: z
    .boolean()
    .meta({ description: 'whether its size was stated; else it is the most threads seen at once' }),
  frames: z.array(frame).meta({ description: 'what held its threads, those that held the most first' }),
  unknown: z.array(stack).meta({ description: 'stacks that no rule knows' }),
  rows: z.array(row).meta({ description: 'what each thread did, for drawing' }),
});

/** How a service was observed. */
export const observedRun = z.strictObject({
  runtime: z.enum(['java', 'python', 'go', 'native']),
  formats: z.array(z.string()).meta({ description: 'what its dumps were printed by' }),
  pid: nullable('process', 'the process, where the dumps name it'),
  samples: number('count', 'dumps or samples that were used'),
  samplesForInterval: number('count', 'samples that a 95 % interval of a mean needs at least'),
  everySeconds: number('s', 'time between two samples, the median'),
  tellsRuns: z.boolean().meta({
    description: 'whether the samples tell if a thread has run between two of them: one that has not was in one wait',
  }),
  isTimed: z.boolean().meta({ description: 'whether the samples say when they were taken' }),
  isCut: z.literal(true).optional().meta({
    description:
      'of results of earlier versions: there was one dump, and it was cut off, so threads may be missing and no gate judges it',
  }),
  rowStride: number('count', 'every so many-th sample is drawn'),
  virtualThreads: number('threads', 'mean virtual threads, which hold no thread while they wait; they are in no pool'),
  deadlocks: z
    .array(z.array(z.string()))
    .meta({ description: 'threads that the runtime reports to wait for one another' }),
  left: z.array(z.string()).meta({ description: 'what could not be used, in sentences; empty where everything was' }),
  cost: z
    .strictObject({
      sampleSeconds: nullable('s', 'how long a sample took, the median'),
      stoppedFraction: nullable(
        'fraction',
        'share of the time in which the process was paused at safepoints, its dumps among them; null where it does not say',
      ),
      cpuCores: nullable(
        'cores',
        'processor time a second that the process and the sampling took while it was sampled',
      ),
    })
    .optional()
    .meta({ description: 'what the sampling cost, of a live process' }),
});

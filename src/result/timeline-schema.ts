import * as z from 'zod';
import { MOST_INTERVALS, MOST_THREADS } from '../record/timeline-recorder.ts';
import { number } from './unit-schema.ts';

const thread = z.strictObject({
  thread: z
    .int()
    .min(0)
    .max(MOST_THREADS - 1)
    .meta({ description: 'which thread, from 0: the lowest that is free works next' }),
  lengthsUs: z.array(z.int().min(0)).max(MOST_INTERVALS).meta({
    unit: 'µs',
    description: 'the length of each interval, one after the other from the start of the window; then it is idle',
  }),
  states: z
    .string()
    .regex(/^[IWPBwpb]*$/)
    .meta({
      description:
        'a letter for each interval: I idle, W working, P parked, B blocked; in lower case where the task of the interval before goes on, or one that began before the window',
    }),
  tasks: z.array(z.int().min(0)).max(MOST_INTERVALS).meta({
    description:
      'the kind of each task, by its place in taskKinds: of each capital but I, and of a lower case at the start',
  }),
});

/** What every thread did, interval by interval, in a window of the first replication. */
export const timeline = z
  .strictObject({
    fromSeconds: number('s', 'where the window begins, from the start of the run: with the measured time'),
    untilSeconds: number('s', 'where it ends: 30 minutes later, with the run, or where there was too much to keep'),
    isCut: z.boolean().meta({ description: 'whether it ends early because it has 20,000 intervals' }),
    taskKinds: z.array(z.string()),
    pools: z.record(z.string(), z.array(thread)).meta({
      description: 'by pool, the threads that held a task in the window, up to the 1,024th',
    }),
    ownThreads: z.array(thread).meta({ description: 'the same of threads that each begin and end with a deletion' }),
  })
  .meta({
    description: 'what each thread did in a window of the first replication; absent in results of older versions',
  });

import type { LiveDesignFactory } from './design.ts';
import { janitor } from './janitor.ts';
import { sleepInPool } from './sleep-in-pool.ts';
import { threadPerFile } from './thread-per-file.ts';

/** The designs by the names that a scenario gives them (`deletion: { by: … }`), which are the names of their files. */
export const designs: Readonly<Record<string, LiveDesignFactory>> = {
  'sleep-in-pool': sleepInPool,
  'thread-per-file': threadPerFile,
  janitor,
};

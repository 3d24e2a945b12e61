import { janitor } from './janitor.ts';
import { sleepInPool } from './sleep-in-pool.ts';
import type { StrategyKind } from './strategy-kind.ts';
import { threadPerFile } from './thread-per-file.ts';

/** The strategies by the names that a scenario gives them (`deletion: { by: … }`), which are the names of their files. */
export const strategies: Readonly<Record<string, StrategyKind>> = {
  'sleep-in-pool': sleepInPool,
  'thread-per-file': threadPerFile,
  janitor,
};

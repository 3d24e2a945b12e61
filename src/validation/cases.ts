/** Everything that the simulator is held against, in one list: `unpark validate` and the tests both run it. */
import { boundedQueueCases } from './cases/bounded-queues.ts';
import { deletionCases } from './cases/deletions.ts';
import { networkCases } from './cases/networks.ts';
import { parkedThreadCases } from './cases/parked-threads.ts';
import { queueCases } from './cases/queues.ts';
import type { ValidationCase } from './validation-case.ts';

/** All cases, one family of models after another. */
export const validationCases: readonly ValidationCase[] = [
  ...queueCases,
  ...boundedQueueCases,
  ...networkCases,
  ...parkedThreadCases,
  ...deletionCases,
];

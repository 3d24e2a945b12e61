import type { Layout } from '../service/layout.ts';
import { type FieldType, STATES } from './catalogue.ts';

/** What the numbers of a run's events stand for, by the type of the field: pools, kinds, semaphores and states have names. */
export function namesOf(layout: Layout): Readonly<Partial<Record<FieldType, readonly string[]>>> {
  return {
    pool: layout.pools.map(({ name }) => name),
    'job kind': layout.system.jobs.map(({ name }) => name),
    'task kind': layout.taskKinds.map(({ name }) => name),
    semaphore: layout.system.semaphores.map(({ name }) => name),
    state: STATES,
  };
}

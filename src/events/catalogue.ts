/** The one list of what a stream of events says: every event of a run, in the order of the arguments of `RunObserver`. The writer, the reader and the JSON Schema are made of it. */
import type { RunObserver } from '../service/observer.ts';

/** What a value of an event is: how it is written, and how it is checked. */
export type FieldType =
  /** Integer µs since the start of the run. */
  | 'time'
  /** Integer µs since the start of the run, or null for never. */
  | 'time or never'
  /** Integer µs. */
  | 'duration'
  /** A number from 0 that stands for a job, a task or a blob; it is used again when that has ended. */
  | 'row'
  /** The same of a task, or null where a thread of a live run does not say which task it has. */
  | 'row or unsaid'
  | 'count'
  /** A thread of a pool, from 0: the lowest that is free works next. */
  | 'thread'
  | 'yes or no'
  /** Names of the scenario. */
  | 'job kind'
  | 'task kind'
  | 'pool'
  | 'semaphore'
  /** The number of a strategy of deletion. */
  | 'strategy'
  | 'state'
  | 'settlement';

export interface EventShape {
  readonly says: string;
  /** Its fields, in the order of the arguments. */
  readonly fields: Readonly<Record<string, FieldType>>;
}

export type EventName = keyof RunObserver;

export const EVENTS: Readonly<Record<EventName, EventShape>> = {
  measuringStarted: { says: 'The warm-up is over.', fields: { atUs: 'time' } },
  jobArrived: { says: 'A job arrives.', fields: { job: 'row', jobKind: 'job kind', atUs: 'time' } },
  jobQueued: { says: 'It waits for admission.', fields: { job: 'row', jobKind: 'job kind', atUs: 'time' } },
  jobAdmitted: {
    says: 'It is admitted, after a wait since it arrived.',
    fields: { job: 'row', jobKind: 'job kind', waitedUs: 'duration', fromQueue: 'yes or no', atUs: 'time' },
  },
  jobEnded: {
    says: 'It ends; its time is counted from its admission.',
    fields: { job: 'row', jobKind: 'job kind', failed: 'yes or no', timeUs: 'duration', atUs: 'time' },
  },
  taskQueued: {
    says: 'A task waits for a thread.',
    fields: { task: 'row', pool: 'pool', taskKind: 'task kind', atUs: 'time' },
  },
  taskRefused: {
    says: 'The queue is at its bound: the task is gone.',
    fields: { task: 'row', pool: 'pool', taskKind: 'task kind', atUs: 'time' },
  },
  taskStarted: {
    says: 'A task has got a thread, and works. It had waited since it was submitted.',
    fields: {
      task: 'row or unsaid',
      pool: 'pool',
      taskKind: 'task kind',
      thread: 'thread',
      waitedUs: 'duration',
      fromQueue: 'yes or no',
      atUs: 'time',
    },
  },
  taskChanged: {
    says: 'The thread of a task goes over to another state.',
    fields: {
      task: 'row or unsaid',
      pool: 'pool',
      taskKind: 'task kind',
      thread: 'thread',
      before: 'state',
      state: 'state',
      atUs: 'time',
    },
  },
  taskEnded: {
    says: 'A task ends: the state of its thread at last, how long it held it, and whether the thread takes a task of the queue at once.',
    fields: {
      task: 'row or unsaid',
      pool: 'pool',
      taskKind: 'task kind',
      thread: 'thread',
      state: 'state',
      heldUs: 'duration',
      goesOn: 'yes or no',
      atUs: 'time',
    },
  },
  permitAwaited: {
    says: 'A job or task waits for permits.',
    fields: { row: 'row', semaphore: 'semaphore', permits: 'count', atUs: 'time' },
  },
  permitGranted: {
    says: 'It gets them.',
    fields: {
      row: 'row',
      semaphore: 'semaphore',
      permits: 'count',
      waitedUs: 'duration',
      fromQueue: 'yes or no',
      atUs: 'time',
    },
  },
  permitReturned: {
    says: 'It gives them back.',
    fields: { row: 'row', semaphore: 'semaphore', permits: 'count', atUs: 'time' },
  },
  blobUploaded: {
    says: 'A blob is in the store. Its job has a serial number, and the item tells it from other blobs of that job.',
    fields: { blob: 'row', jobKind: 'job kind', serial: 'count', item: 'count', atUs: 'time' },
  },
  blobDeletedAtOnce: {
    says: 'By a `delete` step of the task that uploaded it.',
    fields: { blob: 'row', urlEndUs: 'time or never', atUs: 'time' },
  },
  blobAbandoned: {
    says: 'Its job has ended and never deferred it: nobody will delete it.',
    fields: { blob: 'row', urlEndUs: 'time or never', atUs: 'time' },
  },
  deletionScheduled: {
    says: 'A blob is handed to the strategy of its job kind.',
    fields: { blob: 'row', jobKind: 'job kind', dueUs: 'time', atUs: 'time' },
  },
  deletionRejected: {
    says: 'The strategy is at a bound.',
    fields: { blob: 'row', urlEndUs: 'time or never', atUs: 'time' },
  },
  deletionStarted: {
    says: 'A try to delete it begins; the first is attempt 0.',
    fields: { blob: 'row', dueUs: 'time', attempt: 'count', atUs: 'time' },
  },
  deletionRetried: {
    says: 'The store asked to try again, and there is a try left.',
    fields: { blob: 'row', atUs: 'time' },
  },
  deletionPutBack: {
    says: 'The try under way was given up together with who made it.',
    fields: { blob: 'row', atUs: 'time' },
  },
  deletionSettled: {
    says: 'The deletion has ended for good. Its lateness is the start of its last try − due.',
    fields: {
      blob: 'row',
      settlement: 'settlement',
      startedUs: 'time',
      dueUs: 'time',
      urlEndUs: 'time or never',
      atUs: 'time',
    },
  },
  driverStarted: {
    says: 'A strategy has started a thread of its own.',
    fields: { strategy: 'strategy', atUs: 'time' },
  },
  driverDied: { says: 'That thread has died.', fields: { strategy: 'strategy', atUs: 'time' } },
  driverChanged: {
    says: 'Deletions of a strategy are in flight, or none is any more.',
    fields: { strategy: 'strategy', works: 'yes or no', atUs: 'time' },
  },
  poolSampled: {
    says: "The pool's own log looks at it.",
    fields: { pool: 'pool', active: 'count', queued: 'count', atUs: 'time' },
  },
  poolStarved: {
    says: 'No thread of the pool can ever become free again; so many tasks wait in its queue.',
    fields: { pool: 'pool', waiting: 'count', atUs: 'time' },
  },
};

export const EVENT_NAMES = Object.keys(EVENTS) as readonly EventName[];
/** By their numbers in `process-state.ts`. */
export const STATES = ['working', 'parked', 'blocked'] as const;
export const SETTLEMENTS = ['deleted', 'gone', 'superseded', 'failed'] as const;

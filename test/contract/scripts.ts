import type { Scenario } from '../../src/scenario/model.ts';
import { scenarioOf } from '../sim/run-scenario.ts';

/** A small service whose times are all constant, and what its trace has to show. */
export interface Script {
  readonly name: string;
  readonly scenario: Scenario;
  /** Each is found in some line of the trace, so that the script is about what it says. */
  readonly shows: readonly RegExp[];
}

type Plain = Readonly<Record<string, unknown>>;

const STORE = { upload: '50ms', download: '50ms', delete: '50ms' };
const SLOTS = { slots: 1, many: 3 };
const twice = ['0s', '130ms'];

function job(steps: readonly unknown[], at: readonly string[] = twice, more: Plain = {}): Plain {
  return { arrivals: { times: at }, steps, ...more };
}

function task(steps: readonly unknown[], more: Plain = {}): Plain {
  return { task: { name: 'step', pool: 'a', steps, ...more } };
}

function fanOut(steps: readonly unknown[], more: Plain = {}): Plain {
  return { fanOut: { name: 'part', pool: 'a', tasks: 4, steps, ...more } };
}

function script(name: string, jobs: Plain, shows: readonly RegExp[], more: Plain = {}): Script {
  const system = {
    duration: '20s',
    pools: { a: 1, b: 2 },
    semaphores: SLOTS,
    store: STORE,
    deletion: { by: 'janitor' },
  };
  return { name, scenario: scenarioOf({ ...system, ...more, jobs }), shows };
}

const acquired = (steps: readonly unknown[], permits = 1, semaphore = 'slots') => [
  { acquire: { semaphore, permits } },
  ...steps,
  { release: { semaphore, permits } },
];
const tried = (steps: readonly unknown[], more: Plain = {}) => ({
  retry: { attempts: 3, backoff: '300ms', factor: 2, maxBackoff: '500ms', steps, ...more },
});
const FAILS = { fail: '100%' };
const BOUNDED = { pools: { a: { threads: 1, queue: { bound: 1 } }, b: { threads: 2, queue: { bound: 0 } } } };
const deferring = (by: string, more: Plain = {}) => ({ deletion: { by, pool: 'a', delay: '1s', ...more } });
const uploads = [fanOut(['upload']), 'defer'];

const STEPS: readonly Script[] = [
  script('work', { x: job([task([{ work: '200ms' }])]) }, [/starts x.step after 70000 in the queue/]),
  script('park', { x: job([task([{ park: '200ms' }, { work: '10ms' }, { park: '1ms' }])]) }, [/is parked/]),
  script('wait', { x: job([{ wait: '200ms' }]) }, [/x 1 is done after 200000/]),
  script('upload, download and delete', { x: job([task(['upload', 'download', 'upload', 'delete'])]) }, [
    /is deleted at once/,
    /is abandoned/,
  ]),
  script('operations of a job', { x: job(['upload', 'upload', 'delete', 'download']) }, [/is deleted at once/]),
  script('acquire in a task', { x: job([task(acquired([{ work: '200ms' }]), { pool: 'b' })]) }, [/is blocked/]),
  script('acquire in a job', { x: job(acquired([task([{ work: '200ms' }])])) }, [/lets one wait for 1/]),
  script(
    'permits that are served in line',
    { x: job(acquired([{ wait: '200ms' }], 3, 'many')), y: job(acquired([{ wait: '200ms' }], 1, 'many'), ['140ms']) },
    [/lets one wait for 3/, /grants 3 after 70000 in the queue/],
  ),
  script('a fan-out with a window', { x: job([fanOut([{ work: '100ms' }], { pool: 'b', window: 2 })]) }, [
    /takes x.part/,
  ]),
  script(
    'a fan-out of none',
    { x: job([fanOut(['download'], { tasks: { uniform: { min: 0, max: 1 } } }), { wait: '1ms' }]) },
    [/done after 1000/],
  ),
  script(
    'permits beside a window',
    { x: job([fanOut([{ work: '100ms' }], { pool: 'b', window: 3, permit: 'slots' })]) },
    [/grants 1 after 100000 in the queue/],
  ),
  script('a task in another pool', { x: job([task([task(['download'], { name: 'in', pool: 'b' })])]) }, [/is blocked/]),
  script(
    'a choice',
    {
      x: job(
        [task([{ choice: [{ probability: '50%', steps: ['download'] }, { steps: [{ park: '9ms' }] }] }])],
        ['0s', '1s', '2s', '3s'],
      ),
    },
    [/is parked/, /ends x.step after 50000/],
  ),
  script('fail', { x: job([task([{ work: '5ms' }, FAILS]), { wait: '1s' }]) }, [/x 0 fails after 5000/]),
  script('defer, with a delay of its own', { x: job([fanOut(['upload'], { tasks: 1 }), { defer: { delay: '3s' } }]) }, [
    /is due at 3050000/,
  ]),
];

const RETRIES: readonly Script[] = [
  script('a retry that keeps its thread', { x: job([task([tried([{ work: '10ms' }, FAILS])])]) }, [
    /is parked/,
    /fails after 830000/,
  ]),
  script(
    'a retry that returns its thread',
    { x: job([task([tried([{ work: '10ms' }, FAILS], { thread: 'returned' })])]), y: job([task([{ work: '400ms' }])]) },
    [/starts x.step after [1-9]\d+ in the queue/],
  ),
  script('a retry of a fan-out', { x: job([tried([fanOut([{ work: '10ms' }, FAILS], { window: 2 })])]) }, [
    /x 0 fails/,
  ]),
  script(
    'a retry that gives its permits back',
    { x: job([task([tried(acquired([{ work: '9ms' }, FAILS]))], { pool: 'b' })]) },
    [/takes 1 back/],
  ),
  script(
    'a retry under the permit of a fan-out',
    { x: job([fanOut([tried([{ work: '9ms' }, FAILS])], { tasks: 2, permit: 'slots', pool: 'b' })]) },
    [/grants 1 after 827000 in the queue/],
  ),
  script(
    'a retry whose thread somebody waits for together with its permit',
    {
      x: job([task([tried(acquired([{ work: '200ms' }, FAILS]), { thread: 'returned' })])], ['0s']),
      y: job([fanOut([{ work: '20ms' }], { tasks: 1, permit: 'slots' })], ['100ms']),
    },
    [/starts y.part after 0/, /y 0 is done/],
    { pools: { a: { threads: 1, queue: { bound: 0 } } } },
  ),
  script(
    'a task that comes back, is refused, and lets others have its permit',
    {
      x: job([fanOut([tried([FAILS], { thread: 'returned' })], { tasks: 1, permit: 'slots' })], ['0s']),
      y: job([task([fanOut([{ work: '20ms' }], { tasks: 1, permit: 'slots' })])], ['10ms']),
      z: job([fanOut([{ work: '20ms' }], { tasks: 1, permit: 'slots' })], ['20ms']),
    },
    [/refuses x.part/, /refuses y.part/, /refuses z.part/],
    { pools: { a: { threads: 1, queue: { bound: 0 } } } },
  ),
];

const LIMITS: readonly Script[] = [
  script('a queue that refuses', { x: job([fanOut([{ work: '100ms' }])]) }, [/refuses x.part/, /x 0 fails/], BOUNDED),
  script(
    'a queue that refuses sleepers',
    { x: job([fanOut(['upload'], { pool: 'b' }), 'defer']) },
    [/refuses x.deletion/, /is rejected/],
    {
      ...deferring('sleep-in-pool'),
      pools: { a: { threads: 1, queue: { bound: 1 } }, b: 2 },
    },
  ),
  script(
    'a limit that admits',
    {
      x: job([{ wait: '300ms' }], ['0s', '1ms', '2ms'], { concurrency: 'few' }),
      y: job([{ wait: '1ms' }], ['3ms'], { concurrency: 'few' }),
    },
    [/waits for admission/, /y 0 is admitted after/],
    { concurrency: { few: 2 } },
  ),
  script(
    'batches',
    { x: { arrivals: { constant: '30/min', batch: 3 }, steps: [task([{ work: '99ms' }])] } },
    [/x 5 is done/],
    { duration: '19s' },
  ),
  script(
    'an end in the middle',
    { x: job([task([{ park: '913ms' }, 'upload']), 'defer'], ['0s', '1s', '2s', '3s']) },
    [/is due/],
    {
      warmUp: '950ms',
      duration: '2s',
      ...deferring('janitor', { urlValidity: '1s' }),
      pools: { a: { threads: 2, healthLog: { every: '250ms', above: '40%' } } },
    },
  ),
  script(
    'a pool that its own tasks starve',
    { x: job([task([{ work: '300ms' }, fanOut(['download'])])], ['0s', '100ms', '200ms']) },
    [/is starved while/],
    { pools: { a: 2 } },
  ),
];

const DELETIONS: readonly Script[] = [
  script(
    'sleepers in the pool',
    { x: job([...uploads]) },
    [/starts x.deletion after [1-9]\d+ in the queue/, /is parked/],
    deferring('sleep-in-pool'),
  ),
  script(
    'a thread for each file',
    { x: job([...uploads]) },
    [/thread 3 of pool ownThreads/],
    deferring('thread-per-file'),
  ),
  script(
    'a janitor',
    { x: job([...uploads]) },
    [/is tried 0/, /is deleted, tried at 1450000, due at 1400000/],
    deferring('janitor', { janitor: { concurrency: 1 } }),
  ),
  script(
    'a janitor at its bound',
    { x: job([...uploads]) },
    [/is rejected/],
    deferring('janitor', { janitor: { maxPending: 3 } }),
  ),
  script('a janitor that dies', { x: job([...uploads], ['0s', '4s']) }, [/is put back/, /dies/], {
    ...deferring('janitor'),
    faults: [{ at: '1280ms', kill: 'janitor' }],
  }),
  script('a blob that somebody else deletes', { x: job([...uploads]) }, [/is gone/], {
    ...deferring('janitor'),
    store: { ...STORE, delete: { latency: '50ms', gone: '50%' } },
  }),
  script(
    'a store that asks to try again',
    { x: job([...uploads]) },
    [/is to be tried again/, /is tried 1/, /is failed/],
    {
      ...deferring('janitor', {
        janitor: { retry: { attempts: 3, backoff: '400ms', factor: 2, maxBackoff: '500ms' } },
      }),
      store: { ...STORE, delete: { latency: '50ms', retry: '70%' } },
    },
  ),
  ...['upload', 'download', 'delete'].flatMap((operation) =>
    ['sleep-in-pool', 'janitor'].map((by) =>
      script(
        `a store that fails every ${operation} for a time, with ${by}`,
        { x: job([fanOut(['upload', 'download']), 'defer'], ['0s', '1s', '2s', '3s']) },
        operation === 'delete' ? [/is failed/, /is deleted/] : [/x \d fails/, /x \d is done/],
        { ...deferring(by), pools: { a: 4 }, faults: [{ at: '900ms', for: '1250ms', fail: { [operation]: '100%' } }] },
      ),
    ),
  ),
  // A live store takes its own time beside that of the fault, so here it takes none.
  script(
    'a store that is slow for a time',
    { x: job([fanOut(['upload', 'download']), 'defer'], ['0s', '1s', '2s']) },
    [/after 700000/],
    {
      ...deferring('janitor'),
      store: { upload: '0s', download: '0s', delete: '0s' },
      faults: [{ at: '900ms', for: '600ms', slow: { upload: '300ms', download: '400ms', delete: '250ms' } }],
    },
  ),
];

export const SCRIPTS: readonly Script[] = [...STEPS, ...RETRIES, ...LIMITS, ...DELETIONS];

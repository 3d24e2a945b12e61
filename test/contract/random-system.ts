import fc from 'fast-check';
import type { Scenario } from '../../src/scenario/model.ts';
import { scenarioOf } from '../sim/run-scenario.ts';

const time = fc.integer({ min: 1, max: 4_000 }).map((ms) => `${ms}ms`);
const duration = fc.oneof(
  time,
  time.map((mean) => ({ exponential: { mean } })),
);
const percent = fc.integer({ min: 0, max: 60 }).map((share) => `${share}%`);

/** Steps of a task; what it acquires it releases. */
const taskSteps = (depth: number): fc.Arbitrary<unknown[]> =>
  fc
    .array(
      fc.oneof(
        duration.map((work) => [{ work }]),
        duration.map((park) => [{ park }]),
        fc.constant(['upload']),
        fc.constant(['download']),
        fc.constant(['upload', 'delete']),
        percent.map((fail) => [{ fail }]),
        duration.map((work) => [{ acquire: 'slots' }, { work }, { release: 'slots' }]),
        ...(depth === 0
          ? []
          : [
              fc.tuple(percent, inner(depth)).map(([probability, steps]) => [{ choice: [{ probability, steps }] }]),
              fc
                .record({
                  attempts: fc.integer({ min: 1, max: 4 }),
                  backoff: duration,
                  thread: fc.constantFrom('kept', 'returned'),
                  steps: plain,
                })
                .map((retry) => [{ retry }]),
              fanOut(depth).map((step) => [step]),
            ]),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((lists) => lists.flat());

const plain = fc
  .array(
    fc.oneof(
      duration.map((work) => ({ work })),
      percent.map((fail) => ({ fail })),
      fc.constant('download'),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((steps) => steps as unknown[]);

function inner(depth: number): fc.Arbitrary<unknown[]> {
  return fc.oneof(
    plain,
    fanOut(depth).map((step) => [step]),
  );
}

function fanOut(depth: number): fc.Arbitrary<unknown> {
  return fc
    .record({
      pool: fc.constantFrom('a', 'b'),
      tasks: fc.integer({ min: 1, max: 4 }),
      window: fc.integer({ min: 1, max: 3 }),
      permit: fc.constantFrom(undefined, 'gate'),
      steps: fc.oneof(plain, depth > 1 ? taskSteps(depth - 1) : plain),
    })
    .map(({ permit, ...rest }) => ({ fanOut: { ...rest, ...(permit === undefined ? {} : { permit }) } }));
}

const pool = fc
  .record({ threads: fc.integer({ min: 1, max: 4 }), bound: fc.constantFrom(undefined, 0, 1, 5) })
  .map(({ threads, bound }) => (bound === undefined ? { threads } : { threads, queue: { bound } }));

/** A small system with every step and every strategy, loaded enough to queue, refuse and starve. */
export const randomSystem: fc.Arbitrary<Scenario> = fc
  .record({
    seed: fc.integer({ min: 0, max: 1_000 }),
    pools: fc.record({ a: pool, b: pool }),
    slots: fc.integer({ min: 1, max: 3 }),
    gate: fc.integer({ min: 2, max: 3 }),
    limit: fc.integer({ min: 1, max: 4 }),
    by: fc.tuple(
      fc.constantFrom('sleep-in-pool', 'thread-per-file', 'janitor'),
      fc.constantFrom('sleep-in-pool', 'thread-per-file', 'janitor'),
    ),
    kinds: fc.array(
      fc.record({
        perMinute: fc.integer({ min: 5, max: 60 }),
        steps: fc.array(
          fc.oneof(
            fanOut(2),
            duration.map((wait) => ({ wait })),
          ),
          { minLength: 1, maxLength: 3 },
        ),
        isLimited: fc.boolean(),
        defers: fc.boolean(),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    storeFails: percent,
    kills: fc.boolean(),
  })
  .map(({ seed, pools, slots, gate, limit, by, kinds, storeFails, kills }) =>
    scenarioOf({
      seed,
      duration: '2m',
      pools,
      semaphores: { slots, gate },
      concurrency: { limit },
      store: {
        upload: { latency: '50ms', fail: '2%' },
        download: { latency: { exponential: { mean: '80ms' } }, retry: '5%' },
        delete: { latency: '100ms', fail: storeFails, retry: '20%', gone: '5%' },
      },
      ...(kills
        ? {
            faults: [
              { at: '30s', kill: 'janitor' },
              { at: '60s', kill: 'janitor' },
            ],
          }
        : {}),
      jobs: Object.fromEntries(
        kinds.map(({ perMinute, steps, isLimited, defers }, i) => [
          `kind${i}`,
          {
            arrivals: { poisson: `${perMinute}/min` },
            ...(isLimited ? { concurrency: 'limit' } : {}),
            // An upload of its own, so that there is always something to defer.
            steps: [...steps, ...(defers ? ['upload', 'defer'] : [])],
            deletion: {
              by: by[i % 2],
              pool: 'a',
              delay: '5s',
              janitor: { concurrency: 2, maxPending: 20, retry: { attempts: 2, backoff: '1s' } },
            },
          },
        ]),
      ),
    }),
  );

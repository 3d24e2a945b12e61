import fc from 'fast-check';
import type { Design, Scenario } from '../../src/scenario/model.ts';
import { scenarioOf } from '../sim/run-scenario.ts';

const time = fc.integer({ min: 1, max: 4_000 }).map((ms) => `${ms}ms`);
const duration = fc.oneof(
  time,
  time.map((mean) => ({ exponential: { mean } })),
);
const percent = fc.integer({ min: 0, max: 60 }).map((share) => `${share}%`);

/** Steps with permits, of two semaphores in either order, which may fail while they hold them. */
const held: fc.Arbitrary<unknown[]> = fc
  .record({
    order: fc.constantFrom<string[]>(['slots'], ['gate'], ['slots', 'other'], ['other', 'slots']),
    permits: fc.integer({ min: 1, max: 2 }),
    work: duration,
    fail: percent,
  })
  .map(({ order, permits: most, work, fail }) => {
    // Tasks around this one may hold two of its gate.
    const permits = order.includes('gate') ? 1 : most;
    return [
      ...order.flatMap((semaphore) => [{ acquire: { semaphore, permits } }, { work }]),
      { fail },
      ...order.toReversed().map((semaphore) => ({ release: { semaphore, permits } })),
    ];
  });

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
        held,
        ...(depth === 0
          ? []
          : [
              fc.tuple(percent, inner(depth)).map(([probability, steps]) => [{ choice: [{ probability, steps }] }]),
              fc
                .record({
                  attempts: fc.integer({ min: 2, max: 4 }),
                  backoff: duration,
                  thread: fc.constantFrom('kept', 'returned'),
                  steps: fc.oneof(plain, held, fc.constant(['upload', { fail: '30%' }]), inner(depth)),
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
      tasks: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant({ uniform: { min: 0, max: 5 } })),
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
    slots: fc.integer({ min: 2, max: 3 }),
    other: fc.integer({ min: 2, max: 3 }),
    gate: fc.integer({ min: 3, max: 4 }),
    limit: fc.integer({ min: 1, max: 4 }),
    by: fc.tuple(
      fc.constantFrom('sleep-in-pool', 'thread-per-file', 'janitor'),
      fc.constantFrom('sleep-in-pool', 'thread-per-file', 'janitor'),
    ),
    kinds: fc.array(
      fc.record({
        perMinute: fc.integer({ min: 5, max: 60 }),
        steps: fc
          .array(
            fc.oneof(
              fanOut(2).map((step) => [step]),
              duration.map((wait) => [{ wait }]),
              duration.map((wait) => [{ acquire: 'other' }, { wait }, { release: 'other' }]),
              fc
                .record({
                  attempts: fc.integer({ min: 2, max: 3 }),
                  backoff: duration,
                  steps: fc.array(fanOut(1), { minLength: 1, maxLength: 2 }),
                })
                .map((retry) => [{ retry }]),
            ),
            { minLength: 1, maxLength: 3 },
          )
          .map((lists) => lists.flat()),
        isLimited: fc.boolean(),
        defers: fc.constantFrom([], ['upload', 'defer'], ['upload', 'upload', { defer: { delay: '1s' } }]),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    storeFails: percent,
    kills: fc.boolean(),
    slows: fc.boolean(),
  })
  .map(({ seed, pools, slots, other, gate, limit, by, kinds, storeFails, kills, slows }) =>
    scenarioOf({
      seed,
      duration: '2m',
      pools,
      semaphores: { slots, other, gate },
      concurrency: { limit },
      store: {
        upload: { latency: '50ms', fail: '2%' },
        download: { latency: { exponential: { mean: '80ms' } }, retry: '5%' },
        delete: { latency: '100ms', fail: storeFails, retry: '20%', gone: '5%' },
      },
      faults: [
        { at: '100s', for: '5s', slow: { upload: '1s' } },
        ...(kills
          ? [
              { at: '30s', kill: 'janitor' },
              { at: '60s', kill: 'janitor' },
            ]
          : []),
        ...(slows
          ? [{ at: '20s', for: '40s', slow: { delete: { exponential: { mean: '2s' } }, download: '1s' } }]
          : []),
        ...(slows
          ? [{ at: '50s', for: '20s', fail: { delete: '50%', upload: '50%' }, throttle: { delete: '30%' } }]
          : []),
      ],
      jobs: Object.fromEntries(
        kinds.map(({ perMinute, steps, isLimited, defers }, i) => [
          `kind${i}`,
          {
            arrivals: { poisson: `${perMinute}/min` },
            ...(isLimited ? { concurrency: 'limit' } : {}),
            // An upload of its own, so that there is always something to defer.
            steps: [...steps, ...defers],
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

/** A store as both worlds have it: each operation takes the same time, and no fault makes it slower, for a live store takes its own time beside. */
export function withASteadyStore(scenario: Scenario): Scenario {
  const [design] = scenario.designs as readonly [Design];
  const latency = { kind: 'constant', valueUs: 50_000 } as const;
  const { upload, download, delete: deletes } = design.system.store;
  const store = { upload: { ...upload, latency }, download: { ...download, latency }, delete: { ...deletes, latency } };
  const faults = design.system.faults.filter(({ kind }) => kind !== 'slow');
  return { ...scenario, designs: [{ ...design, system: { ...design.system, store, faults } }] };
}

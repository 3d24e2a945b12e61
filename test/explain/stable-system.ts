import fc from 'fast-check';
import { explainScenario } from '../../src/explain/explain.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { scenarioOf } from '../sim/run-scenario.ts';

const ms = (max: number) => fc.integer({ min: 50, max }).map((value) => `${value}ms`);
const duration = fc.oneof(
  ms(2_000),
  ms(2_000).map((mean) => ({ exponential: { mean } })),
  ms(1_000).map((min) => ({ uniform: { min, max: '3s' } })),
);
const percent = fc.integer({ min: 0, max: 50 }).map((share) => `${share}%`);

const plain: fc.Arbitrary<unknown[]> = fc
  .array(
    fc.oneof(
      duration.map((work) => [{ work }]),
      duration.map((park) => [{ park }]),
      fc.constant(['upload']),
      fc.constant(['download']),
      percent.map((fail) => [{ fail }]),
      fc.constant(['upload', 'delete']),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((lists) => lists.flat());

/** Steps of a task. @param semaphore what it may hold: tasks inside tasks hold another, so that nobody waits in a circle. */
const taskSteps = (depth: number, semaphore: string): fc.Arbitrary<unknown[]> => {
  const inside = depth === 0 ? plain : fc.oneof(plain, fanOut(depth - 1));
  return fc
    .array(
      fc.oneof(
        plain,
        plain.map((steps) => [
          { acquire: { semaphore, permits: 2 } },
          ...steps,
          { release: { semaphore, permits: 2 } },
        ]),
        fc
          .tuple(percent, inside, inside)
          .map(([probability, steps, rest]) => [{ choice: [{ probability, steps }, { steps: rest }] }]),
        fc
          .record({
            attempts: fc.integer({ min: 2, max: 4 }),
            backoff: duration,
            factor: fc.integer({ min: 1, max: 2 }),
            maxBackoff: fc.constantFrom('1s', '5s'),
            thread: fc.constantFrom('kept', 'returned'),
            steps: inside,
          })
          .map((retry) => [{ retry }]),
        ...(depth === 0 ? [] : [fanOut(depth - 1)]),
      ),
      { minLength: 1, maxLength: 2 },
    )
    .map((lists) => lists.flat());
};

/** Tasks of each depth have a pool, a semaphore and permits of their own. */
function fanOut(depth: number): fc.Arbitrary<unknown[]> {
  return fc
    .record({
      tasks: fc.oneof(
        fc.integer({ min: 1, max: 5 }),
        fc.constant({ uniform: { min: 0, max: 4 } }),
        fc.constant({ geometric: { mean: 2 } }),
        fc.constant({ empirical: { 0: 0.5, 3: 0.5 } }),
      ),
      // One after another or all at once: there arithmetic knows how many are submitted after one has failed.
      window: fc.constantFrom(undefined, 1),
      permit: fc.constantFrom(undefined, `gate${depth}`),
      steps: taskSteps(depth, `slots${depth}`),
    })
    .map(({ window, permit, ...rest }) => [
      {
        fanOut: {
          pool: `pool${depth}`,
          ...rest,
          ...(window === undefined ? {} : { window }),
          ...(permit === undefined ? {} : { permit }),
        },
      },
    ]);
}

const jobSteps = fc
  .array(
    fc.oneof(
      fanOut(1),
      duration.map((wait) => [{ wait }]),
      fanOut(0).map((steps) => [{ acquire: 'slots2' }, ...steps, { release: 'slots2' }]),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((lists) => lists.flat());

const LIMITS = ['pool0', 'pool1', 'slots0', 'slots1', 'slots2', 'gate0', 'gate1', 'limit'];

/** A system that is about half full everywhere: it queues at times and never grows. */
export const stableSystem: fc.Arbitrary<Scenario> = fc
  .record({
    seed: fc.integer({ min: 0, max: 1_000 }),
    kinds: fc.array(fc.record({ perMinute: fc.integer({ min: 10, max: 40 }), steps: jobSteps }), {
      minLength: 1,
      maxLength: 2,
    }),
    by: fc.constantFrom('sleep-in-pool', 'janitor'),
    fails: fc.tuple(percent, percent),
    slow: fc.boolean(),
  })
  .map(({ seed, kinds, by, fails, slow }) => {
    const value = (most: Readonly<Record<string, number>>) => ({
      seed,
      // Arithmetic takes means over the whole run, so nothing of it is left out; it begins empty, for some seconds.
      duration: '40m',
      pools: { pool0: most.pool0, pool1: most.pool1 },
      semaphores: Object.fromEntries(LIMITS.slice(2, 7).map((name) => [name, most[name]])),
      concurrency: { limit: most.limit },
      store: {
        upload: { latency: '200ms', fail: fails[0] },
        download: { latency: { exponential: { mean: '300ms' } }, fail: fails[1], retry: '5%' },
        delete: { latency: '20ms', retry: '20%' },
      },
      ...(slow
        ? { faults: [{ at: '10m', for: '15m', slow: { download: '1s', delete: '50ms' }, fail: { upload: '80%' } }] }
        : {}),
      deletion: { by, pool: 'pool0', delay: '5s', janitor: { retry: { attempts: 3, backoff: '1s' } } },
      jobs: Object.fromEntries(
        kinds.map(({ perMinute, steps }, i) => [
          `kind${i}`,
          { arrivals: { poisson: `${perMinute}/min` }, concurrency: 'limit', steps: [...steps, 'upload', 'defer'] },
        ]),
      ),
    });
    const unlimited = scenarioOf(value(Object.fromEntries(LIMITS.map((name) => [name, 100_000]))));
    const { pools, limits } = explainScenario(unlimited).designs[0] as ReturnType<
      typeof explainScenario
    >['designs'][number];
    const loads = new Map([
      ...pools.map(({ pool, offered }) => [pool, offered] as const),
      ...limits.map(({ name, held }) => [name, held] as const),
    ]);
    return scenarioOf(
      value(Object.fromEntries(LIMITS.map((name) => [name, 6 + Math.ceil(3 * (loads.get(name) ?? 0))]))),
    );
  });

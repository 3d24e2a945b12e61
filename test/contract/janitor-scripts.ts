import fc from 'fast-check';
import type { JanitorOptions } from '../../src/janitor/janitor.ts';
import { US_PER_MS } from '../../src/units.ts';
import type { JanitorScript, ScriptKind, Step } from './janitor-world.ts';

// Short times, so that steps, due times and answers meet at the same millisecond again and again.
const atMs = fc.nat(120);

const backoff = fc.nat(20).chain((backoffMs) =>
  fc.record({
    attempts: fc.integer({ min: 1, max: 4 }),
    backoffUs: fc.constant(backoffMs * US_PER_MS),
    factor: fc.constantFrom(1, 2),
    maxBackoffUs: fc.integer({ min: backoffMs, max: 50 }).map((ms) => ms * US_PER_MS),
  }),
);

const options: fc.Arbitrary<JanitorOptions> = fc.record(
  {
    concurrency: fc.integer({ min: 1, max: 3 }),
    maxPending: fc.integer({ min: 1, max: 5 }),
    retry: backoff,
  },
  { requiredKeys: [] },
);

type TimedStep = { do: 'schedule'; atMs: number; delayMs: number } | { do: 'kill'; atMs: number };

const timedStep: fc.Arbitrary<TimedStep> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('schedule' as const),
      atMs,
      delayMs: fc.oneof(fc.constantFrom(0, 30), fc.nat(90)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const), atMs }) },
);

/** Scripts of a kind: schedules with any delay, deaths, store answers and their latencies, with any concurrency, bound and retries. */
export function janitorScripts({ outcomes, severalStepsAtOnce }: ScriptKind): fc.Arbitrary<JanitorScript> {
  const length = { minLength: 1, maxLength: 14 };
  const steps = severalStepsAtOnce
    ? fc.array(timedStep, length)
    : fc.uniqueArray(timedStep, { ...length, selector: (step) => step.atMs });
  const answer = fc.record({ outcome: fc.constantFrom(...outcomes), latencyMs: fc.integer({ min: 1, max: 40 }) });
  return fc.record({
    options,
    steps: steps.map(inOrder),
    answers: fc.array(answer, { minLength: 1, maxLength: 6 }),
    // 14 deletions of 4 attempts, one after another, take at most 14 × 4 × (40 + 50) ms.
    endMs: fc.constant(10_000),
  });
}

function inOrder(steps: readonly TimedStep[]): readonly Step[] {
  return steps.toSorted((a, b) => a.atMs - b.atMs).map((step, ref) => ({ ...step, ref }));
}

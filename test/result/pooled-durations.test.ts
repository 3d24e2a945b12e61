import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../sim/simulate.ts';
import { DurationRecorder } from '../../src/record/duration-recorder.ts';
import { PooledDurations } from '../../src/result/pooled-durations.ts';
import { buildScenario } from '../../src/scenario/parse.ts';

function pooled(replications: readonly (readonly number[])[]): PooledDurations {
  const all = new PooledDurations();
  for (const durations of replications) {
    const recorder = new DurationRecorder();
    for (const us of durations) recorder.observe(us);
    all.add(recorder.record());
  }
  return all;
}

const durationUs = fc.oneof(fc.integer({ min: 0, max: 2 ** 40 }), fc.integer({ min: 1_990_000, max: 2_010_000 }));

describe('a quantile of pooled durations', () => {
  it('is that of all of them, within 0.4 %', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(durationUs, { minLength: 1, maxLength: 50 }), { minLength: 1, maxLength: 5 }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        (replications, p) => {
          const sorted = replications.flat().sort((a, b) => a - b);
          const exact = sorted[Math.max(0, Math.ceil(p * sorted.length - 1e-9) - 1)] as number;
          const found = pooled(replications).quantileUs(p) as number;
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 0.004 + 1);
          expect(found).toBeLessThanOrEqual(sorted.at(-1) as number);
        },
      ),
    );
  });

  it('is exact where all near it are the same, and its interval then has no width', () => {
    fc.assert(
      fc.property(durationUs, durationUs, (one, other) => {
        fc.pre(Math.abs(one - other) > 0.01 * Math.max(one, other));
        const replication = [...new Array(60).fill(Math.min(one, other)), ...new Array(40).fill(Math.max(one, other))];
        const durations = pooled([replication, replication]);
        expect(durations.quantileUs(0.5)).toBe(Math.min(one, other));
        expect(durations.quantileUs(0.99)).toBe(Math.max(one, other));
        expect(durations.interval95Us(0.3)).toEqual([Math.min(one, other), Math.min(one, other)]);
      }),
    );
  });

  it('has an interval with a width where two that differ fall into one cell', () => {
    const low = new Array(1_000).fill(0).map((_, i) => 2_000_000 + 6 * i);
    const high = low.map((us) => us + 500);
    const interval = pooled([low, high, low]).interval95Us(0.5);
    expect(interval?.[0]).toBeLessThan(interval?.[1] as number);
  });
});

it('work that is always the same gives waits that are exactly its multiples', () => {
  const scenario = buildScenario({
    name: 'rounds',
    question: 'How long do a hundred tasks wait for twenty threads?',
    duration: '2h',
    warmUp: '0s',
    replications: 2,
    pools: { w: 20 },
    jobs: {
      j: {
        arrivals: { constant: '60/h' },
        steps: [{ fanOut: { name: 't', pool: 'w', tasks: 100, steps: [{ work: '1s' }] } }],
      },
    },
    designs: { only: {} },
  });
  const design = simulate(scenario, 'test').designs.only;
  expect(design?.pools.w?.queueWait).toMatchObject({ p50: 2, p50Interval95: [2, 2], p95: 4, max: 4 });
  expect(design?.jobs.j?.time).toMatchObject({ p50: 5, p99: 5 });
});

import { describe, expect, it } from 'vitest';
import { PooledDistribution } from '../../src/result/pooled-distribution.ts';
import { estimate } from '../../src/result/statistics.ts';

function pooled(records: readonly (readonly number[])[]): PooledDistribution {
  const distribution = new PooledDistribution();
  for (const record of records) distribution.add(Float64Array.from(record));
  return distribution;
}

describe('the interval of a quantile', () => {
  it('is where the share at or below it reaches p, give or take the interval of that share', () => {
    // A tenth of the weight on each of 0 … 9, but for what two values exchange: their shares at or below 4 are 0.4, 0.5 and 0.6.
    const records = [-1, 0, 1].map((shift) => [10, 10, 10, 10, 10 + 10 * shift, 10 - 10 * shift, 10, 10, 10, 10]);
    const distribution = pooled(records);
    const halfWidth = estimate([0.4, 0.5, 0.6]).halfWidth95 as number;
    expect(halfWidth).toBeCloseTo(0.248, 3);
    expect(distribution.quantile(0.5)).toBe(4);
    expect(distribution.interval95(0.5)).toEqual([2, 7]);
  });

  it('is the same by the values that have any weight alone', () => {
    const records = [[0, 0, 3, 0, 0, 7, 1, 0, 0], [2, 0, 0, 0, 5, 6], [0, 4, 0, 3, 0, 0, 0, 0, 0, 2], []];
    const whole = pooled(records);
    const byValues = new PooledDistribution();
    for (const record of records) {
      const values = record.flatMap((weight, value) => (weight === 0 ? [] : [value]));
      byValues.addValues(
        Int32Array.from(values),
        Float64Array.from(values, (value) => record[value] as number),
      );
    }
    expect(byValues.weights).toEqual(whole.weights);
    expect(byValues.maxLowest).toBe(whole.maxLowest);
    for (const p of [0.05, 0.3, 0.5, 0.7, 0.95]) expect(byValues.interval95(p)).toEqual(whole.interval95(p));
  });

  it('is the value itself where all replications agree', () => {
    expect(
      pooled([
        [1, 3],
        [2, 6],
        [4, 12],
      ]).interval95(0.9),
    ).toEqual([1, 1]);
  });

  it('is none for one replication, for none, and where its end was never observed', () => {
    expect(pooled([]).interval95(0.5)).toBeNull();
    expect(pooled([[1, 2, 3], []]).interval95(0.5)).toBeNull();
    expect(
      pooled([
        [90, 8, 2],
        [97, 3],
        [85, 10, 5, 1],
      ]).interval95(0.95),
    ).toBeNull();
  });

  it('knows the lowest of the maxima', () => {
    expect(pooled([[1, 1, 0, 1], [1, 1], []]).maxLowest).toBe(1);
    expect(pooled([[1, 1]]).maxLowest).toBeNull();
  });
});

describe('a utilization', () => {
  it('is exactly 1 when the pool is full, for any number of threads', async () => {
    const { DesignAccumulator } = await import('../../src/result/design-accumulator.ts');
    const { LevelRecorder } = await import('../../src/record/level-recorder.ts');
    for (const threads of [1, 3, 49, 98, 103, 107, 128, 161, 1_000]) {
      const recorder = new LevelRecorder(86_400_000_000);
      recorder.change(threads, 0);
      const pool = new DesignAccumulator(0, 86_400_000_000, 288);
      pool.add({ ...EMPTY, levels: { active: recorder.record(86_400_000_000) } });
      expect(pool.level('active', threads)).toMatchObject({ mean: 1, p50: 1, max: 1 });
    }
  });
});

const EMPTY = {
  measuredUs: 86_400_000_000,
  durations: {},
  courses: {},
  counts: {},
  usage: [],
  health: {},
  taskKinds: [],
  latenessMaxima: new Float64Array(288),
  starved: [],
  timeline: undefined,
  events: 0,
};

import { describe, expect, it } from 'vitest';
import { type DurationDistribution, durationMeanUs, durationQuantileUs } from '../../src/workload/distribution.ts';
import { DurationSampler } from '../../src/workload/sampler.ts';
import { Streams } from '../../src/workload/streams.ts';

const S = 1_000_000;

/** Mean and standard deviation in closed form, seconds. */
const cases: readonly [string, DurationDistribution, number, number][] = [
  ['constant', { kind: 'constant', valueUs: 3 * S }, 3, 0],
  ['uniform', { kind: 'uniform', minUs: S, maxUs: 3 * S }, 2, 2 / Math.sqrt(12)],
  ['exponential', { kind: 'exponential', meanUs: 4 * S }, 4, 4],
  // Mean 30 s and σ of ln 0.8, as the decodes: sd = mean √(e^{σ²} − 1).
  ['lognormal', { kind: 'lognormal', mu: Math.log(30 * S) - 0.32, sigma: 0.8 }, 30, 30 * Math.sqrt(Math.exp(0.64) - 1)],
  [
    'empirical',
    {
      kind: 'empirical',
      points: [
        { probability: 0, valueUs: 0 },
        { probability: 1, valueUs: 12 * S },
      ],
    },
    6,
    12 / Math.sqrt(12),
  ],
];

describe.each(cases)('the %s distribution', (name, distribution, mean, sd) => {
  it('has its mean in closed form', () => {
    expect(durationMeanUs(distribution) / S).toBeCloseTo(mean, 9);
  });

  it('is drawn with its mean: the z-score over 200,000 draws is within 3.5', () => {
    const sampler = new DurationSampler(distribution, new Streams(11, 0).of(name));
    const n = 200_000;
    let sum = 0;
    for (let i = 0; i < n; i += 1) sum += sampler.drawUs(i, 0) / S;
    if (sd === 0) expect(sum / n).toBe(mean);
    else expect(Math.abs((sum / n - mean) / (sd / Math.sqrt(n)))).toBeLessThan(3.5);
  });

  it('never gives a shorter time for a larger uniform number', () => {
    let before = 0;
    for (let u = 0.001; u < 1; u += 0.001) {
      const value = durationQuantileUs(distribution, u);
      expect(value).toBeGreaterThanOrEqual(before);
      before = value;
    }
  });
});

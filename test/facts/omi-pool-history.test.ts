import { describe, expect, it } from 'vitest';
import { meanAndError } from '../theory/z-score.ts';
import { maxima, means, quantiles, replicationsOf, shareAboveZero, shipped } from './shipped.ts';

const REPLICATIONS = 10;
const scenario = shipped('omi-pool-history');
const of = (design: string) => replicationsOf(scenario, design, REPLICATIONS);

/**
 * The figures are of one run of an independent model, so one of our replications is what to compare them with: they must lie within three standard deviations of ours, or,
 * where they are whole numbers that hardly vary, within our extremes.
 */
function expectWithin(figure: number, ours: readonly number[]): void {
  const { mean, error } = meanAndError(ours);
  const deviation = error * Math.sqrt(ours.length);
  expect(figure).toBeGreaterThanOrEqual(Math.min(mean - 3 * deviation, ...ours));
  expect(figure).toBeLessThanOrEqual(Math.max(mean + 3 * deviation, ...ours));
}

describe('omi-pool-history against the independent model, hours 2 to 6 from empty', () => {
  it.each([
    [32, [33, 41, 44, 46], 4_762],
    [64, [31, 37, 39, 41], 3_430],
    [96, [27, 34, 36, 39], 2_101],
    [128, [23, 30, 32, 36], 762],
  ] as const)(
    'legacy with %i threads is full: its queue stays at tens, and the line outside grows',
    (threads, queue, outside) => {
      const records = of(`legacy-${threads}`);
      for (const busy of means(records, 'pools.storage.active')) expect(busy / threads).toBeGreaterThan(0.995);
      [0.5, 0.95, 0.99].forEach((p, i) => {
        expectWithin(queue[i]!, quantiles(records, 'pools.storage.queueDepth', p));
      });
      expectWithin(queue[3], maxima(records, 'pools.storage.queueDepth'));
      expectWithin(
        outside,
        records.map(({ counts }) => counts['concurrency.pipelines.waitingAtEnd']!),
      );
    },
  );

  it.each([
    // 145.2 erlangs by Little's law are 75.6 % of 192 threads: the independent model's 78 % is of one run, in which more jobs than that came.
    ['legacy-192', 192, 0.78, 0.756],
    ['janitor-32', 32, 0.34, 0.337],
  ] as const)('%s carries the load without a queue', (design, threads, busy, exact) => {
    const records = of(design);
    const share = means(records, 'pools.storage.active').map((active) => active / threads);
    expectWithin(busy, share);
    const { mean, error } = meanAndError(share);
    expect(Math.abs(mean - exact) / error).toBeLessThanOrEqual(3);
    for (const p of [0.5, 0.95, 0.99]) {
      expect(Math.max(...quantiles(records, 'pools.storage.queueDepth', p))).toBe(0);
    }
    expect(meanAndError(shareAboveZero(records, 'pools.storage.queueDepth')).mean).toBeLessThan(0.004);
    expect(Math.max(...maxima(records, 'pools.storage.queueDepth'))).toBeLessThanOrEqual(20);
    expect(records.map(({ counts }) => counts['concurrency.pipelines.waitingAtEnd'])).toEqual(records.map(() => 0));
  });
});

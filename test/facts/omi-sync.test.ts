import { describe, expect, it } from 'vitest';
import type { ReplicationRecord } from '../../src/record/replication-record.ts';
import { levelMean } from '../../src/result/statistics.ts';
import { meanAndError, relativeError, zScore } from '../theory/z-score.ts';
import { maxima, means, quantiles, replicationsOf, shareAboveZero, shipped } from './shipped.ts';

// The figures come from the log of the service (pull request 7855 of BasedHardware/omi), from arithmetic, and from an independent model of it: another language, another simulator, four seeds of a day.

const REPLICATIONS = 20;
const scenario = shipped('omi-sync');
const legacy = replicationsOf(scenario, 'legacy', REPLICATIONS);
const janitor = replicationsOf(scenario, 'janitor', REPLICATIONS);

/** The mean number of threads at work on the kinds of tasks with that ending, in each replication. */
function workingOn(records: readonly ReplicationRecord[], kind: string): number[] {
  return records.map(({ usage, taskKinds, measuredUs }) => {
    const { threadUs } = usage.find(({ pool }) => pool === 'storage')!;
    return taskKinds.reduce((sum, { name }, i) => sum + (name.endsWith(kind) ? threadUs[3 * i]! / measuredUs : 0), 0);
  });
}

/** How many standard errors lie between our mean and a spread of the independent model's seeds; 0 inside of it. */
function zOutside(values: readonly number[], [low, high]: readonly [number, number]): number {
  const { mean } = meanAndError(values);
  return mean < low ? zScore(values, low) : mean > high ? zScore(values, high) : 0;
}

describe('omi-sync by Little’s law', () => {
  it.each([
    ['sleeping threads', means(legacy, 'pools.storage.parked'), (10.6 / 60) * 480, 0.005],
    ['decodes', workingOn(legacy, '.decode'), (10.6 / 60) * 30, 0.01],
    ['uploads', workingOn(legacy, '.upload'), (10.6 / 60) * 0.3, 0.01],
    ['deletions in the pool', workingOn(legacy, '.deletion'), (10.6 / 60) * 0.1, 0.01],
    ['chunks', workingOn(legacy, '.chunk'), (0.74 / 60) * 40 * 4, 0.01],
    ['decodes, janitor', workingOn(janitor, '.decode'), (10.6 / 60) * 30, 0.01],
    ['uploads, janitor', workingOn(janitor, '.upload'), (10.6 / 60) * 0.3, 0.01],
    ['deletions by the janitor', means(janitor, 'drivers.working'), (10.6 / 60) * 0.1, 0.01],
    ['chunks, janitor', workingOn(janitor, '.chunk'), (0.74 / 60) * 40 * 4, 0.01],
    ['pending deletions, janitor', means(janitor, 'deletions.pending'), (10.6 / 60) * 480, 0.005],
  ])('%s', (_name, values, expected, noticed) => {
    expect(Math.abs(zScore(values, expected))).toBeLessThanOrEqual(3);
    expect(relativeError(values)).toBeLessThan(noticed);
  });
});

describe('omi-sync against the independent model', () => {
  it.each([
    ['active', means(legacy, 'pools.storage.active'), [91.4, 93.8]],
    ['working', means(legacy, 'pools.storage.working'), [7.2, 7.4]],
    ['blocked', means(legacy, 'pools.storage.blocked'), [0.325, 0.335]],
    ['parked', means(legacy, 'pools.storage.parked'), [83.9, 86]],
    ['share of the time with a queue', shareAboveZero(legacy, 'pools.storage.queueDepth'), [0.001, 0.003]],
    ['active in the lines of the log', legacy.map(linesMean), [99.2, 99.9]],
    ['active, janitor', means(janitor, 'pools.storage.active'), [7.5, 7.7]],
    ['working, janitor', means(janitor, 'pools.storage.working'), [7.2, 7.3]],
    ['blocked, janitor', means(janitor, 'pools.storage.blocked'), [0.325, 0.335]],
  ] as const)('mean: %s', (_name, values, spread) => {
    expect(Math.abs(zOutside(values, spread))).toBeLessThanOrEqual(3);
  });

  it.each([
    ['legacy', legacy, [75, 92, 111, 120]],
    ['janitor', janitor, [2, 6, 17, 24]],
  ] as const)('quantiles of active threads, %s: within the spread of our replications', (_name, records, figures) => {
    [0.05, 0.5, 0.95, 0.99].forEach((p, i) => {
      const ours = quantiles(records, 'pools.storage.active', p);
      expect(figures[i]).toBeGreaterThanOrEqual(Math.min(...ours));
      expect(figures[i]).toBeLessThanOrEqual(Math.max(...ours));
    });
  });

  it('the longest queue: 18 tasks or so with the legacy design, none with the janitor', () => {
    const longest = maxima(legacy, 'pools.storage.queueDepth');
    expect(Math.max(...longest)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...longest)).toBeLessThanOrEqual(30);
    expect(maxima(janitor, 'pools.storage.queueDepth')).toEqual(janitor.map(() => 0));
  });
});

describe('omi-sync as the service’s log has it', () => {
  it('legacy: 90 to 100 of 128 active, most of it parked, and no queue for more than 99 % of the time', () => {
    const { mean } = meanAndError(means(legacy, 'pools.storage.active'));
    expect(mean).toBeGreaterThan(90);
    expect(mean).toBeLessThan(100);
    expect(meanAndError(means(legacy, 'pools.storage.parked')).mean / mean).toBeGreaterThan(0.9);
    expect(Math.max(...shareAboveZero(legacy, 'pools.storage.queueDepth'))).toBeLessThan(0.01);
  });

  it('janitor: 5 to 15 active, nothing parked, never a line in the log', () => {
    const { mean } = meanAndError(means(janitor, 'pools.storage.active'));
    expect(mean).toBeGreaterThan(5);
    expect(mean).toBeLessThan(15);
    expect(maxima(janitor, 'pools.storage.parked')).toEqual(janitor.map(() => 0));
    expect(janitor.map(({ health }) => health.storage?.lines)).toEqual(janitor.map(() => 0));
  });
});

/** The mean of the active threads in the lines that the log prints: those over 70 %. */
function linesMean({ health }: ReplicationRecord): number {
  const heldUs = health.storage!.activeAbove;
  return levelMean({ heldUs, binMeans: heldUs, binMaxima: heldUs })!;
}

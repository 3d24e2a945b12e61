import { describe, expect, it } from 'vitest';
import { ArrivalTimes } from '../../src/workload/arrival-times.ts';
import type { ArrivalLaw, ArrivalProcess } from '../../src/workload/arrivals.ts';
import { Streams } from '../../src/workload/streams.ts';

const S = 1_000_000;

function timesOf(law: ArrivalLaw, changes: Partial<ArrivalProcess> = {}, seed = 5): { atUs: number; batch: number }[] {
  const process: ArrivalProcess = {
    law,
    batch: { kind: 'constant', value: 1 },
    fromUs: 0,
    untilUs: 10_000 * S,
    ...changes,
  };
  const times = new ArrivalTimes(process, new Streams(seed, 0), 'sync/arrivals.0');
  const list = [];
  for (let atUs = times.nextUs(); Number.isFinite(atUs); atUs = times.nextUs()) list.push({ atUs, batch: times.batch });
  return list;
}

describe('arrivals', () => {
  it('come evenly when they are constant', () => {
    const times = timesOf({ kind: 'constant', perSecond: 0.5 }, { untilUs: 10 * S }).map(({ atUs }) => atUs / S);
    expect(times).toEqual([2, 4, 6, 8]);
  });

  it('are Poisson: count and dispersion of 10,000 intervals are those of the law', () => {
    const times = timesOf({ kind: 'poisson', perSecond: 3 });
    // 30,000 are expected, with a standard deviation of 173.
    expect(Math.abs(times.length - 30_000) / Math.sqrt(30_000)).toBeLessThan(3.5);
    const counts = new Float64Array(10_000);
    for (const { atUs } of times) counts[Math.floor(atUs / S)]! += 1;
    const mean = times.length / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1);
    // The index of dispersion has the standard deviation √(2 ÷ n).
    expect(Math.abs(variance / mean - 1) / Math.sqrt(2 / counts.length)).toBeLessThan(3.5);
  });

  it('follow a profile: each step of each period has its own rate', () => {
    const steps = [
      { atUs: 0, perSecond: 1 },
      { atUs: 500 * S, perSecond: 4 },
    ];
    const times = timesOf({ kind: 'profile', periodUs: 1_000 * S, steps });
    const slow = times.filter(({ atUs }) => atUs % (1_000 * S) < 500 * S).length;
    expect(Math.abs(slow - 5_000) / Math.sqrt(5_000)).toBeLessThan(3.5);
    expect(Math.abs(times.length - slow - 20_000) / Math.sqrt(20_000)).toBeLessThan(3.5);
  });

  it('bring batches of the mean size, and all at one moment', () => {
    const times = timesOf({ kind: 'poisson', perSecond: 1 }, { batch: { kind: 'geometric', mean: 10 } });
    const mean = times.reduce((sum, { batch }) => sum + batch, 0) / times.length;
    // A geometric size of mean 10 has the standard deviation √90.
    expect(Math.abs(mean - 10) / Math.sqrt(90 / times.length)).toBeLessThan(3.5);
    expect(Math.min(...times.map(({ batch }) => batch))).toBe(1);
  });

  it('are those of a trace, from its beginning to its end', () => {
    const timesUs = [S, 2 * S, 2 * S, 30 * S];
    expect(timesOf({ kind: 'trace', timesUs }).map(({ atUs }) => atUs)).toEqual(timesUs);
    expect(timesOf({ kind: 'trace', timesUs }, { fromUs: 2 * S, untilUs: 30 * S }).map(({ atUs }) => atUs)).toEqual([
      2 * S,
      2 * S,
    ]);
  });

  it('stay between `from` and `until`', () => {
    for (const law of [{ kind: 'poisson', perSecond: 5 } as const, { kind: 'constant', perSecond: 5 } as const]) {
      const times = timesOf(law, { fromUs: 100 * S, untilUs: 200 * S });
      expect(times.length).toBeGreaterThan(300);
      for (const { atUs } of times) expect(atUs >= 100 * S && atUs < 200 * S).toBe(true);
    }
  });
});

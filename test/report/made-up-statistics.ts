import type { Durations, Level } from '../../src/result/schema.ts';

/** What a made-up result does not say of its quantiles and maxima. */
export const NO_INTERVALS = { p50Interval95: null, p95Interval95: null, p99Interval95: null, maxLowest: null };
export const NO_INTERVALS_OF_A_LEVEL = { ...NO_INTERVALS, p5Interval95: null };

/** A level around a mean, with a spread of about its square root. */
export function level(mean: number, max = Number.POSITIVE_INFINITY): Level {
  if (mean === 0)
    return { mean: 0, meanHalfWidth95: 0, p5: 0, p50: 0, p95: 0, p99: 0, max: 0, ...NO_INTERVALS_OF_A_LEVEL };
  const spread = Math.sqrt(mean);
  const at = (z: number) => Math.max(0, Math.min(max, Math.round(mean + z * spread)));
  return {
    mean,
    meanHalfWidth95: mean / 97,
    p5: at(-1.6),
    p50: at(0),
    p95: at(1.7),
    p99: at(2.6),
    max: at(4.2),
    ...NO_INTERVALS_OF_A_LEVEL,
  };
}

export function grown(): Level {
  return {
    mean: null,
    meanHalfWidth95: null,
    p5: 12,
    p50: 400,
    p95: 720,
    p99: 755,
    max: 762,
    ...NO_INTERVALS_OF_A_LEVEL,
  };
}

export function durations(count: number, mean: number): Durations {
  if (count === 0)
    return { count: 0, mean: null, meanHalfWidth95: null, p50: null, p95: null, p99: null, max: null, ...NO_INTERVALS };
  return {
    count,
    mean,
    meanHalfWidth95: mean / 61,
    p50: mean * 0.7,
    p95: mean * 3,
    p99: mean * 4.6,
    max: mean * 9.3,
    ...NO_INTERVALS,
  };
}

export function poissonShares(mean: number, cap: number): number[] {
  const shares = new Array<number>(cap + 1).fill(0);
  let log = -mean;
  let total = 0;
  for (let k = 0; k < cap; k += 1) {
    shares[k] = Math.exp(log);
    total += shares[k] ?? 0;
    log += Math.log(mean <= 0 ? 1e-9 : mean) - Math.log(k + 1);
  }
  shares[cap] = Math.max(0, 1 - total);
  return shares;
}

export function scaled(value: Level, factor: number): Level {
  const by = (part: number | null) => (part === null ? null : part * factor);
  return {
    ...NO_INTERVALS_OF_A_LEVEL,
    mean: by(value.mean),
    meanHalfWidth95: by(value.meanHalfWidth95),
    p5: by(value.p5),
    p50: by(value.p50),
    p95: by(value.p95),
    p99: by(value.p99),
    max: by(value.max),
  };
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

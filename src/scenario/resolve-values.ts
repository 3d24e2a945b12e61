/** From checked plain values to distributions and numbers. What is missing here was told before, so a stand-in takes its place until the errors are thrown. */

import { isMap, type Path, type PlainMap } from '../path.ts';
import { parseDurationUs } from '../units.ts';
import { ln } from '../workload/arithmetic.ts';
import type { CountDistribution, DurationDistribution, QuantilePoint } from '../workload/distribution.ts';
import { normalQuantile } from '../workload/normal.ts';
import { type Complain, describeFound } from './complaints.ts';
import { parsePercent } from './language.ts';

const STAND_IN: DurationDistribution = { kind: 'constant', valueUs: 0 };

/** @returns integer µs, or the default where nothing is written. */
export function durationUsOf(value: unknown, defaultUs: number): number {
  return typeof value === 'string' ? (parseDurationUs(value) ?? defaultUs) : defaultUs;
}

/** @returns a probability, 0 … 1. */
export function probabilityOf(value: unknown, otherwise: number): number {
  const percent = typeof value === 'string' ? parsePercent(value) : undefined;
  return percent === undefined ? otherwise : percent / 100;
}

export function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

export function resolveDistribution(value: unknown, path: Path, complain: Complain): DurationDistribution {
  if (typeof value === 'string') return { kind: 'constant', valueUs: durationUsOf(value, 0) };
  if (!isMap(value)) return STAND_IN;
  if (typeof value.constant === 'string') return { kind: 'constant', valueUs: durationUsOf(value.constant, 0) };
  if (isMap(value.uniform)) return uniform(value.uniform, [...path, 'uniform'], complain);
  if (isMap(value.exponential)) return { kind: 'exponential', meanUs: durationUsOf(value.exponential.mean, 0) };
  if (isMap(value.lognormal)) return lognormal(value.lognormal, [...path, 'lognormal'], complain);
  const { empirical } = value;
  if (Array.isArray(empirical)) return observed(empirical);
  if (isMap(empirical)) return percentileCurve(empirical, [...path, 'empirical'], complain);
  return STAND_IN;
}

function uniform(value: PlainMap, path: Path, complain: Complain): DurationDistribution {
  const minUs = durationUsOf(value.min, 0);
  const maxUs = durationUsOf(value.max, minUs);
  if (minUs > maxUs) complainOfRange(value, path, complain);
  return { kind: 'uniform', minUs, maxUs };
}

function complainOfRange(value: PlainMap, path: Path, complain: Complain): void {
  complain({
    path: [...path, 'max'],
    message: '`max` is below `min`',
    expected: `at least ${value.min}`,
    found: describeFound(value.max),
    hint: 'exchange the two',
  });
}

function lognormal(value: PlainMap, path: Path, complain: Complain): DurationDistribution {
  if ('mean' in value || 'sigma' in value) {
    const sigma = numberOf(value.sigma, 0);
    return { kind: 'lognormal', mu: ln(Math.max(durationUsOf(value.mean, 1), 1)) - (sigma * sigma) / 2, sigma };
  }
  const points = risingPercentiles(value, path, complain);
  if (points === undefined) return STAND_IN;
  const [low, high] = points;
  const inside = (point: QuantilePoint) => point.probability > 0 && point.probability < 1 && point.valueUs > 0;
  if (
    points.length !== 2 ||
    low === undefined ||
    high === undefined ||
    !points.every(inside) ||
    low.valueUs >= high.valueUs
  ) {
    complain({
      path,
      message:
        'a lognormal distribution takes exactly two percentiles between p0 and p100, with times above zero that differ',
      expected: 'two percentiles, such as { p50: 20s, p99: 2m }',
      found: describePercentiles(value),
    });
    return STAND_IN;
  }
  const lowZ = normalQuantile(low.probability);
  const sigma = (ln(high.valueUs) - ln(low.valueUs)) / (normalQuantile(high.probability) - lowZ);
  return { kind: 'lognormal', mu: ln(low.valueUs) - sigma * lowZ, sigma };
}

function observed(values: readonly unknown[]): DurationDistribution {
  const sorted = values.map((value) => durationUsOf(value, 0)).sort((a, b) => a - b);
  const [only = 0] = sorted;
  if (sorted.length < 2) return { kind: 'constant', valueUs: only };
  return { kind: 'empirical', points: sorted.map((valueUs, i) => ({ probability: i / (sorted.length - 1), valueUs })) };
}

function percentileCurve(value: PlainMap, path: Path, complain: Complain): DurationDistribution {
  const points = risingPercentiles(value, path, complain);
  if (points === undefined) return STAND_IN;
  if (points[0]?.probability !== 0 || points.at(-1)?.probability !== 1) {
    complain({
      path,
      message: 'an empirical distribution needs its least and its greatest value: `p0` and `p100`',
      expected: 'percentiles from p0 to p100',
      found: describePercentiles(value),
    });
  }
  return { kind: 'empirical', points };
}

/** The percentiles as points, or undefined when they do not rise, which is told. */
function risingPercentiles(value: PlainMap, path: Path, complain: Complain): readonly QuantilePoint[] | undefined {
  const keys = Object.keys(value);
  const points = keys.map((key) => ({ probability: Number(key.slice(1)) / 100, valueUs: durationUsOf(value[key], 0) }));
  for (let i = 1; i < points.length; i += 1) {
    const [before, point] = [points[i - 1] as QuantilePoint, points[i] as QuantilePoint];
    const [keyBefore, key] = [keys[i - 1] as string, keys[i] as string];
    if (point.probability <= before.probability) {
      complain({
        path: [...path, key],
        atKey: true,
        message: 'the percentiles are out of order',
        expected: `a percentile above ${keyBefore}`,
        found: key,
        hint: 'write them from the lowest to the highest',
      });
      return undefined;
    }
    if (point.valueUs < before.valueUs) {
      complain({
        path: [...path, key],
        message: 'the percentiles are out of order: their times must not fall',
        expected: `at least ${value[keyBefore]}, the time of ${keyBefore}`,
        found: describeFound(value[key]),
      });
      return undefined;
    }
  }
  return points;
}

function describePercentiles(value: PlainMap): string {
  return Object.keys(value).join(', ') || 'none';
}

export function resolveCount(value: unknown, path: Path, complain: Complain): CountDistribution {
  if (!isMap(value)) return { kind: 'constant', value: numberOf(value, 1) };
  if (isMap(value.geometric)) return { kind: 'geometric', mean: numberOf(value.geometric.mean, 1) };
  if (isMap(value.uniform)) {
    const min = numberOf(value.uniform.min, 0);
    const max = numberOf(value.uniform.max, min);
    if (min > max) complainOfRange(value.uniform, [...path, 'uniform'], complain);
    return { kind: 'uniform', min, max };
  }
  const weights = isMap(value.empirical) ? Object.entries(value.empirical) : [];
  return weightedCounts(weights.map(([key, weight]) => [Number(key), numberOf(weight, 0)]));
}

function weightedCounts(weights: readonly (readonly [number, number])[]): CountDistribution {
  if (weights.length === 0) return { kind: 'constant', value: 1 };
  const sorted = [...weights].sort((a, b) => a[0] - b[0]);
  const total = sorted.reduce((sum, [, weight]) => sum + weight, 0);
  let running = 0;
  const cumulative = sorted.map(([, weight]) => {
    running += weight;
    return running / total;
  });
  // The last sum may miss 1 by rounding, and a draw above it would find nothing.
  cumulative[cumulative.length - 1] = 1;
  return { kind: 'empirical', values: sorted.map(([count]) => count), cumulative };
}

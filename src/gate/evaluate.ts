import type { DesignResult, Result } from '../result/schema.ts';
import { estimate } from '../result/statistics.ts';
import type { Sum, Term } from './condition.ts';
import type { Measure } from './measure.ts';
import { readMeasure, valueIn } from './read-measure.ts';

/** A sum of measures as a result has it. */
export interface Evaluation {
  /** Null when one of the measures has no data. */
  readonly value: number | null;
  /** The sum of the sizes of its parts: a difference that is tiny beside it is a rounding. */
  readonly size: number;
  /** Half width of the 95 % interval, by Student's t over the replications; null where none is known. A constant alone has 0. */
  readonly halfWidth95: number | null;
  /** How far the 95 % interval reaches down and up from the value; null where none is known. Of a maximum it is the spread of the replications' own maxima. */
  readonly reach95: Reach | null;
  /** Why there is no value. */
  readonly why: string | undefined;
}

export interface Reach {
  readonly down: number;
  readonly up: number;
}

export function evaluate(result: Result, sum: Sum): Evaluation {
  let value = sum.constant;
  let size = Math.abs(sum.constant);
  for (const { factor, measure } of sum.terms) {
    const reading = readMeasure(result, measure);
    if (typeof reading.value !== 'number')
      return { value: null, size: 0, halfWidth95: null, reach95: null, why: reading.why ?? 'it is no number' };
    value += factor * reading.value;
    size += Math.abs(factor * reading.value);
  }
  const halfWidth95 = halfWidth(result, sum.terms);
  const reach95 = halfWidth95 === null ? reachOf(result, sum.terms) : { down: halfWidth95, up: halfWidth95 };
  return { value, size, halfWidth95, reach95, why: undefined };
}

/**
 * Replication by replication where the result has every measure's column: designs met the same draws, so what they share cancels out of a difference. A single measure without a
 * column has the half width that stands beside it, if any does. A quantile by itself has the interval of the pooled one, which is not that of its column's mean.
 */
function halfWidth(result: Result, terms: readonly Term[]): number | null {
  if (terms.length === 0) return 0;
  const [only] = terms;
  if (terms.length === 1 && /^p\d+$/.test(only?.measure.path.at(-1) ?? '')) return null;
  const columns = terms.map(({ measure }) => columnOf(result, measure));
  if (columns.every((column) => column !== undefined)) {
    const length = Math.min(...columns.map((column) => column.length));
    const sums = Array.from({ length }, (_, replication) => {
      let sum = 0;
      for (const [i, { factor }] of terms.entries()) {
        const value = columns[i]?.[replication];
        if (value === null || value === undefined) return null;
        sum += factor * value;
      }
      return sum;
    });
    return estimate(sums).halfWidth95;
  }
  return terms.length === 1 && only !== undefined ? besideIt(result, only) : null;
}

function columnOf(result: Result, { design, path }: Measure): readonly (number | null)[] | undefined {
  const columns = result.designs[design]?.perReplication ?? {};
  const name = path.join('.');
  return Object.hasOwn(columns, name) ? columns[name] : undefined;
}

function besideIt(result: Result, { factor, measure }: Term): number | null {
  const design = result.designs[measure.design];
  if (measure.path.at(-1) !== 'mean' || design === undefined) return null;
  const value = valueIn(design, [...measure.path.slice(0, -1), 'meanHalfWidth95']);
  return typeof value === 'number' ? Math.abs(factor) * value : null;
}

/**
 * Of a sum with quantiles or maxima in it: the squares of the parts' reaches add up, each on the side to which its sign turns it (G. Y. Zou and A. Donner, "Construction of confidence
 * limits about effect measures", Statistics in Medicine 27 (2008) 1693–1702). That takes the parts for independent: designs share their draws, so it is rather too wide.
 */
function reachOf(result: Result, terms: readonly Term[]): Reach | null {
  let down = 0;
  let up = 0;
  for (const { factor, measure } of terms) {
    const reach = reachOfOne(result, measure);
    if (reach === null) return null;
    const [below, above] = factor < 0 ? [reach.up, reach.down] : [reach.down, reach.up];
    down = Math.hypot(down, factor * below);
    up = Math.hypot(up, factor * above);
  }
  return { down, up };
}

function reachOfOne(result: Result, measure: Measure): Reach | null {
  const halfWidth95 = halfWidth(result, [{ factor: 1, measure }]);
  if (halfWidth95 !== null) return { down: halfWidth95, up: halfWidth95 };
  const design = result.designs[measure.design] as DesignResult;
  const key = measure.path.at(-1) as string;
  const beside = (name: string) => valueIn(design, [...measure.path.slice(0, -1), name]);
  const value = valueIn(design, measure.path) as number;
  if (key === 'max') {
    const lowest = beside('maxLowest');
    return typeof lowest === 'number' ? { down: value - lowest, up: value - lowest } : null;
  }
  const interval = beside(`${key}Interval95`);
  if (!Array.isArray(interval)) return null;
  const [low, high] = interval as [number, number];
  // The middle of a cell may lie a rounding outside.
  return { down: Math.max(0, value - low), up: Math.max(0, high - value) };
}

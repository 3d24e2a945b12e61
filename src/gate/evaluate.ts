import type { Result } from '../result/schema.ts';
import { estimate } from '../result/statistics.ts';
import type { Sum, Term } from './condition.ts';
import type { Measure } from './measure.ts';
import { readMeasure, valueIn } from './read-measure.ts';

/** A sum of measures as a result has it. */
export interface Evaluation {
  /** Null when one of the measures has no data. */
  readonly value: number | null;
  /** Half width of the 95 % interval, by Student's t over the replications; null where none is known. A constant alone has 0. */
  readonly halfWidth95: number | null;
  /** Why there is no value. */
  readonly why: string | undefined;
}

export function evaluate(result: Result, sum: Sum): Evaluation {
  let value = sum.constant;
  for (const { factor, measure } of sum.terms) {
    const reading = readMeasure(result, measure);
    if (typeof reading.value !== 'number')
      return { value: null, halfWidth95: null, why: reading.why ?? 'it is no number' };
    value += factor * reading.value;
  }
  return { value, halfWidth95: halfWidth(result, sum.terms), why: undefined };
}

/**
 * Replication by replication where the result has every measure's column: designs met the same draws, so what they share cancels out of a difference. A single measure without a
 * column has the half width that stands beside it, if any does: quantiles and maxima have none.
 */
function halfWidth(result: Result, terms: readonly Term[]): number | null {
  if (terms.length === 0) return 0;
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
  const [only] = terms;
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

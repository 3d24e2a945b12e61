import type { Measure } from '../../gate/measure.ts';
import { valueIn } from '../../gate/read-measure.ts';
import type { Result } from '../../result/schema.ts';

/** How precisely a result knows a measure. */
export interface Precision {
  readonly measure: Measure;
  /** Null where there is none: nothing was observed, or it has no mean since it grows. */
  readonly value: number | null;
  /** Half the width of its 95 % interval ÷ the value: 0 where both are 0; null where there is no interval. */
  readonly relative: number | null;
}

/** Reads the precision of a mean or a quantile of a result of many replications. */
export function precisionOf(result: Result, measure: Measure): Precision {
  const design = result.designs[measure.design];
  const read = (path: readonly string[]) => (design === undefined ? undefined : valueIn(design, path));
  const value = read(measure.path);
  if (typeof value !== 'number') return { measure, value: null, relative: null };
  const key = measure.path.at(-1) as string;
  const place = (name: string) => read([...measure.path.slice(0, -1), name]);
  const halfWidth = key === 'mean' ? place('meanHalfWidth95') : halfOf(place(`${key}Interval95`));
  if (typeof halfWidth !== 'number') return { measure, value, relative: null };
  return { measure, value, relative: halfWidth === 0 ? 0 : halfWidth / Math.abs(value) };
}

function halfOf(interval: unknown): number | null {
  return Array.isArray(interval) ? ((interval[1] as number) - (interval[0] as number)) / 2 : null;
}

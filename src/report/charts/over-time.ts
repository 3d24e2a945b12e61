import type { Series } from '../../result/schema.ts';
import type { NamedDesign } from '../selection.ts';
import type { ChartRow, Layer, XAxis } from './spec.ts';
import { rounded } from './spec.ts';

const SECONDS_PER_HOUR = 3_600;

/** Rows in the table beside a chart over time: a day by the hour. */
const MOST_TABLE_ROWS = 24;

/** The x axis that all designs of a result share: hours since the start of the run. */
export function hoursAxis(designs: readonly NamedDesign[]): XAxis {
  const seconds = designs.map(({ result: { series } }) => series.binSeconds * binsOf(series));
  return {
    label: 'hours since the start of the run',
    format: 'hours',
    min: 0,
    max: Math.max(...seconds, 1) / SECONDS_PER_HOUR,
  };
}

/** A layer of values that each stand for a bin of a series; they are drawn at the bins' middles. */
export function timeLayer(
  series: Series,
  layer: Pick<Layer, 'kind' | 'label' | 'ink'> & { readonly values: readonly (number | null)[] },
): Layer {
  const step = series.binSeconds / SECONDS_PER_HOUR;
  return { ...layer, start: step / 2, step, values: rounded(layer.values) };
}

/** The warm-up, which is not measured, shaded. */
export function warmUpShade(series: Series): Pick<ChartRow, 'shade'> {
  if (series.warmUpSeconds <= 0) return {};
  return { shade: { from: 0, to: series.warmUpSeconds / SECONDS_PER_HOUR, label: 'warm-up' } };
}

/** How the values of several bins become one row of a table. */
export type Summary = 'mean' | 'max';

/**
 * Takes a series together to at most 24 spans of time.
 * @returns the start of each span in hours, and each column's value in it; null where there was none.
 */
export function spans(
  series: Series,
  columns: readonly { readonly values: readonly (number | null)[]; readonly by: Summary }[],
): { fromHours: number; values: (number | null)[] }[] {
  const bins = binsOf(series);
  const perSpan = Math.max(1, Math.ceil(bins / MOST_TABLE_ROWS));
  const result: { fromHours: number; values: (number | null)[] }[] = [];
  for (let from = 0; from < bins; from += perSpan) {
    result.push({
      fromHours: (from * series.binSeconds) / SECONDS_PER_HOUR,
      values: columns.map(({ values, by }) => together(values.slice(from, from + perSpan), by)),
    });
  }
  return result;
}

/** `6.5 h` */
export function hoursText(hours: number): string {
  return `${Number(hours.toFixed(2))} h`;
}

function binsOf(series: Series): number {
  return Math.max(series.threads.length, series.pending.length, series.jobsOutside.length);
}

function together(values: readonly (number | null)[], by: Summary): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return by === 'max' ? Math.max(...known) : known.reduce((sum, value) => sum + value, 0) / known.length;
}

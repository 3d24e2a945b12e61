import type { Band, Series } from '../../result/schema.ts';
import type { NamedDesign } from '../selection.ts';
import type { ChartRow, Layer, XAxis } from './spec.ts';
import { rounded } from './spec.ts';

/** A run up to this long is drawn in seconds, one up to two hours in minutes, a longer one in hours. */
const LONGEST_IN_SECONDS = 600;
const LONGEST_IN_MINUTES = 7_200;

/** How times are told on an axis and in a table. */
interface TimeUnit {
  readonly name: 'h' | 'min' | 's';
  readonly seconds: number;
  readonly axis: Pick<XAxis, 'label' | 'format'>;
}

const HOURS: TimeUnit = {
  name: 'h',
  seconds: 3_600,
  axis: { label: 'hours since the start of the run', format: 'hours' },
};
const MINUTES: TimeUnit = {
  name: 'min',
  seconds: 60,
  axis: { label: 'minutes since the start of the run', format: 'number' },
};
const SECONDS: TimeUnit = {
  name: 's',
  seconds: 1,
  axis: { label: 'seconds since the start of the run', format: 'number' },
};

/** Rows in the table beside a chart over time: a day by the hour. */
const MOST_TABLE_ROWS = 24;

/** The x axis that all designs of a result share: the time since the start of the run. */
export function timeAxis(designs: readonly NamedDesign[]): XAxis {
  const longest = Math.max(...designs.map(({ result: { series } }) => secondsOf(series)), 1);
  const unit = unitOf(longest);
  return { ...unit.axis, min: 0, max: longest / unit.seconds };
}

/** A layer of values that each stand for a bin of a series; they are drawn at the bins' middles. */
export function timeLayer(
  series: Series,
  layer: Pick<Layer, 'kind' | 'label' | 'ink'> & { readonly values: readonly (number | null)[] },
): Layer {
  const step = series.binSeconds / unitOf(secondsOf(series)).seconds;
  return { ...layer, start: step / 2, step, values: rounded(layer.values) };
}

/** From the lowest to the highest of the replications, where there are several. */
export function rangeLayer(series: Series, band: Band): Layer[] {
  if (band.high.length === 0) return [];
  const label = `range of ${series.replications} replications`;
  const layer = timeLayer(series, { kind: 'band', label, ink: 'ink', values: band.high });
  return [{ ...layer, lower: rounded(band.low) }];
}

/** A layer of values that each stand for a span of job times. */
export function spanLayer(
  series: Series,
  layer: Pick<Layer, 'kind' | 'label' | 'ink'> & { readonly values: readonly (number | null)[] },
): Layer {
  const step = series.spanSeconds / unitOf(secondsOf(series)).seconds;
  return { ...layer, start: step / 2, step, values: rounded(layer.values) };
}

/** The warm-up, which is not measured, shaded. */
export function warmUpShade(series: Series): Pick<ChartRow, 'shade'> {
  if (series.warmUpSeconds <= 0) return {};
  return { shade: { from: 0, to: series.warmUpSeconds / unitOf(secondsOf(series)).seconds, label: 'warm-up' } };
}

/** How the values of several bins become one row of a table. */
export type Summary = 'mean' | 'max';

/**
 * Takes a series together to at most 24 spans of time.
 * @returns the start of each span with its unit, and each column's value in it; null where there was none.
 */
export function spans(
  series: Series,
  columns: readonly { readonly values: readonly (number | null)[]; readonly by: Summary }[],
): { from: string; values: (number | null)[] }[] {
  const bins = binsOf(series);
  const perSpan = Math.max(1, Math.ceil(bins / MOST_TABLE_ROWS));
  const result: { from: string; values: (number | null)[] }[] = [];
  const unit = unitOf(secondsOf(series));
  for (let from = 0; from < bins; from += perSpan) {
    result.push({
      from: `${Number(((from * series.binSeconds) / unit.seconds).toFixed(2))} ${unit.name}`,
      values: columns.map(({ values, by }) => together(values.slice(from, from + perSpan), by)),
    });
  }
  return result;
}

function unitOf(runSeconds: number): TimeUnit {
  if (runSeconds <= LONGEST_IN_SECONDS) return SECONDS;
  return runSeconds <= LONGEST_IN_MINUTES ? MINUTES : HOURS;
}

function secondsOf(series: Series): number {
  return series.binSeconds * binsOf(series);
}

function binsOf(series: Series): number {
  return Math.max(series.threads.mean.length, series.pending.mean.length, series.jobsWaiting.mean.length);
}

function together(values: readonly (number | null)[], by: Summary): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return by === 'max' ? Math.max(...known) : known.reduce((sum, value) => sum + value, 0) / known.length;
}

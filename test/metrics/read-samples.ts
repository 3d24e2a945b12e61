import type { MetricName } from '../../src/metrics/catalogue.ts';
import type { Samples } from '../../src/metrics/samples.ts';
import { type Labels, Value } from '../../src/metrics/series.ts';

/** The sum of a metric over all series with these labels; of a histogram how many were observed. */
export type Read = (metric: MetricName, labels: Labels) => number;

/** Reads the last sample. */
export function lastOf(samples: Samples): Read {
  return (metric, labels) => {
    const found = samples.sampled.filter(
      ({ series }) =>
        series.metric === metric &&
        Object.entries(labels).every(([name, value]) => series.labels[name as keyof Labels] === value),
    );
    return found.reduce((sum, { series, rows }) => {
      const counted = series instanceof Value ? rows : rows.slice(0, -1);
      return counted.reduce((total, row) => total + (row[samples.count - 1] as number), sum);
    }, 0);
  };
}

import { US_PER_SECOND } from '../units.ts';
import { BUCKETS_S, METRIC_NAMES, METRICS, type MetricName, prometheusName } from './catalogue.ts';
import type { SampledSeries, Samples } from './samples.ts';
import { Value } from './series.ts';

/** The metrics of one design. */
export interface DesignSamples {
  /** What every line of it has beside the labels of its metric. */
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: Samples;
}

export interface OpenMetricsTimes {
  /** When the run starts, in seconds since 1970. */
  readonly epochS: number;
  /** The interval of the samples in µs. */
  readonly everyUs: number;
}

/** What a file of ours begins with. */
export const OPENMETRICS_START = header(METRIC_NAMES[0] as MetricName);
/** The last line of a file that is whole. */
export const OPENMETRICS_END = '# EOF\n';

/**
 * Writes metrics in the OpenMetrics text format, version 1.0: family by family, and in it series by series, each in the order of time.
 * @param write is called with one or more whole lines.
 */
export function writeOpenMetrics(
  designs: readonly DesignSamples[],
  { epochS, everyUs }: OpenMetricsTimes,
  write: (text: string) => void,
): void {
  for (const name of METRIC_NAMES) {
    write(header(name));
    for (const { labels, samples } of designs) {
      const times = Array.from({ length: samples.count }, (_, i) => epochS + (i * everyUs) / US_PER_SECOND);
      for (const one of samples.sampled) if (one.series.metric === name) writeSeries(name, one, labels, times, write);
    }
  }
  write(OPENMETRICS_END);
}

function header(name: MetricName): string {
  const { type, unit, says } = METRICS[name];
  const family = prometheusName(name);
  return `# TYPE ${family} ${type}\n${unit === 's' ? `# UNIT ${family} seconds\n` : ''}# HELP ${family} ${escaped(says)}\n`;
}

function writeSeries(
  name: MetricName,
  { series, rows }: SampledSeries,
  labels: DesignSamples['labels'],
  times: readonly number[],
  write: (text: string) => void,
): void {
  const family = prometheusName(name);
  const all = { ...labels, ...series.labels };
  if (series instanceof Value) {
    const start = `${family}${METRICS[name].type === 'counter' ? '_total' : ''}${labelText(all)}`;
    times.forEach((time, i) => {
      write(`${start} ${rows[0]?.[i]} ${time}\n`);
    });
    return;
  }
  // What was never observed in a run has nothing to show, and would be most of the file.
  if (series.count === 0) return;
  const buckets = [...BUCKETS_S.map(canonical), '+Inf'].map((le) => `${family}_bucket${labelText({ ...all, le })}`);
  const sum = `${family}_sum${labelText(all)}`;
  const count = `${family}_count${labelText(all)}`;
  times.forEach((time, i) => {
    let upTo = 0;
    let text = '';
    buckets.forEach((start, bucket) => {
      upTo += rows[bucket]?.[i] as number;
      text += `${start} ${upTo} ${time}\n`;
    });
    write(`${text}${count} ${upTo} ${time}\n${sum} ${rows.at(-1)?.[i]} ${time}\n`);
  });
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}

/** OpenMetrics writes the end of a bucket as a number with a point. */
function canonical(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}.0` : `${seconds}`;
}

import { ValueType } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  type CollectionResult,
  DataPointType,
  type MetricData,
  type MetricProducer,
} from '@opentelemetry/sdk-metrics';
import { BUCKETS_S, METRIC_NAMES, METRICS, type MetricName } from '../../metrics/catalogue.ts';
import { type Series, Value } from '../../metrics/series.ts';
import type { EpochTime } from './job-spans.ts';

export interface ProducerSource {
  readonly resource: Resource;
  /** What every point has beside the labels of its metric. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Every metric as it stands. */
  series(): readonly Series[];
  now(): EpochTime;
}

/** Brings the metrics of the catalogue to the OpenTelemetry SDK as they are: its own instruments would count everything once more. */
export class SeriesProducer implements MetricProducer {
  readonly #source: ProducerSource;
  readonly #startTime: EpochTime;

  constructor(source: ProducerSource) {
    this.#source = source;
    this.#startTime = source.now();
  }

  async collect(): Promise<CollectionResult> {
    const { resource, now } = this.#source;
    const series = this.#source.series();
    const endTime = now();
    const metrics = METRIC_NAMES.map((name) =>
      this.#metric(
        name,
        series.filter(({ metric }) => metric === name),
        endTime,
      ),
    );
    return { resourceMetrics: { resource, scopeMetrics: [{ scope: { name: 'unpark' }, metrics }] }, errors: [] };
  }

  #metric(name: MetricName, series: readonly Series[], endTime: EpochTime): MetricData {
    const { type, unit, says: description } = METRICS[name];
    const common = {
      descriptor: { name, description, unit, valueType: ValueType.DOUBLE },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
    };
    const point = <T>({ labels }: Series, value: T) => ({
      startTime: this.#startTime,
      endTime,
      attributes: { ...this.#source.attributes, ...labels },
      value,
    });
    if (type === 'histogram') {
      const dataPoints = series.flatMap((one) => (one instanceof Value ? [] : [point(one, histogramOf(one))]));
      return { ...common, dataPointType: DataPointType.HISTOGRAM, dataPoints };
    }
    const dataPoints = series.flatMap((one) => (one instanceof Value ? [point(one, one.value)] : []));
    return type === 'counter'
      ? { ...common, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints }
      : { ...common, dataPointType: DataPointType.GAUGE, dataPoints };
  }
}

function histogramOf({ counts, count, sum }: Exclude<Series, Value>) {
  return { buckets: { boundaries: [...BUCKETS_S], counts: [...counts] }, count, sum };
}

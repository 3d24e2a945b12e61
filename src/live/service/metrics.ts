import { type Metric, Registry } from 'prom-client';
import { BUCKETS_S, METRIC_NAMES, METRICS, prometheusName } from '../../metrics/catalogue.ts';
import { type Series, Value } from '../../metrics/series.ts';
import type { World } from './world.ts';

/** A line of a metric, as the registry writes it. */
interface Line {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The service's metrics in the Prometheus text format, of the catalogue. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #world: World;
  /** As they stand for the answer under way. */
  #series: readonly Series[] = [];

  constructor(world: World) {
    this.#world = world;
    for (const name of METRIC_NAMES) {
      const { type, says: help } = METRICS[name];
      const family = `${prometheusName(name)}${type === 'counter' ? '_total' : ''}`;
      const get = async () => ({
        name: family,
        help,
        type,
        values: this.#series.flatMap((series) => (series.metric === name ? linesOf(family, series) : [])),
      });
      // The registry asks whatever is registered for its values and nothing else; its own histogram cannot be given counts that were counted elsewhere.
      this.#registry.registerMetric({ name: family, get } as unknown as Metric);
    }
  }

  /** The media type of the text. */
  get type(): string {
    return this.#registry.contentType;
  }

  async text(): Promise<string> {
    this.#series = this.#world.metrics();
    return await this.#registry.metrics();
  }
}

function linesOf(family: string, series: Series): Line[] {
  const labels = series.labels as Line['labels'];
  if (series instanceof Value) return [{ metricName: family, labels, value: series.value }];
  let upTo = 0;
  const buckets = [...series.counts].map((count, bucket): Line => {
    upTo += count;
    const le = `${BUCKETS_S[bucket] ?? '+Inf'}`;
    return { metricName: `${family}_bucket`, labels: { ...labels, le }, value: upTo };
  });
  return [
    ...buckets,
    { metricName: `${family}_sum`, labels, value: series.sum },
    { metricName: `${family}_count`, labels, value: upTo },
  ];
}

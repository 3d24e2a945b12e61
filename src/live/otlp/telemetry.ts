import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { Series } from '../../metrics/series.ts';
import { US_PER_MS, US_PER_SECOND } from '../../units.ts';
import { systemClock } from '../clock.ts';
import { type EpochTime, JobSpans, type SpanView } from './job-spans.ts';
import { countedMetrics, countedSpans, Sending } from './sending.ts';
import { SeriesProducer } from './series-producer.ts';
import type { TelemetryAccount, TelemetryPlan } from './telemetry-plan.ts';

/** Metrics are sent this often, and given up after as long. */
const METRICS_EVERY_MS = 1_000;
const SPANS_AFTER_MS = 500;
const SPANS_TIMEOUT_MS = 2_000;
const SPANS_AT_ONCE = 512;
/** Spans that may wait to be sent; a further one is lost, and counted. */
const MOST_SPANS = 20_000;
/** The end of a run waits so long for what is under way. */
const LONGEST_END_MS = 4_000;

/** Sends metrics and spans of a live service by OTLP, through the OpenTelemetry SDK. Whatever the endpoint does, the run goes on; what is lost is counted. */
export class Telemetry {
  readonly #plan: TelemetryPlan;
  readonly #resource: ReturnType<typeof resourceFromAttributes>;
  readonly #spans = new Sending();
  readonly #exports = new Sending();
  readonly #tracing: BasicTracerProvider;
  readonly #clockAhead: number;
  #metrics: MeterProvider | undefined;
  /** Ends the spans that are still open. */
  #cutShort = (): void => {};
  #end: Promise<TelemetryAccount> | undefined;

  constructor(plan: TelemetryPlan) {
    this.#plan = plan;
    // One look at the wall clock: from there on all times are those of the common clock.
    this.#clockAhead = Date.now() * US_PER_MS - systemClock.nowUs();
    this.#resource = resourceFromAttributes({
      'service.name': 'unpark',
      'service.version': plan.version,
      'service.instance.id': plan.design,
      'unpark.scenario': plan.scenario,
      'unpark.design': plan.design,
    });
    const exporter = new OTLPTraceExporter({ url: `${plan.url}/v1/traces`, timeoutMillis: SPANS_TIMEOUT_MS });
    const batches = new BatchSpanProcessor(countedSpans(exporter, this.#spans), {
      maxQueueSize: MOST_SPANS,
      maxExportBatchSize: SPANS_AT_ONCE,
      scheduledDelayMillis: SPANS_AFTER_MS,
      exportTimeoutMillis: SPANS_TIMEOUT_MS,
    });
    const counter: SpanProcessor = {
      onStart: () => {},
      onEnd: () => {
        this.#spans.made += 1;
      },
      forceFlush: async () => {},
      shutdown: async () => {},
    };
    // Every span is one that was asked for, whatever the environment says of samplers.
    this.#tracing = new BasicTracerProvider({
      resource: this.#resource,
      sampler: new AlwaysOnSampler(),
      spanProcessors: [counter, batches],
    });
  }

  /** Makes spans of a service's jobs and tasks. @param view what they need to know of it. */
  spansOf(view: Omit<SpanView, 'epochTime'> & { startUs(): number }): JobSpans {
    const epochTime = (atUs: number) => this.#epochTime(view.startUs() + atUs);
    const { layout, processAt, jobId } = view;
    const spans = new JobSpans(this.#tracing.getTracer('unpark'), { layout, processAt, jobId, epochTime });
    this.#cutShort = () => spans.cutShort(systemClock.nowUs() - view.startUs());
    return spans;
  }

  /** Sends metrics from now on. @param series every metric as it stands. */
  sendMetrics(series: () => readonly Series[]): void {
    const { url, scenario, design } = this.#plan;
    const exporter = new OTLPMetricExporter({ url: `${url}/v1/metrics`, timeoutMillis: METRICS_EVERY_MS });
    const producer = new SeriesProducer({
      resource: this.#resource,
      attributes: { scenario, design },
      series,
      now: () => this.#epochTime(systemClock.nowUs()),
    });
    const reader = new PeriodicExportingMetricReader({
      exporter: countedMetrics(exporter, this.#exports),
      exportIntervalMillis: METRICS_EVERY_MS,
      exportTimeoutMillis: METRICS_EVERY_MS,
      metricProducers: [producer],
    });
    this.#metrics = new MeterProvider({ resource: this.#resource, readers: [reader] });
  }

  /** Sends what is left, or gives it up after some seconds. @returns what was sent and what was lost. Never rejects. */
  end(): Promise<TelemetryAccount> {
    this.#end ??= this.#finish();
    return this.#end;
  }

  async #finish(): Promise<TelemetryAccount> {
    this.#cutShort();
    let stopWaiting = (): void => {};
    const limit = new Promise<void>((resolve) => {
      stopWaiting = systemClock.wakeAt(systemClock.nowUs() + LONGEST_END_MS * US_PER_MS, resolve);
    });
    const all = Promise.allSettled([this.#tracing.shutdown(), this.#metrics?.shutdown()]);
    await Promise.race([all, limit]);
    stopWaiting();
    const [spans, exports] = [this.#spans, this.#exports];
    return {
      spans: { made: spans.made, lost: spans.made - spans.sent },
      metrics: { made: exports.made, lost: exports.made - exports.sent },
      reason: spans.reason ?? exports.reason ?? 'no answer in time',
    };
  }

  #epochTime(absoluteUs: number): EpochTime {
    const us = absoluteUs + this.#clockAhead;
    const seconds = Math.floor(us / US_PER_SECOND);
    return [seconds, (us - seconds * US_PER_SECOND) * 1_000];
  }
}

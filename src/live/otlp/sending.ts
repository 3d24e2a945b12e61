import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';

type Finished = Parameters<SpanExporter['export']>[1];

/** How much was given to an endpoint, and what became of it. */
export class Sending {
  made = 0;
  sent = 0;
  /** Why something was lost, at last. */
  reason: string | undefined;

  /** Counts what an exporter really got through: the SDK itself gives up in silence. @param count what it is about to send. */
  counted(count: number, finished: Finished): Finished {
    return (result) => {
      if (result.error === undefined) this.sent += count;
      else this.reason = result.error.message;
      finished(result);
    };
  }
}

/** An exporter of spans, counted; what was made is counted where a span ends. */
export function countedSpans(exporter: SpanExporter, spans: Sending): SpanExporter {
  return {
    export: (batch: ReadableSpan[], finished) => exporter.export(batch, spans.counted(batch.length, finished)),
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}

/** An exporter of metrics, counted. */
export function countedMetrics(exporter: PushMetricExporter, exports: Sending): PushMetricExporter {
  return {
    export: (metrics, finished) => {
      exports.made += 1;
      exporter.export(metrics, exports.counted(1, finished));
    },
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
}

/** The Prometheus that tests may start: the paths of its two programs. */
export function findPrometheus(): { readonly prometheus: string; readonly promtool: string } | undefined;
/** The OpenTelemetry Collector that tests may start. */
export function findCollector(): string | undefined;

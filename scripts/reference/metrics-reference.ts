import { BUCKETS_S, METRIC_NAMES, METRICS, type MetricName, prometheusName } from '../../src/metrics/catalogue.ts';

/** The reference of the metrics. @returns the text of docs/metrics.md. */
export function metricsReference(): string {
  return [
    '<!-- Written by scripts/generate.mjs from src/metrics/catalogue.ts. Change it there. -->',
    '',
    '# Metrics and spans',
    '',
    'One catalogue of metrics, and three ways to them: a file of a simulated run for Prometheus, `/metrics` of a live run, and OTLP. In `monitoring/` are a Grafana dashboard and alert rules for all three.',
    '',
    '## A simulated run in Prometheus',
    '',
    '```sh',
    'npx unpark run omi-sync --openmetrics metrics.txt',
    'promtool tsdb create-blocks-from openmetrics metrics.txt data',
    'prometheus --storage.tsdb.path=data --storage.tsdb.retention.time=100y --config.file=monitoring/prometheus.yml',
    '```',
    '',
    '`--openmetrics FILE` writes the metrics of the first replication of each design in the OpenMetrics text format, as a server would have scraped them, from the start of the run on: its warm-up is in them. `--metrics-every 15s` says how often; by default it is every minute, as Prometheus does it, or as many minutes apart as keep a run within 40,000 samples, over all its designs. `--metrics-epoch 2026-03-01T00:00:00Z` says when the run starts in them; by default at 2026-01-01T00:00:00Z, so that the same run writes the same file. A sample of `omi-sync` takes 50 KB for each design. Every series has the labels `scenario` and `design`. A histogram in which nothing was observed is left out.',
    '',
    'The run keeps its samples until it ends, and the file takes its place then: a run that is interrupted leaves none. A file that cannot be written ends the command with exit code 2; the report is written all the same.',
    '',
    '## A live run',
    '',
    '`GET /metrics` of the service of `unpark live` has the same metrics in the text format of Prometheus, up to 60 ms behind. They have no `design`: give it to them as a label of the target, as `monitoring/prometheus.yml` shows.',
    '',
    '`npx unpark live omi-sync --otlp http://127.0.0.1:4318` sends them by OTLP over HTTP (JSON) once a second, with `scenario` and `design` as attributes, through the OpenTelemetry SDK. It also sends a span for each job and for each task:',
    '',
    '| span | parent | start and end | attributes |',
    '| --- | --- | --- | --- |',
    '| `job KIND`, CONSUMER | – | its arrival and its end | `unpark.job.kind`, `unpark.job.id`, `unpark.job.admission_wait_s`, `unpark.job.outcome`; of a failed one the status ERROR and `error.type` |',
    '| `task KIND`, INTERNAL | its job | as its thread wrote them | `thread.id`, `thread.name`, `unpark.pool.name`, `unpark.task.kind`, `unpark.task.queue_wait_s`, `unpark.thread.working_s`, `unpark.thread.parked_s`, `unpark.thread.blocked_s`; an event for each change of its thread’s state |',
    '',
    'A task that sleeps until a blob is due is a child of the job that uploaded it, which has ended by then. The resource has `service.name` (`unpark`), `service.version`, `service.instance.id` (the design), `unpark.scenario` and `unpark.design`. The names are those of the semantic conventions of OpenTelemetry where there is one.',
    '',
    'An endpoint that does not answer, or answers slowly, does not hold up the run: what it did not take is counted, and the run tells how many spans and metrics were lost and why. The exit code stays that of the run. At most 20,000 spans wait to be sent; the end of a run waits up to 4 s for them.',
    '',
    '## Dashboard and alerts',
    '',
    'Import `monitoring/dashboard.json` in Grafana, and name `monitoring/alerts.yml` in `rule_files` of Prometheus.',
    '',
    '| alert | it fires when |',
    '| --- | --- |',
    '| `UnparkOccupancyWithoutWork` | over half of a pool’s threads are occupied and less than a fifth of those work, for 15 minutes, whatever the queue |',
    '| `UnparkJanitorFallsBehind` | the oldest pending deletion is over a minute overdue, and ever more so, for 10 minutes |',
    '',
    '## Catalogue',
    '',
    `Names are those of OpenTelemetry; Prometheus has them with \`_\` for \`.\`, with the unit where it is seconds, and with \`_total\` for counters. Buckets end at ${BUCKETS_S.join(', ')} s.`,
    '',
    '| metric | in Prometheus | type | unit | labels | meaning |',
    '| --- | --- | --- | --- | --- | --- |',
    ...METRIC_NAMES.map(row),
    '',
  ].join('\n');
}

function row(name: MetricName): string {
  const { type, unit, labels, says } = METRICS[name];
  const inPrometheus = `${prometheusName(name)}${type === 'counter' ? '_total' : ''}`;
  const shown = labels.map((label) => `\`${label}\``).join(', ');
  return `| \`${name}\` | \`${inPrometheus}\` | ${type} | \`${unit}\` | ${shown} | ${says} |`;
}

/**
 * Finds the OpenTelemetry Collector that a test of --otlp sends to, or builds a small one with Go, once: its OTLP receiver and an exporter that prints. Without it that test is skipped,
 * and a receiver of the tests' own takes its place.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { COLLECTOR_VERSION, collectorFile, findCollector } from './monitoring-tools.mjs';

/** The longest that its build may take, ms. */
const MOST_MS = 600_000;

if (findCollector() === undefined) {
  const why = build();
  if (why !== undefined)
    console.error(`\nNo OpenTelemetry Collector: ${why}. THE TEST THAT SENDS TO ONE IS SKIPPED.\n`);
}

/** @returns {string | undefined} why there is none */
function build() {
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) return 'there is no Go to build it with';
  console.log('Building an OpenTelemetry Collector for a test of --otlp: two minutes, once');
  const folder = mkdtempSync(join(tmpdir(), 'unpark-otelcol-'));
  try {
    const manifest = join(folder, 'manifest.yaml');
    const core = 'go.opentelemetry.io/collector';
    writeFileSync(
      manifest,
      [
        `dist: { name: otelcol, output_path: ${JSON.stringify(folder)} }`,
        'receivers:',
        `  - gomod: ${core}/receiver/otlpreceiver ${COLLECTOR_VERSION}`,
        'exporters:',
        `  - gomod: ${core}/exporter/debugexporter ${COLLECTOR_VERSION}`,
        'providers:',
        // The collector looks for values in the environment by default, and will not start without a reader of it.
        `  - gomod: ${core}/confmap/provider/envprovider v1.71.0`,
        `  - gomod: ${core}/confmap/provider/fileprovider v1.71.0`,
        '',
      ].join('\n'),
    );
    const { status, stderr, error } = spawnSync(
      'go',
      ['run', `${core}/cmd/builder@${COLLECTOR_VERSION}`, '--config', manifest],
      { cwd: folder, encoding: 'utf8', timeout: MOST_MS },
    );
    if (status !== 0) return `go could not build it: ${error?.message ?? stderr.trim().split('\n').at(-1)}`;
    const target = collectorFile();
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(folder, process.platform === 'win32' ? 'otelcol.exe' : 'otelcol'), target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return undefined;
}

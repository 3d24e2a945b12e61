import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The version of the OpenTelemetry Collector that the tests send to. */
export const COLLECTOR_VERSION = 'v0.165.0';

const ending = process.platform === 'win32' ? '.exe' : '';

/** Where the tools of the tests are kept, as the emulator is. */
export function toolsFolder() {
  const { UNPARK_CACHE, XDG_CACHE_HOME } = process.env;
  if (UNPARK_CACHE) return UNPARK_CACHE;
  return XDG_CACHE_HOME ? join(XDG_CACHE_HOME, 'unpark') : join(homedir(), '.cache', 'unpark');
}

/** Where Debian's package is unpacked: it is not installed, and starts no service. */
export function prometheusFolder() {
  return join(toolsFolder(), 'prometheus');
}

export function collectorFile() {
  return join(toolsFolder(), 'otelcol', COLLECTOR_VERSION, `otelcol${ending}`);
}

/**
 * The Prometheus that tests may start.
 * @returns {{ prometheus: string, promtool: string } | undefined} the paths of its two programs
 */
export function findPrometheus() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), join(prometheusFolder(), 'usr', 'bin')];
  const files = folders.map((folder) => ({
    prometheus: join(folder, `prometheus${ending}`),
    promtool: join(folder, `promtool${ending}`),
  }));
  return files.find(({ prometheus, promtool }) => existsSync(prometheus) && existsSync(promtool));
}

/**
 * The OpenTelemetry Collector that tests may start.
 * @returns {string | undefined} its path
 */
export function findCollector() {
  return existsSync(collectorFile()) ? collectorFile() : undefined;
}

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPrometheus } from '../../scripts/monitoring-tools.mjs';
import { freePort } from '../free-port.ts';

const found = findPrometheus();
/** Whether tests with Prometheus can run here. The test command has got it if it could, and has said loudly when it could not. */
export const hasPrometheus = found !== undefined;

/** A series of an answer, with its points: seconds since 1970, and the value. */
export interface Answer {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

/** A Prometheus of a test's own, on a free port of loopback, which scrapes nothing. */
export interface PrometheusServer {
  /** An expression at a moment. @returns by its labels as JSON. */
  at(expr: string, time: number): Promise<ReadonlyMap<string, number>>;
  /** An expression over time. */
  over(expr: string, start: number, end: number, step: number): Promise<readonly Answer[]>;
  close(): Promise<void>;
}

/** Runs promtool. @throws with what it said when it fails. */
export function promtool(args: readonly string[], cwd?: string): string {
  return execFileSync(found?.promtool as string, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
}

/** What promtool finds wrong with a text of metrics as a service gives them; empty: nothing. */
export function promtoolCheck(text: string): string {
  const { stdout, stderr } = spawnSync(found?.promtool as string, ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  });
  return stdout + stderr;
}

/** Starts one with what a file of OpenMetrics says. */
export async function prometheusOf(file: string): Promise<PrometheusServer> {
  const folder = mkdtempSync(join(tmpdir(), 'unpark-prometheus-'));
  const data = join(folder, 'data');
  promtool(['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', file, data]);
  writeFileSync(join(folder, 'prometheus.yml'), 'scrape_configs: []\n');
  const port = await freePort();
  const child = spawn(
    found?.prometheus as string,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${data}`,
      // What lies further back than this is deleted at the start.
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const close = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const base = `http://127.0.0.1:${port}`;
  while (
    !(await fetch(`${base}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) {
      await close();
      throw new Error(`Prometheus did not start: ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    at: async (expr, time) => {
      const result = await ask<{ metric: object; value: [number, string] }>(`${base}/api/v1/query`, {
        query: expr,
        time,
      });
      return new Map(result.map(({ metric, value }) => [JSON.stringify(metric), Number(value[1])]));
    },
    over: (query, start, end, step) => ask<Answer>(`${base}/api/v1/query_range`, { query, start, end, step }),
    close,
  };
}

async function ask<T>(url: string, parameters: Readonly<Record<string, string | number>>): Promise<readonly T[]> {
  const body = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, `${value}`]));
  const answer = (await (await fetch(url, { method: 'POST', body })).json()) as {
    readonly status: string;
    readonly error?: string;
    readonly data: { readonly result: readonly T[] };
  };
  if (answer.status !== 'success') throw new Error(`${parameters.query}: ${answer.error}`);
  return answer.data.result;
}

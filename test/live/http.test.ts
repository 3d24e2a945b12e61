import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/live/clock.ts';
import type { ServiceAnswers } from '../../src/live/service/messages.ts';
import { JOBS_PATH } from '../../src/live/service/paths.ts';
import { ServiceProcess } from '../../src/live/service/service-process.ts';
import { OutsideClient, runBucketName } from '../../src/live/store/outside-client.ts';
import { METRIC_NAMES, METRICS, prometheusName } from '../../src/metrics/catalogue.ts';
import { compressScenario } from '../../src/scenario/compress.ts';
import { hasPrometheus, promtoolCheck } from '../monitoring/prometheus-server.ts';
import { smallLive } from './small-live.ts';
import { hasEmulator, realEmulator } from './store/real-emulator.ts';

describe.skipIf(!hasEmulator)('the service under test', () => {
  const server = realEmulator();

  it('takes jobs as the original does, refuses what is no job, and changes nothing then', async () => {
    await withService(async (url, status) => {
      const post = (body: string, type = 'application/json') =>
        fetch(url + JOBS_PATH, { method: 'POST', body, headers: type === '' ? {} : { 'content-type': type } });
      const refused: [Promise<Response>, number, string][] = [
        [post('{"kind": '), 400, 'not JSON'],
        [post(''), 400, 'not JSON'],
        [post('[]'), 422, 'wrong shape'],
        [post('{"kind": "nonsense"}'), 422, 'wrong shape'],
        [post('{"kind": "sync", "more": 1}'), 422, 'wrong shape'],
        [post('kind=sync', 'application/x-www-form-urlencoded'), 415, 'application/json'],
        [post(JSON.stringify({ kind: 'x'.repeat(100_000) })), 413, 'larger than'],
        [fetch(`${url}${JOBS_PATH}/unknown`), 404, 'no such job'],
        [fetch(`${url}/elsewhere`), 404, 'nothing at GET /elsewhere'],
      ];
      for (const [response, code, reason] of refused) {
        const answer = await response;
        expect(answer.status).toBe(code);
        expect(JSON.stringify(await answer.json())).toContain(reason);
      }
      expect(await status()).toMatchObject({ jobsRunning: 0, jobsWaiting: 0, deletionsOpen: 0 });

      const accepted = await post('{}');
      expect(accepted.status).toBe(202);
      const { job_id: id } = (await accepted.json()) as { job_id: string };
      const stateOf = async () => (await (await fetch(`${url}${JOBS_PATH}/${id}`)).json()) as object;
      expect(await stateOf()).toMatchObject({ job_id: id, kind: 'sync' });
      await expect.poll(stateOf, { timeout: 30_000 }).toMatchObject({ state: 'done' });
      await expect.poll(async () => (await status()).deletionsOpen, { timeout: 30_000 }).toBe(0);
    });
  });

  it('tells its metrics as Prometheus reads them, and that it is well', async () => {
    await withService(async (url) => {
      expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
      const response = await fetch(`${url}/metrics`);
      expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
      const lines = (await response.text()).split('\n');
      expect(lines).toContain('unpark_pool_threads{pool="storage",state="idle"} 16');
      expect(lines).toContain('unpark_pool_threads_limit{pool="storage"} 16');
      expect(lines).toContain('unpark_pool_queue_depth{pool="storage"} 0');
      for (const line of lines) expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{.*\})? [\d.e+-]+|)$/);
    });
  });

  it('has every metric of the catalogue, and they say what has happened', async () => {
    await withService(async (url, status) => {
      for (let i = 0; i < 3; i += 1) {
        await fetch(url + JOBS_PATH, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
      }
      const text = async () => await (await fetch(`${url}/metrics`)).text();
      const done = 'unpark_job_duration_seconds_count{job_kind="sync",outcome="done"} 3';
      await expect.poll(text, { timeout: 30_000 }).toContain(done);
      await expect.poll(async () => (await status()).deletionsOpen, { timeout: 30_000 }).toBe(0);
      await expect.poll(text, { timeout: 30_000 }).toContain('unpark_deletions_settled_total{outcome="deleted"} 3');
      const lines = (await text()).split('\n');
      const types = METRIC_NAMES.map((name) => {
        const { type } = METRICS[name];
        return `# TYPE ${prometheusName(name)}${type === 'counter' ? '_total' : ''} ${type}`;
      });
      expect(lines.filter((line) => line.startsWith('# TYPE '))).toEqual(types);
      expect(lines).toContain('unpark_jobs_arrived_total{job_kind="sync"} 3');
      expect(lines).toContain('unpark_task_holding_time_seconds_bucket{pool="storage",task="sync.decode",le="+Inf"} 3');
      expect(lines).toContain('unpark_blobs_uploaded_total{job_kind="sync"} 3');
      expect(lines).toContain('unpark_blobs_alive 0');
      expect(lines).toContain('unpark_deletions_oldest_overdue_seconds 0');
      const spent = (state: string) => {
        const start = `unpark_pool_thread_time_seconds_total{pool="storage",state="${state}"} `;
        return Number(lines.find((line) => line.startsWith(start))?.slice(start.length));
      };
      expect(spent('working')).toBeGreaterThan(0);
      expect(spent('parked')).toBe(0);
      if (hasPrometheus) expect(promtoolCheck(lines.join('\n'))).toBe('');
    });
  });

  it.runIf(process.platform === 'linux')('listens on loopback only', async () => {
    await withService(async (url) => {
      const port = Number(new URL(url).port).toString(16).toUpperCase().padStart(4, '0');
      const listening = ['tcp', 'tcp6'].flatMap((table) =>
        readFileSync(`/proc/net/${table}`, 'utf8')
          .split('\n')
          .map((line) => line.trim().split(/\s+/))
          .filter(([, local, , state]) => local?.endsWith(`:${port}`) && state === '0A'),
      );
      expect(listening.map(([, local]) => local)).toEqual([`0100007F:${port}`]);
    });
  });

  async function withService(
    use: (url: string, status: () => Promise<ServiceAnswers['status']>) => Promise<void>,
  ): Promise<void> {
    const outside = new OutsideClient(server().url);
    const bucket = runBucketName();
    await outside.createBucket(bucket);
    const service = new ServiceProcess();
    try {
      const access = { url: server().url, bucket, honoursGenerationMatch: false };
      const scenario = compressScenario(smallLive([], ['janitor']), 60);
      const { port } = await service.ask<'open'>({ ask: 'open', setup: { scenario, design: 0, access, port: 0 } });
      void service.ask<'begin'>({ ask: 'begin', startUs: systemClock.nowUs() }).catch(() => {});
      await use(`http://127.0.0.1:${port}`, () => service.ask<'status'>({ ask: 'status' }));
    } finally {
      await service.close();
      outside.close();
    }
  }
});

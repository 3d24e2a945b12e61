import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCollector } from '../../scripts/monitoring-tools.mjs';
import { lossesAt } from '../../src/cli/otlp.ts';
import type { DesignOutcome, LiveOutcome } from '../../src/live/live-run.ts';
import { METRIC_NAMES, METRICS } from '../../src/metrics/catalogue.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';
import { freePort } from '../free-port.ts';
import {
  type Behaviour,
  type OtlpReceiver,
  otlpReceiver,
  type SentSpan,
  sumOf,
  takes,
  valuesOf,
} from './otlp-receiver.ts';
import { runLiveOnly } from './run-small.ts';
import { smallLive } from './small-live.ts';
import { hasEmulator, realEmulator } from './store/real-emulator.ts';

const collector = findCollector();

describe.skipIf(!hasEmulator)('a live run that sends its telemetry', () => {
  const server = realEmulator();

  async function run(design: string, url: string): Promise<{ outcome: LiveOutcome; one: DesignOutcome }> {
    const scenario = smallLive([], [design]);
    const plan = { url, scenario: scenario.name, design, version: '1.2.3' };
    const outcome = await runLiveOnly(scenario, server(), undefined, [plan]);
    expect(outcome.failure).toBeUndefined();
    return { outcome, one: outcome.designs[0] as DesignOutcome };
  }

  it.each(['legacy', 'janitor'])('gives each job of %s a span, and each of its tasks a child of it', async (design) => {
    const receiver = await otlpReceiver();
    const { one } = await run(design, receiver.url);
    await receiver.close();
    expect(one.account?.telemetry).toMatchObject({
      spans: { made: receiver.spans.length, lost: 0 },
      metrics: { lost: 0 },
    });
    const last = receiver.metrics.at(-1) ?? [];
    expectWhole(receiver, one);
    expect(sumOf(last, 'unpark.jobs.running') + sumOf(last, 'unpark.deletions.open')).toBe(0);
    expect(receiver.resources[0]).toEqual({
      'service.name': 'unpark',
      'service.version': '1.2.3',
      'service.instance.id': design,
      'unpark.scenario': 'small-live',
      'unpark.design': design,
    });
    // All that a thread wrote of itself is in the spans of its tasks.
    const tasks = receiver.spans.filter(({ name }) => name.startsWith('task '));
    for (const state of ['working', 'parked', 'blocked']) {
      const inSpans = tasks.reduce((sum, span) => sum + (valuesOf(span)[`unpark.thread.${state}_s`] as number), 0);
      expect(inSpans).toBeCloseTo(sumOf(last, 'unpark.pool.thread_time', { state }), 3);
    }
    const deletions = tasks.filter(({ name }) => name === 'task sync.deletion');
    expect(deletions.length > 0).toBe(design !== 'janitor');
    for (const span of deletions) expect(valuesOf(span)['unpark.thread.parked_s']).toBeGreaterThan(0.9);
  });

  // No figure of these is held to a bound in time, and they wait most of it: they run at once.
  describe.concurrent('to where it does not arrive', () => {
    const never: Behaviour = () => {};
    const overloaded: Behaviour = (answer) => answer.writeHead(503).end();
    it.each<[string, Behaviour, RegExp]>([
      ['never answers', never, /timed out/],
      ['is overloaded', overloaded, /retryable status/],
    ])('goes on when the endpoint %s, and counts what is lost', async (_what, behaviour, reason) => {
      const receiver = await otlpReceiver(behaviour);
      const { one, outcome } = await run('janitor', receiver.url);
      await receiver.close();
      const { spans, metrics, reason: found } = one.account?.telemetry ?? {};
      expect(one.drained?.proof.discrepancies).toBe(0);
      expect(one.measured.load.accepted).toBeGreaterThan(10);
      expect(spans?.made).toBeGreaterThan(50);
      expect(metrics?.made).toBeGreaterThan(1);
      expect([spans?.lost, metrics?.lost]).toEqual([spans?.made, metrics?.made]);
      expect(found).toMatch(reason);
      expect(lossesAt(`${receiver.url}/`, smallLive([], ['janitor']), outcome)).toEqual([
        `janitor: ${spans?.made} of ${spans?.made} spans and ${metrics?.made} of ${metrics?.made} exports of metrics did not reach ${receiver.url}: ${found}.`,
      ]);
    });

    it('goes on when the endpoint answers slowly, and counts as lost what it did not confirm in time', async () => {
      const receiver = await otlpReceiver((answer) => void setTimeout(() => takes(answer), 1_500));
      const { one } = await run('janitor', receiver.url);
      await receiver.close();
      const { spans, metrics } = one.account?.telemetry ?? {};
      expect(one.drained?.proof.discrepancies).toBe(0);
      // Metrics are given up after a second; spans may get through.
      expect(metrics?.lost).toBe(metrics?.made);
      expect(receiver.metrics.length).toBeGreaterThan(1);
      expect(receiver.spans.length).toBeGreaterThanOrEqual((spans?.made ?? 0) - (spans?.lost ?? 0));
    });

    it('goes on when there is nobody, and says so', async () => {
      const { outcome } = await run('janitor', `http://127.0.0.1:${await freePort()}`);
      expect(lossesAt('http://user:secret@127.0.0.1:1/x', smallLive([], ['janitor']), outcome)).toEqual([
        expect.stringMatching(
          /^janitor: (\d+) of \1 spans and .* did not reach http:\/\/127\.0\.0\.1:1\/x: .*ECONNREFUSED/,
        ),
      ]);
    });
  });

  it.runIf(collector !== undefined)('is understood by an OpenTelemetry Collector', async () => {
    const port = await freePort();
    const config = join(temporaryFolder(), 'collector.yaml');
    writeFileSync(config, collectorConfig(port));
    const child = spawn(collector as string, ['--config', config], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    let one: DesignOutcome;
    try {
      await expect.poll(() => said, { timeout: 30_000 }).toContain('Everything is ready');
      ({ one } = await run('legacy', `http://127.0.0.1:${port}`));
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
    const spans = said.split(/^Span #\d+$/m).slice(1);
    const field = (span: string, name: string) => new RegExp(`^ +${name} +: ?(.*)$`, 'm').exec(span)?.[1] ?? '';
    expect(one.account?.telemetry).toMatchObject({ spans: { made: spans.length, lost: 0 }, metrics: { lost: 0 } });
    const jobs = new Map(
      spans
        .filter((span) => field(span, 'Name').startsWith('job '))
        .map((span) => [field(span, 'ID'), field(span, 'Trace ID')]),
    );
    const tasks = spans.filter((span) => field(span, 'Name').startsWith('task '));
    expect(jobs.size).toBe(jobsOf(one));
    expect(tasks.length).toBeGreaterThan(jobs.size);
    for (const task of tasks) expect(jobs.get(field(task, 'Parent ID'))).toBe(field(task, 'Trace ID'));
    for (const name of METRIC_NAMES) expect(said).toContain(`-> Name: ${name}\n`);
  });
});

function jobsOf({ account }: DesignOutcome): number {
  return account?.arrivals.reduce((sum, times) => sum + times.length, 0) ?? 0;
}

/** Every job has a span, every task a parent in its trace that had begun before it, and every metric is one of the catalogue. */
function expectWhole({ spans, metrics }: OtlpReceiver, one: DesignOutcome): void {
  const ids = new Map(spans.map((span): [string, SentSpan] => [span.spanId, span]));
  const jobs = spans.filter(({ name }) => name.startsWith('job '));
  expect(jobs.length).toBe(jobsOf(one));
  expect(new Set(jobs.map((job) => valuesOf(job)['unpark.job.id'])).size).toBe(jobs.length);
  for (const job of jobs) {
    const failed = valuesOf(job)['unpark.job.outcome'] === 'failed';
    expect(job.parentSpanId).toBeUndefined();
    expect([job.status.code, valuesOf(job)['error.type']]).toEqual(failed ? [2, '_OTHER'] : [0, undefined]);
  }
  for (const span of spans) {
    expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano)).toBe(true);
    if (span.parentSpanId === undefined) continue;
    const parent = ids.get(span.parentSpanId) as SentSpan;
    expect(parent.traceId).toBe(span.traceId);
    expect(BigInt(span.startTimeUnixNano) >= BigInt(parent.startTimeUnixNano)).toBe(true);
    const [, task = ''] = /^task (\w+)\./.exec(span.name) ?? [];
    expect(parent.name).toBe(`job ${task}`);
    expect(valuesOf(span)['thread.name']).toMatch(/#\d+$/);
  }
  expect(spans.filter(({ parentSpanId }) => parentSpanId === undefined).length).toBe(jobs.length);
  for (const sent of metrics) expect(sent.map(({ name }) => name)).toEqual(METRIC_NAMES);
  for (const { name, unit, sum, gauge, histogram } of metrics.at(-1) ?? []) {
    const { type, unit: expected } = METRICS[name as keyof typeof METRICS];
    expect([unit, { gauge, counter: sum, histogram }[type] !== undefined]).toEqual([expected, true]);
  }
  expect(sumOf(metrics.at(-1) ?? [], 'unpark.jobs.arrived')).toBe(jobs.length);
}

function collectorConfig(port: number): string {
  return `receivers: { otlp: { protocols: { http: { endpoint: 127.0.0.1:${port} } } } }
exporters: { debug: { verbosity: detailed } }
service:
  telemetry: { metrics: { level: none } }
  pipelines:
    traces: { receivers: [otlp], exporters: [debug] }
    metrics: { receivers: [otlp], exporters: [debug] }
`;
}

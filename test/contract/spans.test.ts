import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JobSpans } from '../../src/live/otlp/job-spans.ts';
import { levelMean } from '../../src/result/statistics.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { US_PER_SECOND } from '../../src/units.ts';
import { randomSystem, withASteadyStore } from './random-system.ts';
import { replay } from './replay.ts';
import { type Heard, live } from './two-worlds.ts';

/** Runs the live world in virtual time and collects its spans, with those that are still open at the end. */
async function spansOf(scenario: Scenario): Promise<{ heard: Heard; spans: readonly ReadableSpan[] }> {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const made: JobSpans[] = [];
  const heard = await live(scenario, {
    spansOf: ({ layout, processAt, jobId }) => {
      const epochTime = (atUs: number): [number, number] => [
        Math.floor(atUs / US_PER_SECOND),
        (atUs % US_PER_SECOND) * 1_000,
      ];
      const spans = new JobSpans(provider.getTracer('test'), { layout, processAt, jobId, epochTime });
      made.push(spans);
      return spans;
    },
  });
  made[0]?.cutShort(scenario.durationUs);
  return { heard, spans: exporter.getFinishedSpans() };
}

const us = ([seconds, nanoseconds]: readonly [number, number]): number => seconds * US_PER_SECOND + nanoseconds / 1_000;

describe('the spans of any small system', () => {
  it('are one for each job and one for each time that a task held a thread, inside the job that it belongs to', async () => {
    let children = 0;
    await fc.assert(
      fc.asyncProperty(
        randomSystem.map(withASteadyStore).map((scenario) => ({ ...scenario, warmUpUs: 0 })),
        async (scenario) => {
          const { heard, spans } = await spansOf(scenario);
          const { counts, levels, measuredUs } = heard.record;
          const jobs = new Map(
            spans.filter(({ name }) => name.startsWith('job ')).map((span) => [span.spanContext().spanId, span]),
          );
          const tasks = spans.filter(({ name }) => name.startsWith('task '));
          const { system } = scenario.designs[0] as Scenario['designs'][number];
          for (const { name } of system.jobs) {
            const ended = (outcome: string) =>
              [...jobs.values()].filter(
                (job) =>
                  job.name === `job ${name}` &&
                  job.attributes['unpark.job.outcome'] === outcome &&
                  us(job.endTime) <= scenario.durationUs,
              ).length;
            expect(ended('failed')).toBe(counts[`jobs.${name}.failed`]);
            expect(ended('done')).toBe(counts[`jobs.${name}.done`]);
          }
          for (const task of tasks) {
            const parent = jobs.get(task.parentSpanContext?.spanId ?? '') as ReadableSpan;
            expect(parent?.spanContext().traceId).toBe(task.spanContext().traceId);
            expect(task.name.startsWith(`task ${parent.name.slice('job '.length)}.`)).toBe(true);
            expect(us(task.startTime)).toBeGreaterThanOrEqual(us(parent.startTime));
            // A deletion that sleeps outlives its job.
            if (!task.name.endsWith('.deletion')) expect(us(task.endTime)).toBeLessThanOrEqual(us(parent.endTime));
            children += 1;
          }
          for (const { name } of system.pools) {
            const inPool = tasks.filter((task) => task.attributes['unpark.pool.name'] === name);
            for (const state of ['working', 'parked', 'blocked']) {
              const seconds = inPool.reduce(
                (sum, task) => sum + (task.attributes[`unpark.thread.${state}_s`] as number),
                0,
              );
              // The last look at the threads may see some ms after the end of the record.
              const mean = levelMean(levels[`pools.${name}.${state}`]!) ?? 0;
              expect(seconds).toBeCloseTo((mean * measuredUs) / US_PER_SECOND, 1);
            }
          }
        },
      ),
      replay({ seed: 24, numRuns: 20 }),
    );
    expect(children).toBeGreaterThan(1_000);
  });
});

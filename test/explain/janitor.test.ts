import { describe, expect, it } from 'vitest';
import { explainScenario } from '../../src/explain/explain.ts';
import { type DueSpan, janitorCourse } from '../../src/explain/janitor-course.ts';
import { brownoutFigures } from '../../src/theory/index.ts';
import { run, scenarioOf } from '../sim/run-scenario.ts';

/** One upload a second, deleted after a minute by a janitor. */
const service = (janitor: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) => ({
  duration: '2h',
  replications: 3,
  pools: { pool: 8 },
  store: { upload: '100ms', delete: '100ms' },
  deletion: { by: 'janitor', delay: '60s', janitor },
  jobs: { job: { arrivals: { poisson: '1/s' }, steps: [{ task: { steps: ['upload'] } }, 'defer'] } },
  ...more,
});
const slow = (time: string, latency: unknown) => ({ faults: [{ at: '30m', for: time, slow: { delete: latency } }] });
const explain = (value: Readonly<Record<string, unknown>>) => {
  const { deletions, findings } = explainScenario(scenarioOf(value)).designs[0] as ReturnType<
    typeof explainScenario
  >['designs'][number];
  return { janitor: deletions[0]?.janitor, pending: deletions[0]?.pending, texts: findings.map(({ text }) => text) };
};
const simulate = (value: Readonly<Record<string, unknown>>) => {
  const { deletions, stability } = Object.values(run(value).designs)[0] as ReturnType<typeof run>['designs'][string];
  return { deletions, stability };
};
const span = (seconds: number, perSecond: number, fromSeconds = 0): DueSpan => ({
  fromSeconds,
  seconds,
  duePerSecond: 1,
  perSecond,
  residualSeconds: 0,
  isSlow: perSecond < 1,
});

describe('a janitor as a flow', () => {
  it('is behind after a brown-out as the closed form says', () => {
    const spans = [span(100, 10), span(1_800, 1 / 60, 100), span(5_000, 10, 1_900)];
    const { backlogs, busy, load } = janitorCourse(spans, 1_000_000, 60);
    const figures = brownoutFigures({
      blobsPerSecond: 1,
      durationSeconds: 1_800,
      slowDeletionSeconds: 60,
      deletionSeconds: 0.1,
    });
    expect(backlogs).toHaveLength(1);
    expect(backlogs[0]).toMatchObject({ fromSeconds: 100, isSlow: true, risingSeconds: 1_800 });
    expect(backlogs[0]?.deletions).toBeCloseTo(figures.backlogAtEnd, 9);
    expect(backlogs[0]?.latenessSeconds).toBeCloseTo(figures.latenessSecondsMax, 9);
    expect(backlogs[0]?.recoverySeconds).toBeCloseTo(figures.recoverySeconds, 9);
    // What is not done while the store is slow is done quickly after it.
    expect(busy).toBeCloseTo((10 + 1_800 + (5_000 + 1_770) / 10) / 6_900, 9);
    expect(load).toBeCloseTo(6_900 / (51_000 + 30), 9);
  });

  it('does not fall behind where as much is done as comes, and never recovers where more comes for good', () => {
    expect(janitorCourse([span(100, 1)], 1_000_000, 60).backlogs).toEqual([]);
    const { load, backlogs } = janitorCourse([span(100, 0.5)], 1_000_000, 60);
    expect([load, backlogs[0]?.recoverySeconds]).toEqual([2, undefined]);
  });
});

describe('what arithmetic says of a janitor, held against a simulation:', () => {
  it('as many wait as may be pending, and the others are refused', () => {
    const value = service({ maxPending: 300 }, slow('30m', '60s'));
    const { janitor, texts } = explain(value);
    const { deletions } = simulate(value);
    expect(Math.abs(janitor!.refused - deletions.rejected / deletions.scheduled)).toBeLessThan(0.01);
    expect(janitor!.backlogs[0]?.deletions).toBe(240);
    expect(Math.abs(janitor!.backlogs[0]!.latenessSeconds / (deletions.lateness.max as number) - 1)).toBeLessThan(0.02);
    expect(texts.join('\n')).toMatch(
      /refuses about 21.\d % .*\n.*falls behind until 300 deletions are pending, and refuses further ones/,
    );
  });

  it('more than may be pending are refused at all times, by Erlang B', () => {
    const value = service({ maxPending: 50 });
    const { janitor, pending } = explain(value);
    const { deletions } = simulate(value);
    expect(Math.abs(janitor!.refused - deletions.rejected / deletions.scheduled)).toBeLessThan(0.01);
    expect(pending).toBe(50);
  });

  it('is no overload where the store is slow for a while, and the run is stable', () => {
    const value = service({}, slow('30m', { exponential: { mean: '60s' } }));
    const { janitor, texts } = explain(value);
    expect(janitor!.load).toBeLessThan(0.2);
    expect(texts.join()).not.toContain('for good end');
    expect(texts.join()).toContain('While deletions are slow');
    expect(simulate(value).stability.stable).toBe(true);
  });

  it('counts the deletion that is under way when the slow time ends', () => {
    const value = service({}, slow('10s', '60s'));
    const { janitor } = explain(value);
    const lateness = simulate(value).deletions.lateness.max as number;
    expect(Math.abs(janitor!.backlogs[0]!.latenessSeconds - lateness)).toBeLessThan(5);
  });

  it('says nothing of a slow time that makes nothing wait', () => {
    for (const latency of ['500ms', '1s']) {
      expect(explain(service({}, slow('30m', latency))).texts.join()).not.toContain('falls behind:');
    }
  });

  it('falls behind at the peak of a profile', () => {
    const profile = [
      { at: '0m', rate: '2/s' },
      { at: '30m', rate: '20/s' },
      { at: '40m', rate: '2/s' },
    ];
    const value = service(
      {},
      { jobs: { job: { arrivals: { profile, every: '2h' }, steps: [{ task: { steps: ['upload'] } }, 'defer'] } } },
    );
    const { janitor, texts } = explain(value);
    expect(janitor!.backlogs[0]?.fromSeconds).toBe(31 * 60);
    expect(texts.join()).toContain('While more deletions come due than it does (for 10 min from 31 min on)');
    const lateness = simulate(value).deletions.lateness.max as number;
    expect(Math.abs(janitor!.backlogs[0]!.latenessSeconds / lateness - 1)).toBeLessThan(0.05);
  });

  it('names each of several by the jobs whose blobs it deletes', () => {
    const job = { arrivals: { poisson: '1/s' }, steps: [{ task: { steps: ['upload'] } }, 'defer'] };
    const { texts } = explain(
      service({}, { jobs: { one: job, other: job, third: { ...job, deletion: { janitor: { concurrency: 2 } } } } }),
    );
    expect(texts.filter((text) => text.includes('deletes for'))).toEqual([
      expect.stringMatching(/^The janitor of one, other deletes for 20 %/),
      expect.stringMatching(/^The janitor of third deletes for 5 %/),
    ]);
    expect(explain(service({})).texts.join()).toContain('The janitor deletes for');
  });
});

describe('what waits for another try', () => {
  it('is pending too, so that more is refused than by the delays alone', () => {
    const [design] = explainScenario(
      scenarioOf({
        duration: '2h',
        pools: { p: 20 },
        store: { upload: '1s', delete: { latency: '900ms', retry: '50%' } },
        deletion: {
          by: 'janitor',
          delay: '1m',
          janitor: { concurrency: 5, maxPending: 40, retry: { attempts: 5, backoff: '20s' } },
        },
        jobs: { j: { arrivals: { poisson: '2/s' }, steps: [{ task: { pool: 'p', steps: ['upload'] } }, 'defer'] } },
      }),
    ).designs;
    expect(design?.findings.map(({ text }) => text).join('\n')).toContain('refuses at least 67.1 %');
  });
});
